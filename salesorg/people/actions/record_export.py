from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Export, User

ROWS_MOST = 50_000


class ExportNotAllowed(NotYours):
    code = "export_not_allowed"
    text = _(
        "You may not take tables out as files. The administrator of people can allow it in your person's form."
    )


class ExportTooLarge(ActionRefused):
    code = "export_too_large"
    text = _("This table has more than 50,000 rows. Choose a shorter period or another filter.")


@transaction.atomic
def record_export(
    *, actor: User, what: str, format: str, filters: dict[str, Any], columns: list[str], rows: int, at: datetime
) -> Export:  # fmt: skip
    """Record that `actor` takes a table out, before its first row is sent. Never phones or names in `filters`: ids.

    Each file is recorded, the same one asked for twice is two: no idempotency key. Refusals: `ExportNotAllowed` without
    the permission (as it is now, not as the session remembers it), `ExportTooLarge`.
    """
    if not User.objects.filter(pk=actor.pk, is_active=True, may_export=True).exists():
        raise ExportNotAllowed
    if rows > ROWS_MOST:
        raise ExportTooLarge
    return Export.objects.create(
        author=actor, what=what, format=format, filters=filters, columns=columns, rows=rows, at=at
    )
