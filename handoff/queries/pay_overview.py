"""Commissions of the whole department, for the head of sales and finance: earned, closed, paid, owed, ending soon.

Six queries whatever the number of people and lines: kept sums (CommissionMonth, PayableMonth), statements, and the bonuses
of handoffs on their way.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import DateTimeField, F, Func, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from handoff.models import Accrual, Agreement, CommissionMonth, Earning, Handoff, PayableMonth, Statement
from handoff.months import month_of
from handoff.queries.ledger import NOTHING, waiting
from salesorg.lib.money import ZERO
from salesorg.lib.period import months_back
from salesorg.people.models import Organisation, User

MONTHS = 12
SOON_DAYS = 90
ENDING_SHOWN = 50
NEW, TRAILING = Accrual.Kind.BONUS, Accrual.Kind.TRAILING


@dataclass
class Earned:
    """What was earned: by first sales, by the payments that followed, by everything else."""

    new: Decimal = ZERO
    trailing: Decimal = ZERO
    other: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.new + self.trailing + self.other

    def add(self, kind: str, amount: Decimal) -> None:
        """Add a sum of one kind of line."""
        name = "new" if kind == NEW else "trailing" if kind == TRAILING else "other"
        setattr(self, name, getattr(self, name) + amount)


@dataclass
class PayMonth(Earned):
    """One month: earned is what was posted in it; closed and paid are the totals of its statements."""

    month: date = date.min
    closed: Decimal = ZERO
    paid: Decimal = ZERO


@dataclass
class PayOf(Earned):
    """One person over the twelve months, and what is owed to them now."""

    person: User | None = None
    payable: Decimal = ZERO
    waiting: Decimal = ZERO
    closed: Decimal = ZERO


@dataclass(frozen=True)
class Ending:
    """An agreement whose trailing time runs out on a day, and what it has brought by then."""

    agreement: Agreement
    ends_on: date
    trailing: Decimal


@dataclass(frozen=True)
class PayOverview:
    currency: str
    months: list[PayMonth]
    people: list[PayOf]
    owed: dict[str, Decimal]
    ending: list[Ending] = field(default_factory=list)


def pay_overview(org: Organisation, at: datetime) -> PayOverview:
    """Return the overview of the last twelve months in the organisation's currency."""
    months = months_back(month_of(at, org.zone), MONTHS)
    people = _people(months[0], org.currency)
    owed = {
        name: sum((getattr(one, name) for one in people), ZERO) for name in ("payable", "waiting", "closed")
    }
    return PayOverview(org.currency, _months(months, org.currency), people, owed, _ending(org, at))


def _months(months: list[date], currency: str) -> list[PayMonth]:
    found = {month: PayMonth(month=month) for month in months}
    earned = CommissionMonth.objects.filter(month__gte=months[0], currency=currency).values_list(
        "month", "kind"
    )
    for month, kind, amount in earned.annotate(of=Sum("amount")):
        if month in found:
            found[month].add(kind, amount)
    closed = Statement.objects.filter(month__gte=months[0], currency=currency).order_by()
    for month, state, total in closed.values_list("month", "state").annotate(of=Sum("total")):
        if month in found:
            found[month].closed += total
            found[month].paid += total if state == Statement.State.PAID else ZERO
    return list(found.values())


def _people(since: date, currency: str) -> list[PayOf]:
    found: dict[int, PayOf] = defaultdict(PayOf)
    earned = CommissionMonth.objects.filter(month__gte=since, currency=currency).values_list(
        "beneficiary", "kind"
    )
    for person, kind, amount in earned.annotate(of=Sum("amount")):
        found[person].add(kind, amount)
    for name, person, amount in _owed(currency):
        setattr(found[person], name, amount)
    for pk, who in User.objects.in_bulk(list(found)).items():
        found[pk].person = who
    return sorted(found.values(), key=lambda one: (-one.total, one.person.name if one.person else ""))


def _owed(currency: str) -> QuerySet[Any, Any]:
    """Per person what is payable, what waits for an acceptance, what is closed and not paid: one query."""
    on_their_way = Handoff.objects.exclude(state=Handoff.State.ACCEPTED).values("company")
    bonuses = waiting(Accrual.objects.filter(agreement__company__in=on_their_way, currency=currency))
    payable = PayableMonth.objects.filter(currency=currency)
    closed = Statement.objects.filter(state=Statement.State.CLOSED, currency=currency)
    return _sums("payable", payable, "beneficiary_id", "amount").union(
        _sums("waiting", bonuses, "beneficiary_id", "amount"),
        _sums("closed", closed, "person_id", "total"),
        all=True,
    )


def _sums(name: str, rows: QuerySet[Any], person: str, column: str) -> QuerySet[Any, Any]:
    named: QuerySet[Any] = (
        rows.order_by().annotate(of=Value(name)).values("of", person).annotate(sum=Sum(column))
    )
    return named.values_list("of", person, "sum")


def _ending(org: Organisation, at: datetime) -> list[Ending]:
    """Going on today, over within ninety days: found by when they began, per plan, in the index `agreement_goes_on`."""
    lasts = Func(Value(0), F("plan__duration_months"), function="make_interval", output_field=IntegerField())
    now, soon = (
        Value(moment, output_field=DateTimeField()) for moment in (at, at + timedelta(days=SOON_DAYS))
    )
    brought = Earning.objects.filter(
        agreement=OuterRef("pk"), beneficiary=OuterRef("hunter"), currency=org.currency
    ).values("trailing")
    found = (
        Agreement.objects.filter(
            ended_at__isnull=True, plan__duration_months__isnull=False,
            opened_at__gte=_less(now, lasts), opened_at__lt=_less(soon, lasts),
        )
        .annotate(brought=Coalesce(Subquery(brought[:1]), NOTHING))
        .select_related("company", "hunter", "plan", "sale").order_by("opened_at")
    )  # fmt: skip
    rows = [
        Ending(one, _months_after(one.sale.sold_at.astimezone(org.zone).date(), one.plan.duration_months or 0), one.brought)  # type: ignore[attr-defined]
        for one in found[:ENDING_SHOWN]
    ]  # fmt: skip
    return sorted(rows, key=lambda row: row.ends_on)


def _less(moment: Value, interval: Any) -> Any:
    return Func(
        moment, interval, template="(%(expressions)s)", arg_joiner=" - ", output_field=DateTimeField()
    )


def _months_after(day: date, months: int) -> date:
    """The first day on which so many whole months are over: the same day of the month, or the first of the next."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    try:
        return date(year, month + 1, day.day)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
