"""How the columns of a file were mapped the last time a file with the same columns was imported."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from callcenter.models import ColumnMapping
from callcenter.sheets.columns import mapping_error
from salesorg.lib.sheets.headings import signature_of


def remembered(columns: Sequence[str]) -> dict[str, str] | None:
    """Return column -> field as it was confirmed the last time, or None for columns never seen."""
    found = ColumnMapping.objects.filter(signature=signature_of(columns)).first()
    if found is None:
        return None
    by_name = {name.casefold(): field for name, field in found.mapping.items()}
    mapping = {name: by_name.get(name.casefold(), "other") for name in columns}
    return None if mapping_error(mapping, columns) else mapping


def remember(columns: Sequence[str], mapping: Mapping[str, str], at: datetime) -> None:
    """Keep this mapping for the next file with these columns; of two at once the last one stays."""
    ColumnMapping.objects.bulk_create(
        [ColumnMapping(signature=signature_of(columns), mapping=dict(mapping), used_at=at)],
        update_conflicts=True, unique_fields=["signature"], update_fields=["mapping", "used_at"],
    )  # fmt: skip
