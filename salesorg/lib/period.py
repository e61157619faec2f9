"""Which days a board speaks of. Pure: «today» is handed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Shorter ones, for who looks back at days and weeks rather than at months.
SHORT_CHOICES: dict[str, str | Promise] = {
    "today": _("Today"),
    "yesterday": _("Yesterday"),
    "week": _("This week"),
    "last_week": _("Last week"),
    "month": _("This month"),
    "last_month": _("Last month"),
    "last_90": _("90 days"),
}
CHOICES: dict[str, str | Promise] = {
    "month": _("This month"),
    "last_month": _("Last month"),
    "quarter": _("This quarter"),
    "days": _("120 days"),
    "custom": _("Other dates"),
}


@dataclass(frozen=True)
class Period:
    """Local days of the organisation, both ends included; `name` is a key of CHOICES or SHORT_CHOICES."""

    name: str
    first: date
    last: date

    def bounds(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return the instants at which the first day begins and the last one ends."""
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(self.last + timedelta(days=1), time(), zone),
        )

    @property
    def before(self) -> "Period":
        """Return as many days right before, to compare with."""
        length = self.last - self.first
        return Period("custom", self.first - length - timedelta(days=1), self.first - timedelta(days=1))


def period_of(asked: Mapping[str, str], today: date) -> Period:
    """Return the period that a query string asks for; what is no date, or upside down, is the present month.

    `period` is a key of CHOICES or SHORT_CHOICES; `from` and `to` (ISO days) alone ask for those days.
    """
    first, last = _day(asked.get("from")), _day(asked.get("to"))
    name = asked.get("period") or ("custom" if first or last else "month")
    if name == "custom" and (first or last):
        last = min(last or today, date(9000, 1, 1))
        first = max(first or last.replace(day=1), date(2000, 1, 1))
        if first <= last:
            return Period("custom", first, last)
    monday = today - timedelta(days=today.weekday())
    short = {
        "today": (today, today),
        "yesterday": (today - timedelta(days=1), today - timedelta(days=1)),
        "week": (monday, today),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
    }
    if name in short:
        return Period(name, *short[name])
    month = today.replace(day=1)
    if name == "last_month":
        end = month - timedelta(days=1)
        return Period(name, end.replace(day=1), end)
    if name == "quarter":
        return Period(name, date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today)
    if name == "last_90":
        return Period(name, today - timedelta(days=89), today)
    if name == "days":
        return Period(name, today - timedelta(days=119), today)
    return Period("month", month, today)


def months_back(today: date, count: int) -> list[date]:
    """Return the first days of the last `count` months, the present one last."""
    number = today.year * 12 + today.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(number - count + 1, number + 1)]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
