"""Which hunter is offered at which time. Pure: no database, no clock.

Source: product.md 4.1: working hours less meetings, absent hunters skipped, fewest upcoming meetings first; among
equals who waited longest for a meeting.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from salesorg.lib.working_time import WorkingWeek

STEP = timedelta(minutes=30)
LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)
Period = tuple[datetime, datetime]


@dataclass(frozen=True)
class HunterTime:
    """What one hunter has: `busy` periods in order and never overlapping, `away` whole days (both ends included)."""

    hunter_id: int
    upcoming: int = 0
    last_given_at: datetime | None = None
    busy: Sequence[Period] = ()
    away: Sequence[tuple[date, date]] = ()
    _ends: list[datetime] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_ends", [ends for _, ends in self.busy])

    @property
    def turn(self) -> tuple[int, datetime, int]:
        """The order in which hunters are offered: the lowest first."""
        return (self.upcoming, self.last_given_at or LONG_AGO, self.hunter_id)

    def is_free(self, day: date, starts: datetime, ends: datetime) -> bool:
        """Whether neither an absence on the local `day` nor a meeting stands in the way; touching ends do not."""
        if any(first <= day <= last for first, last in self.away):
            return False
        after = bisect_left(self._ends, starts + timedelta(microseconds=1))
        return after == len(self.busy) or self.busy[after][0] >= ends


def starts_within(
    week: WorkingWeek, start: datetime, end: datetime, length: timedelta
) -> Iterator[tuple[date, datetime]]:
    """Yield the local day and the instant (UTC) of every half hour from which `length` fits into the working hours.

    Steps in UTC: on the day on which the clocks change, an hour still lasts an hour.
    """
    day, last = start.astimezone(week.zone).date(), end.astimezone(week.zone).date()
    while day <= last:
        if week.works_on(day):
            opens, closes = (moment.astimezone(UTC) for moment in week.bounds(day))
            at = opens
            while at + length <= closes:
                if at >= start and at + length <= end:
                    yield day, at
                at += STEP
        day += timedelta(days=1)


def fair_slots(
    week: WorkingWeek, hunters: Sequence[HunterTime], start: datetime, end: datetime, length: timedelta
) -> list[tuple[int, datetime]]:
    """Return (hunter's id, start in UTC) of every free slot between `start` and `end`, the fairest first in each start."""
    in_turn = sorted(hunters, key=lambda hunter: hunter.turn)
    return [
        (hunter.hunter_id, at)
        for day, at in starts_within(week, start, end, length)
        for hunter in in_turn
        if hunter.is_free(day, at, at + length)
    ]
