from datetime import datetime

from django.db import transaction

from handoff.access import SEES_ALL_MONEY
from handoff.models import Statement
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Export, User


@transaction.atomic
def record_statement_file(*, actor: User, statement: Statement, format: str, at: datetime) -> Export:
    """Record that `actor` takes a closed statement out as `format` (pdf, xlsx), before its first byte is made.

    One's own, or anybody's for finance and the head of sales: pay sheets are their duty, so the permission that tables
    of clients need is not asked for, but who took whose is kept. Each file is recorded: no idempotency key.
    Refusal: `NotYours`.
    """
    if statement.person_id != actor.pk and not actor.is_in(*SEES_ALL_MONEY):
        raise NotYours
    return Export.objects.create(
        author=actor, what="statement", format=format, rows=statement.lines_count, at=at,
        filters={"statement": statement.number, "person": statement.person_id},
        columns=["day", "client", "sale", "payment", "kind", "base", "rate", "plan", "amount"],
    )  # fmt: skip
