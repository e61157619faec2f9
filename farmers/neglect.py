"""When a client counts as neglected and lost (product.md 6, «Neglect»). Pure: days come in, days go out.

All days are local days of the organisation. A touch on day D with a limit of N days keeps neglect away on D+1 .. D+N:
the account is neglected from the start of D+N+1, lost from D+L+1 (L is three times N by default).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo


@dataclass(frozen=True)
class Limits:
    """The periods of a service level, in days."""

    touch_days: int
    neglect_days: int
    lost_days: int


@dataclass(frozen=True)
class NeglectDates:
    """`counts_from` is the day that keeps neglect away; the other two are the first days of neglect and of loss."""

    counts_from: date
    neglected_from: date
    lost_from: date


def local_day(moment: datetime, zone: tzinfo) -> date:
    """Return the local day on which `moment` (aware, any offset) falls."""
    return moment.astimezone(zone).date()


def day_that_counts(*, opened_on: date, touched_on: date | None, quiet_until: date | None) -> date:
    """Return the day from which neglect is counted: the last real touch, or the opening if there was none.

    A client's wish for silence until day S counts as a touch on S.
    """
    last = touched_on or opened_on
    return max(last, quiet_until) if quiet_until else last


def neglect_dates(*, counts_from: date, limits: Limits) -> NeglectDates:
    """Return the first day of neglect and the first day on which the client is lost."""
    return NeglectDates(
        counts_from=counts_from,
        neglected_from=counts_from + timedelta(days=limits.neglect_days + 1),
        lost_from=counts_from + timedelta(days=limits.lost_days + 1),
    )


def next_touch_day(*, counts_from: date, limits: Limits) -> date:
    """Return the day on which the next touch is due if nobody plans another."""
    return counts_from + timedelta(days=limits.touch_days)
