"""What is not in an open statement, and why: the other half of its preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, QuerySet, Sum, Window

from handoff.models import Accrual, Dispute, HeldMeeting
from handoff.months import begin_of, end_of
from handoff.queries.ledger import waiting
from handoff.queries.pay_lines import PayLine, pay_lines, with_origin
from handoff.queries.statements import OpenStatement, lines_of, open_statements
from handoff.statement_keys import Key
from salesorg.lib.money import ZERO
from salesorg.people.models import Organisation, Role, User
from salesorg.sales.models import Payment, Sale

SHOWN = 50
# How long before the statement's month a payment that is not worked out yet is looked for.
UNSEEN_DAYS = 92


@dataclass(frozen=True)
class LeftOut:
    """Per reason the lines, payments or meetings: of each at most fifty, of lines the number and sum of all."""

    waiting: Sequence[PayLine]
    waiting_count: int
    waiting_sum: Decimal
    later: Sequence[OpenStatement]
    nothing: Sequence[PayLine]
    nothing_count: int
    unseen: Sequence[Payment]
    meetings: Sequence[HeldMeeting]
    disputed: Sequence[Dispute]

    def __bool__(self) -> bool:
        return any((self.waiting, self.later, self.nothing, self.unseen, self.meetings, self.disputed))


def find_left_out(viewer: User, key: Key, org: Organisation) -> LeftOut | None:
    """Return what the open statement of `key` leaves out, or None if there is none that `viewer` may see."""
    opened = open_statements(viewer, org, key.person_id)
    found = next((one for one in opened if one.month == key.month), None)
    if found is None:
        return None
    bonuses = waiting(Accrual.objects.filter(beneficiary=found.person, currency=found.currency))
    late = _counted(bonuses.select_related("agreement__company__handoff__farmer"))
    nothing = _counted(lines_of(found).filter(amount=0))
    rows = pay_lines([*late, *nothing], viewer, org)
    books = found.person.is_in(Role.CALL_MANAGER)
    return LeftOut(
        waiting=rows[: len(late)], waiting_count=late[0].of_all if late else 0,  # type: ignore[attr-defined]
        waiting_sum=late[0].sum_of_all if late else ZERO,  # type: ignore[attr-defined]
        later=[one for one in opened if one.month > found.month],
        nothing=rows[len(late) :], nothing_count=nothing[0].of_all if nothing else 0,  # type: ignore[attr-defined]
        unseen=[] if books else list(unseen_payments(found, org)[:SHOWN]),
        meetings=list(unseen_meetings(found, org)[:SHOWN]) if books else [],
        disputed=list(_disputed(found.person)[:SHOWN]),
    )  # fmt: skip


def _counted(lines: QuerySet[Accrual]) -> list[Accrual]:
    """At most fifty lines, oldest first, each with the number and the sum of all."""
    all_of_them = {"of_all": Window(Count("pk")), "sum_of_all": Window(Sum("amount"))}
    return list(with_origin(lines).annotate(**all_of_them).order_by("posted_at", "pk")[:SHOWN])


def unseen_payments(statement: OpenStatement, org: Organisation) -> QuerySet[Payment]:
    """Payments by which the person may earn and that the ledger has not seen: new ones, or they wait for a rate."""
    person, since = statement.person, begin_of(statement.month, org.zone) - timedelta(days=UNSEEN_DAYS)
    of_agreements = Sale.objects.filter(company__agreement__hunter=person).order_by().values("pk")
    sold = Sale.objects.filter(seller=person, company__agreement__isnull=False).order_by().values("pk")
    return (
        Payment.objects.filter(
            ~Exists(Accrual.objects.filter(payment=OuterRef("pk"))), sale__in=of_agreements.union(sold),
            paid_at__gte=since, paid_at__lt=end_of(statement.month, org.zone),
        )
        .select_related("sale__company__agreement__plan").order_by("paid_at", "pk")
    )  # fmt: skip


def unseen_meetings(statement: OpenStatement, org: Organisation) -> QuerySet[HeldMeeting]:
    """Held meetings that the person booked and that the ledger has not seen."""
    return HeldMeeting.objects.filter(
        booked_by=statement.person, accrual__isnull=True, held_at__lt=end_of(statement.month, org.zone)
    ).select_related("company")


def _disputed(person: User) -> QuerySet[Dispute]:
    found = Dispute.objects.filter(opened_by=person, state=Dispute.State.OPEN)
    return found.select_related("accrual").order_by("opened_at", "pk")
