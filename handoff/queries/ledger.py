"""Reads about the ledger: which line is payable, which waits, which is settled."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from handoff.models import Accrual, Earning, Handoff, PayableMonth, Statement
from salesorg.lib.money import ZERO
from salesorg.people.models import User

ACCEPTED_AT = "agreement__company__handoff__accepted_at"
BONUS = Q(kind=Accrual.Kind.BONUS)
NOTHING = Value(Decimal("0.00"))


def accruals_visible_to(person: User) -> QuerySet[Accrual]:
    """Return the ledger lines this person may see, newest first, each with what it traces to."""
    return Accrual.objects.visible_to(person).select_related(
        "beneficiary",
        "agreement__company",
        "payment__sale__company",
        "payment__refund_of",
        "held_meeting__company",
        "plan",
        "statement_line__statement",
    )


def unsettled(lines: QuerySet[Accrual]) -> QuerySet[Accrual]:
    """Lines that no statement holds yet."""
    return lines.filter(statement_line__isnull=True)


def payable(
    lines: QuerySet[Accrual], before: datetime | None = None, since: datetime | None = None
) -> QuerySet[Accrual]:
    """Unsettled lines that are payable (that became so before and since these instants): a bonus once accepted."""
    found = unsettled(lines).filter(~BONUS | Q(**{f"{ACCEPTED_AT}__isnull": False}))
    if before is not None:
        found = found.filter(~BONUS | Q(**{f"{ACCEPTED_AT}__lt": before}), posted_at__lt=before)
    if since is not None:
        found = found.filter(Q(posted_at__gte=since) | (BONUS & Q(**{f"{ACCEPTED_AT}__gte": since})))
    return found


def waiting(lines: QuerySet[Accrual]) -> QuerySet[Accrual]:
    """Bonus lines that wait for the acceptance of their handoff."""
    return unsettled(lines).filter(BONUS, **{f"{ACCEPTED_AT}__isnull": True})


def sum_of(lines: QuerySet[Accrual]) -> Decimal:
    """The exact sum of the lines' amounts."""
    return lines.order_by().aggregate(total=Coalesce(Sum("amount"), NOTHING))["total"]  # type: ignore[no-any-return]


def commissions_owed(person: User | None = None) -> dict[str, Any]:
    """Return what is owed, of one person or of all: `payable`, `waiting` (for acceptance), `closed` (not paid yet).

    One query, and no line of the ledger is read but the bonuses of handoffs under way.
    """
    payable_now, bonuses, closed = (
        PayableMonth.objects.all(),
        waiting(Accrual.objects.all()),
        Statement.objects.all(),
    )
    on_their_way = Handoff.objects.exclude(state=Handoff.State.ACCEPTED).values("company")
    bonuses = bonuses.filter(agreement__company__in=on_their_way)
    if person is not None:
        payable_now, bonuses = payable_now.filter(beneficiary=person), bonuses.filter(beneficiary=person)
        closed = closed.filter(person=person)
    sums = [
        _named_sum("payable", payable_now, "amount"),
        _named_sum("waiting", bonuses, "amount"),
        _named_sum("closed", closed.filter(state=Statement.State.CLOSED), "total"),
    ]
    return {name: total or ZERO for name, total in sums[0].union(*sums[1:], all=True)}


def _named_sum(name: str, rows: QuerySet[Any], column: str) -> QuerySet[Any, Any]:
    """One row: the name and the sum of the column. The name is a constant, so there is no grouping, and always a row."""
    named: QuerySet[Any] = rows.order_by().annotate(of=Value(name)).values("of").annotate(sum=Sum(column))
    return named.values_list("of", "sum")


def clients_paying(viewer: User) -> QuerySet[Earning]:
    """Return per agreement and beneficiary what was earned so far, of those lines `viewer` may see; the best first."""
    return Earning.objects.visible_to(viewer).select_related("agreement__company", "beneficiary")
