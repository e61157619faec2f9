"""A row of a report and its shares. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

COUNTED = (
    "calls",
    "reached",
    "booked",
    "held",
    "no_show",
    "first_sales",
    "talk_sum",
    "talk_n",
    "wrap_sum",
    "wrap_n",
)
# What a reader sees, in this order; every one can be sorted by.
COLUMNS = (
    "calls", "reached", "share", "booked", "per_reached", "held", "no_show", "first_sales", "talk", "wrap_up", "per_hour",
)  # fmt: skip
SHARES = {"share", "per_reached"}


@dataclass
class ReportRow:
    """The calls of one key and what became of them (cohort of the calls), whenever it happened.

    `key` is an id, an hour of the day or None (calls without a script); `hours` are the working hours to divide by.
    """

    key: Any
    name: str = ""
    calls: int = 0
    reached: int = 0
    booked: int = 0
    held: int = 0
    no_show: int = 0
    first_sales: int = 0
    talk_sum: int = 0
    talk_n: int = 0
    wrap_sum: int = 0
    wrap_n: int = 0
    hours: Decimal = Decimal(0)

    @property
    def share(self) -> Decimal | None:
        """Reached per call."""
        return _ratio(self.reached, self.calls)

    @property
    def per_reached(self) -> Decimal | None:
        """Booked per reached."""
        return _ratio(self.booked, self.reached)

    @property
    def talk(self) -> int | None:
        """Average seconds of talk, of the calls of which it is known."""
        return round(self.talk_sum / self.talk_n) if self.talk_n else None

    @property
    def wrap_up(self) -> int | None:
        """Average seconds of wrap-up, of the calls of which it is known."""
        return round(self.wrap_sum / self.wrap_n) if self.wrap_n else None

    @property
    def per_hour(self) -> Decimal | None:
        """Calls per working hour."""
        return (Decimal(self.calls) / self.hours).quantize(Decimal("0.1")) if self.hours else None


def added(key: Any, name: str, rows: "list[ReportRow]", hours: Decimal) -> ReportRow:
    """Return the sum of rows; averages and shares are those of the sums, never averages of averages."""
    total = ReportRow(key, name, hours=hours)
    for row in rows:
        for count in COUNTED:
            setattr(total, count, getattr(total, count) + getattr(row, count))
    return total


def in_order(rows: "list[ReportRow]", sort: str) -> "list[ReportRow]":
    """Return the rows by a column or by `name` («-» before it: the largest first); what is unknown comes last."""
    column, falling = sort.removeprefix("-"), sort.startswith("-")
    rows = sorted(rows, key=lambda row: row.name.lower())
    known = [row for row in rows if getattr(row, column) is not None]
    known.sort(key=lambda row: _sortable(row, column), reverse=falling)
    return known + [row for row in rows if getattr(row, column) is None]


def _sortable(row: ReportRow, column: str) -> Any:
    return row.name.lower() if column == "name" else getattr(row, column)


def _ratio(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) / whole).quantize(Decimal("0.0001")) if whole else None
