"""Reads about the ledger: which line is payable, which waits, which is settled."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Case, DateTimeField, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce, Greatest

from handoff.access import AccrualAccess
from handoff.models import Accrual
from salesorg.people.models import User

ACCEPTED_AT = "agreement__company__handoff__accepted_at"
BONUS = Q(kind=Accrual.Kind.BONUS)
# When a payable line became payable.
PAYABLE_AT = Case(
    When(BONUS, then=Greatest("posted_at", ACCEPTED_AT)), default=F("posted_at"), output_field=DateTimeField()
)
NOTHING = Value(Decimal("0.00"))


def accruals_visible_to(person: User) -> QuerySet[Accrual]:
    """Return the ledger lines this person may see, newest first, each with what it traces to."""
    return Accrual.objects.visible_to(person).select_related(
        "beneficiary",
        "agreement",
        "payment",
        "payment__sale",
        "payment__sale__company",
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
    """Return what is owed, of one person or of all: `payable`, `waiting` (for acceptance), `closed` (not paid yet)."""
    lines: AccrualAccess = Accrual.objects.all()
    if person is not None:
        lines = lines.filter(beneficiary=person)
    accepted = Q(**{f"{ACCEPTED_AT}__isnull": False})
    loose = Q(statement_line__isnull=True)
    return lines.order_by().aggregate(
        payable=Coalesce(Sum("amount", filter=loose & (~BONUS | accepted)), NOTHING),
        waiting=Coalesce(Sum("amount", filter=loose & BONUS & ~accepted), NOTHING),
        closed=Coalesce(Sum("amount", filter=Q(statement_line__statement__state="closed")), NOTHING),
    )


def clients_paying(viewer: User) -> QuerySet[Any]:
    """Return per client and beneficiary what was earned so far, of those lines `viewer` may see; the best first."""
    kinds = {
        kind: Coalesce(Sum("amount", filter=Q(kind=kind)), NOTHING)
        for kind in ("bonus", "trailing", "cross_sell")
    }
    return (
        Accrual.objects.visible_to(viewer).order_by()
        .values("agreement__company_id", "agreement__company__name", "beneficiary__name", "agreement__opened_at", "currency")
        .annotate(total=Sum("amount"), **kinds).order_by("-total", "agreement__company_id", "beneficiary__name")
    )  # fmt: skip
