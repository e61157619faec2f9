"""Which calls are listened to: how many samples are due by now, and which calls they fall on. Pure.

A week's samples are not all taken on Monday: the first of three falls due when a third of the working week has passed,
and each prefers the days from which none was taken yet. Source: issue 3, «Quality».
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from salesorg.lib.working_time import WorkingWeek

# The last sample falls due as the week ends: so long it may still be taken.
GRACE = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A call that reached somebody, by its id and local day."""

    call: int
    day: date


@dataclass(frozen=True, slots=True)
class Week:
    """A working week from its Monday, 0:00 local time; `passed` of the `whole` of its working time."""

    start: datetime
    end: datetime
    passed: timedelta
    whole: timedelta


def week_at(at: datetime, working: WorkingWeek) -> Week:
    """Return the week whose samples are taken at `at`: the current one, or within the grace the one before."""
    day = (at - GRACE).astimezone(working.zone).date()
    monday = day - timedelta(days=day.weekday())
    start = datetime.combine(monday, time(0), working.zone)
    end = datetime.combine(monday + timedelta(days=7), time(0), working.zone)
    # Up to its very last instant: the day after it does not count.
    last = end - timedelta(microseconds=1)
    return Week(start, end, working.between(start, min(at, last)), working.between(start, last))


def samples_due(per_week: int, week: Week) -> int:
    """Return how many of a week's samples should have been taken by now: evenly over its working time."""
    return min(per_week, per_week * week.passed // week.whole) if week.whole else 0


def choose(calls: Iterable[Candidate], taken: Mapping[date, int], count: int, seed: str) -> list[int]:
    """Return up to `count` calls by lot, each from a day of which the fewest were `taken` so far.

    The lot is the same for the same `seed` (the week): two workers at once draw the same calls.
    """
    left = sorted(calls, key=lambda one: _lot(seed, one.call))
    days = Counter(taken)
    chosen: list[int] = []
    while left and len(chosen) < count:
        drawn = min(left, key=lambda one: days[one.day])
        left.remove(drawn)
        days[drawn.day] += 1
        chosen.append(drawn.call)
    return chosen


def _lot(seed: str, call: int) -> bytes:
    return hashlib.sha256(f"{seed}:{call}".encode()).digest()
