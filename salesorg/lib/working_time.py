"""Working time: the department's week, hours and holidays. Pure; the clock and the calendar are handed in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class WorkingWeek:
    """Local working hours of one organisation; `days` holds ISO weekdays (1 = Monday)."""

    zone: ZoneInfo
    days: Collection[int] = (1, 2, 3, 4, 5)
    opens: time = time(9)
    closes: time = time(18)
    holidays: Collection[date] = field(default_factory=frozenset)

    def works_on(self, day: date) -> bool:
        """Return whether `day` is a working day."""
        return day.isoweekday() in self.days and day not in self.holidays

    def bounds(self, day: date) -> tuple[datetime, datetime]:
        """Return the first and last instant of the working hours of `day`, right over a change of the clocks."""
        return (datetime.combine(day, self.opens, self.zone), datetime.combine(day, self.closes, self.zone))

    def add_hours(self, start: datetime, hours: float) -> datetime:
        """Return the instant at which `hours` of working time have passed since `start`.

        Source: product.md 4.3, the hand-over clock counts working hours only.
        """
        left = timedelta(hours=hours)
        day = start.astimezone(self.zone).date()
        for _ in range(3660):
            if self.works_on(day):
                opens, closes = self.bounds(day)
                begin = max(opens, start)
                if begin < closes:
                    # Subtract in UTC: two aware times of one zone would be subtracted by the wall clock.
                    room = _elapsed(begin, closes)
                    if left <= room:
                        return begin.astimezone(ZoneInfo("UTC")) + left
                    left -= room
            day += timedelta(days=1)
        raise ValueError("a week without working days never ends")

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much working time lies between two instants; negative if `end` comes first."""
        if end < start:
            return -self.between(end, start)
        spent, day, last = timedelta(), start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        while day <= last:
            if self.works_on(day):
                opens, closes = self.bounds(day)
                begin, until = max(opens, start), min(closes, end)
                if begin < until:
                    spent += _elapsed(begin, until)
            day += timedelta(days=1)
        return spent


def _elapsed(start: datetime, end: datetime) -> timedelta:
    utc = ZoneInfo("UTC")
    return end.astimezone(utc) - start.astimezone(utc)
