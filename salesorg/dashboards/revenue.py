"""Revenue: what was sold by first and by later sales, and what was paid. Read by day once, added up as asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from salesorg.lib.period import Period
from salesorg.people.models import Organisation
from salesorg.sales.revenue import revenue_by_day

ZERO = Decimal("0.00")


@dataclass
class Revenue:
    """Of some days in one currency; `received` are payments less refunds."""

    currency: str
    new: Decimal = ZERO
    new_sales: int = 0
    repeat: Decimal = ZERO
    repeat_sales: int = 0
    received: Decimal = ZERO

    @property
    def total(self) -> Decimal:
        return self.new + self.repeat

    def add(self, row: dict[str, Any]) -> None:
        """Add a day's sales of one kind, or its payments; cross-sell is a later sale."""
        if row["kind"] == "received":
            self.received += row["sum"]
        elif row["kind"] == "first":
            self.new, self.new_sales = self.new + row["sum"], self.new_sales + row["n"]
        else:
            self.repeat, self.repeat_sales = self.repeat + row["sum"], self.repeat_sales + row["n"]


@dataclass(frozen=True)
class RevenueDays:
    """The days as read; every sum below is made of them."""

    currency: str
    rows: list[dict[str, Any]] = field(default_factory=list)

    def of(self, period: Period) -> list[Revenue]:
        """Return the revenue of a period, the organisation's currency first (zeros if nothing was sold)."""
        sums = {self.currency: Revenue(self.currency)}
        for row in self.rows:
            if period.first <= row["day"] <= period.last:
                sums.setdefault(row["currency"], Revenue(row["currency"])).add(row)
        return list(sums.values())

    def by_month(self, months: Iterable[date]) -> list[Revenue]:
        """Return the revenue of each month (given by its first day) in the organisation's currency."""
        sums = {month: Revenue(self.currency) for month in months}
        for row in self.rows:
            if row["currency"] == self.currency and (one := sums.get(row["day"].replace(day=1))):
                one.add(row)
        return list(sums.values())


def revenue_days(first: date, last: date, settings: Organisation) -> RevenueDays:
    """Read the sales and payments of the local days from `first` to `last`. One query."""
    return RevenueDays(settings.currency, revenue_by_day(first, last))
