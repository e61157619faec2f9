"""Reads about statements. An open one is no row yet: it is what the ledger holds for a person's next statement."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Count, Max, QuerySet, Sum, When
from django.utils import timezone

from handoff.models import Accrual, MonthClosing, PayableMonth, Statement
from handoff.months import begin_of, end_of, month_of, open_month
from handoff.queries.ledger import payable
from handoff.statement_keys import Key
from salesorg.people.models import Organisation, User
from salesorg.people.queries import organisation


@dataclass(frozen=True)
class KindSum:
    """How many lines of one kind a statement holds, and what they come to."""

    kind: str
    n: int
    total: Decimal

    @property
    def label(self) -> str:
        return str(Accrual.Kind(self.kind).label)


@dataclass
class OpenStatement:
    """One person's month that is not closed, read like a `Statement`."""

    person: User
    month: date
    currency: str
    # The organisation's time zone, by which the month begins and ends.
    zone: ZoneInfo
    total: Decimal = Decimal("0.00")
    lines_count: int = 0
    # Whether no earlier month of this person is open; the first also holds what was left over from closed months.
    is_first: bool = True
    state: str = "open"
    number: str = ""
    closed_at: None = None
    paid_at: None = None

    @property
    def key(self) -> str:
        """Person and month: the name of a statement before and after it is closed."""
        return f"{self.person.pk}-{self.month:%Y-%m}"

    @property
    def has_begun(self) -> bool:
        """Whether the month runs or is over: only then can it be closed."""
        return self.month <= month_of(timezone.now(), self.zone)

    @property
    def is_running(self) -> bool:
        """Whether more may still come in this month."""
        return self.month == month_of(timezone.now(), self.zone)


def statements_visible_to(person: User) -> QuerySet[Statement]:
    """Return the closed and paid statements this person may see, newest month first."""
    return Statement.objects.visible_to(person).select_related("person", "closed_by")


def unpaid_months(person: User) -> list[dict[str, Any]]:
    """Return the months with closed statements that wait to be paid, oldest first: `month`, `currency`, `n`, `total`
    (in that currency), without those below zero. One query."""
    due = Statement.objects.visible_to(person).filter(state=Statement.State.CLOSED, total__gte=0)
    months = due.order_by("month").values("month", "currency").annotate(n=Count("pk"), total=Sum("total"))
    return [dict(month) for month in months]


def people_with_payable_lines(*, month: date) -> list[User]:
    """Return those whose statement of `month` (any day of it) could be closed, by name."""
    org = organisation()
    lines = payable(Accrual.objects.filter(currency=org.currency), before=end_of(month, org.zone))
    closed = Statement.objects.filter(month__gte=month.replace(day=1)).values("person")
    people = User.objects.filter(pk__in=lines.order_by().values("beneficiary")).exclude(pk__in=closed)
    return list(people)


def last_closed_months() -> dict[int, date]:
    """Return the last closed month of each person who has one."""
    return dict(Statement.objects.order_by().values_list("person_id").annotate(Max("month")))


def open_statements(
    viewer: User, org: Organisation | None = None, person_id: int | None = None
) -> list[OpenStatement]:
    """Return the statements that could be closed, of those whose pay `viewer` may see (of one person), oldest month first.

    Three queries, and no line of the ledger is read.
    """
    org = org or organisation()
    months = PayableMonth.objects.visible_to(viewer).filter(currency=org.currency)
    if person_id is not None:
        months = months.filter(beneficiary=person_id)
    rows = (
        months.values_list("beneficiary_id", "month").annotate(sum=Sum("amount"), n=Sum("lines"))
        .exclude(n=0)
    )  # fmt: skip
    closed = last_closed_months()
    sums: dict[tuple[int, date], list[Decimal]] = defaultdict(lambda: [Decimal("0.00"), Decimal(0)])
    for person, month, total, count in rows:
        into = sums[person, open_month(month, closed.get(person))]
        into[0] += total
        into[1] += count
    ids = {person for person, _ in sums}
    people = {viewer.pk: viewer} if ids <= {viewer.pk} else User.objects.in_bulk(ids)
    found = [
        OpenStatement(people[person], month, org.currency, org.zone, total, int(count))
        for (person, month), (total, count) in sums.items()
    ]
    first = {one.person.pk: one.month for one in sorted(found, key=lambda one: one.month, reverse=True)}
    for one in found:
        one.is_first = one.month == first[one.person.pk]
    return sorted(found, key=lambda one: (one.month, one.person.name, one.person.pk))


def sums_by_kind(statement: Statement | OpenStatement) -> list[KindSum]:
    """Return for each kind of line that a statement holds, in the order they are read in, how many and how much."""
    found = lines_of(statement).order_by().values("kind").annotate(n=Count("pk"), total=Sum("amount"))
    sums = {row["kind"]: KindSum(row["kind"], row["n"], row["total"]) for row in found}
    return [sums[kind] for kind in Accrual.Kind.values if kind in sums]


def by_kind(lines: QuerySet[Accrual]) -> QuerySet[Accrual]:
    """Lines in the order in which a statement shows them: kind after kind, oldest first."""
    place = Case(*(When(kind=kind, then=n) for n, kind in enumerate(Accrual.Kind.values)), default=99)
    return lines.order_by(place, "posted_at", "id")


def due_closings() -> QuerySet[MonthClosing]:
    """Return the closings of months that are to be gone on with, oldest first."""
    return (
        MonthClosing.objects.filter(finished_at__isnull=True).select_related("asked_by").order_by("asked_at")
    )


def closings() -> QuerySet[MonthClosing]:
    """Return all closings of months, newest first (their page is guarded by role)."""
    return MonthClosing.objects.select_related("asked_by")


def lines_of(statement: Statement | OpenStatement) -> QuerySet[Accrual]:
    """Return the ledger lines that a statement holds, or that an open one would hold, oldest first."""
    if isinstance(statement, Statement):
        return Accrual.objects.filter(statement_line__statement=statement).order_by("posted_at", "id")
    lines = Accrual.objects.filter(beneficiary=statement.person, currency=statement.currency)
    since = None if statement.is_first else begin_of(statement.month, statement.zone)
    return payable(lines, before=end_of(statement.month, statement.zone), since=since).order_by(
        "posted_at", "id"
    )


def find_statement(
    viewer: User, key: Key, org: Organisation | None = None
) -> Statement | OpenStatement | None:
    """The statement of that person and month, closed or open, or None if there is none that `viewer` may see."""
    closed = statements_visible_to(viewer).filter(person_id=key.person_id, month=key.month).first()
    if closed is not None:
        return closed
    opened = open_statements(viewer, org, key.person_id)
    return next((found for found in opened if found.key == str(key)), None)
