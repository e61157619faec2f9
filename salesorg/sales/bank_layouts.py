"""How the columns of a bank's files were read the last time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from salesorg.lib.sheets.headings import signature_of
from salesorg.sales.bank.columns import SKIP, mapping_error
from salesorg.sales.models import BankLayout


def remembered(columns: Sequence[str]) -> tuple[dict[str, str], str] | None:
    """Return (column -> field, order of day and month) as confirmed the last time, or None for columns never seen."""
    found = BankLayout.objects.filter(signature=signature_of(columns)).first()
    if found is None:
        return None
    by_name = {name.casefold(): field for name, field in found.mapping.items()}
    mapping = {name: by_name.get(name.casefold(), SKIP) for name in columns}
    return None if mapping_error(mapping, columns) else (mapping, found.order)


def remember(columns: Sequence[str], mapping: Mapping[str, str], order: str, at: datetime) -> None:
    """Keep this for the next file with these columns; of two at once the last one stays."""
    BankLayout.objects.bulk_create(
        [BankLayout(signature=signature_of(columns), mapping=dict(mapping), order=order, used_at=at)],
        update_conflicts=True, unique_fields=["signature"], update_fields=["mapping", "order", "used_at"],
    )  # fmt: skip
