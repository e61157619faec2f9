"""Months of statements: a month is its first day; its bounds are midnights of the organisation's time zone. Pure."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo


def month_of(at: datetime, zone: ZoneInfo) -> date:
    """Return the month in which `at` lies."""
    return at.astimezone(zone).date().replace(day=1)


def next_month(month: date) -> date:
    """Return the month after `month`."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def end_of(month: date, zone: ZoneInfo) -> datetime:
    """Return the first instant that no longer belongs to `month`."""
    return datetime.combine(next_month(month), time(), zone)


def begin_of(month: date, zone: ZoneInfo) -> datetime:
    """Return the first instant of `month`."""
    return datetime.combine(month, time(), zone)


def open_month(payable: date, last_closed: date | None) -> date:
    """Return the month whose statement will hold a line that became payable in month `payable`.

    A closed month takes nothing any more: what comes later goes into the open one (product.md 4.5).
    """
    return payable if last_closed is None else max(payable, next_month(last_closed))
