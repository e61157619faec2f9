"""Reads of the funnel: what became of the calls of a period, split as asked. The roof's boards come in here.

Calls are counted from the covering index `call_by_time` alone; meetings and sales are joined from the few calls that
led to a meeting. Two ways to count (product.md 6, «Conversions»): by cohort, or each event by its own date.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from callcenter.models import Call, CallList, Script
from salesorg.sales.models import Sale

Split = Literal["person", "list", "script", "month", "person_and_list"]
Key = tuple[Any, ...]
STEPS = ("calls", "reached", "booked", "held", "first_sales", "repeat")
LATER = ("repeat", "cross_sell")
# What the administrator sent back before the hunter got it was no booking.
BOOKED = ~Q(meeting__state="withdrawn")
FIRST = Q(meeting__deal__sale__kind="first")
COLUMNS: dict[str, tuple[str, ...]] = {
    "person": ("manager_id",),
    "list": ("call_list_id",),
    "script": ("script_version__script_id",),
    "person_and_list": ("manager_id", "call_list_id"),
}


@dataclass
class FunnelRow:
    """The steps of one key: ids as asked, or the first day of a month."""

    key: Key
    calls: int = 0
    reached: int = 0
    booked: int = 0
    held: int = 0
    first_sales: int = 0
    repeat: int = 0


def funnel_by_cohort(*, start: datetime, end: datetime, by: Split, zone: ZoneInfo) -> list[FunnelRow]:
    """Return what became of the calls made in [start, end), whenever it happened, by `by`. Two queries.

    `booked` meetings (one that was sent back before the hunter got it is none), `held` ones, `first_sales` of their deals, `repeat`: clients among those who bought again.
    """
    rows = _Rows(by, zone)
    rows.add(
        _between(Call.objects.all(), "at", start, end), "at", calls=Count("*"), reached=_those(reached=True)
    )
    bought_again = Sale.objects.filter(company=OuterRef("meeting__company"), kind__in=LATER)
    rows.add(
        _between(Call.objects.all(), "meeting__booked_at", start, end).annotate(again=Exists(bought_again)),
        "meeting__booked_at",
        booked=Count("manager_id", filter=BOOKED),
        held=_those(meeting__state="held"),
        first_sales=Count("manager_id", filter=FIRST),
        repeat=Count("manager_id", filter=FIRST & Q(again=True)),
    )
    return rows.all()


def funnel_by_event(
    *, start: datetime, end: datetime, by: Split, zone: ZoneInfo, calls: bool = True
) -> list[FunnelRow]:
    """Return what happened in [start, end), each step by its own date: call, booking, meeting, sale. Five queries.

    Sales are those that a call led to; what came without a call is `sales_without_call`.
    """
    rows = _Rows(by, zone)
    made = Call.objects.all()
    if calls:
        rows.add(_between(made, "at", start, end), "at", calls=Count("*"), reached=_those(reached=True))
    rows.add(
        _between(made, "meeting__booked_at", start, end),
        "meeting__booked_at",
        booked=Count("manager_id", filter=BOOKED),
    )
    held = _between(made, "meeting__starts_at", start, end).filter(meeting__state="held")
    rows.add(held, "meeting__starts_at", held=Count("*"))
    sold = "meeting__deal__sale__sold_at"
    rows.add(_between(made.filter(FIRST), sold, start, end), sold, first_sales=Count("*"))
    later = "meeting__company__sales"
    again = made.filter(FIRST).filter(
        **{f"{later}__kind__in": LATER, f"{later}__sold_at__gte": start, f"{later}__sold_at__lt": end}
    )
    rows.add(again, f"{later}__sold_at", repeat=Count("meeting__company_id", distinct=True))
    return rows.all()


def sales_without_call(*, start: datetime, end: datetime) -> dict[str, int]:
    """Return first sales and clients with a repeat sale in [start, end) to which no call of ours led (imported clients)."""
    called = Call.objects.filter(FIRST, meeting__company=OuterRef("company"))
    sales = Sale.objects.filter(~Exists(called), sold_at__gte=start, sold_at__lt=end)
    return sales.aggregate(
        first_sales=Count("pk", filter=Q(kind="first")),
        repeat=Count("company", filter=Q(kind__in=LATER), distinct=True),
    )


def call_list_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these call lists."""
    return dict(CallList.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def script_names(ids: Iterable[int]) -> dict[int, str]:
    """Return the names of these scripts."""
    return dict(Script.objects.filter(pk__in=list(ids)).values_list("pk", "name"))


def _between(calls: QuerySet[Call], field: str, start: datetime, end: datetime) -> QuerySet[Call]:
    return calls.filter(**{f"{field}__gte": start, f"{field}__lt": end})


def _those(**condition: object) -> Count:
    # A column that the covering index holds: counting the primary key would read the table.
    return Count("manager_id", filter=Q(**condition))


class _Rows:
    """Gathers the grouped counts of several queries under one key."""

    def __init__(self, by: Split, zone: ZoneInfo) -> None:
        self.by, self.zone = by, zone
        self.found: dict[Key, dict[str, int]] = defaultdict(dict)

    def add(self, found: QuerySet[Any], moment: str, /, **counts: Count) -> None:
        names: tuple[str, ...] = COLUMNS.get(self.by, ())
        if self.by == "month":
            found, names = found.annotate(month=TruncMonth(moment, tzinfo=self.zone)), ("month",)
        # «reached» is a column of the call too: the counts go under names of their own.
        grouped = (
            found.order_by().values(*names).annotate(**{f"n_{step}": count for step, count in counts.items()})
        )
        for row in grouped:
            key = tuple(row[name] for name in names)
            self.found[key] |= {step: row[f"n_{step}"] for step in counts}

    def all(self) -> list[FunnelRow]:
        return [FunnelRow(key, **counts) for key, counts in self.found.items()]
