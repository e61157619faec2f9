"""When a company may be called: hours and days of its list in the company's own local time. Pure: no clock inside."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import holidays

PARTS = 3


@dataclass(frozen=True)
class CallingWindow:
    """`opens` <= local time < `closes` on ISO weekdays `days` that are no holidays; `zone` is the company's."""

    zone: ZoneInfo
    opens: time = time(9)
    closes: time = time(18)
    days: Collection[int] = (1, 2, 3, 4, 5)
    holidays: Collection[date] = field(default_factory=frozenset)

    def is_open(self, at: datetime) -> bool:
        """Whether the company may be called at the instant `at`."""
        local = at.astimezone(self.zone)
        return self.opens <= local.time() < self.closes and self.is_calling_day(local.date())

    def is_calling_day(self, day: date) -> bool:
        """Whether `day` is a day of the list and no holiday."""
        return day.isoweekday() in self.days and day not in self.holidays

    def part_of(self, at: datetime) -> int:
        """Return in which third (0, 1, 2) of the window `at` falls; before it counts as the first, after it as the last."""
        local = at.astimezone(self.zone).time()
        return sum(local >= self._bounds[part] for part in range(1, PARTS))

    def within(self, opens: time, closes: time) -> "CallingWindow":
        """Return the part of the window that lies between these hours of the company's clock; itself, if none does."""
        first, last = max(self.opens, opens), min(self.closes, closes)
        return replace(self, opens=first, closes=last) if first < last else self

    def next_day(self, at: datetime) -> datetime:
        """Return the first instant of the company's next local day."""
        return self._instant(at.astimezone(self.zone).date() + timedelta(days=1), time.min)

    def parts_from(self, at: datetime, days: int) -> Iterator[tuple[int, datetime, datetime]]:
        """Yield (third, first instant, last instant) of every third that ends after `at`, for so many days."""
        first = at.astimezone(self.zone).date()
        for day in (first + timedelta(days=n) for n in range(days)):
            if not self.is_calling_day(day):
                continue
            for part in range(PARTS):
                start, end = (
                    self._instant(day, self._bounds[part]),
                    self._instant(day, self._bounds[part + 1]),
                )
                if end > at:
                    yield part, max(start, at), end

    @cached_property
    def _bounds(self) -> list[time]:
        """Where the thirds begin, and where the last one ends; kept, because windows are (open_lanes.py)."""
        opens, closes = _minutes(self.opens), _minutes(self.closes)
        between = (divmod(opens + (closes - opens) * part // PARTS, 60) for part in range(1, PARTS))
        return [self.opens, *(time(*wall) for wall in between), self.closes]

    def _instant(self, day: date, wall: time) -> datetime:
        """An aware instant; in UTC, so that comparing and subtracting is right over a change of the clocks."""
        return datetime.combine(day, wall, self.zone).astimezone(UTC)


def _minutes(wall: time) -> int:
    return wall.hour * 60 + wall.minute


@lru_cache(maxsize=32)
def holidays_of(country: str, own: tuple[str, ...]) -> Collection[date]:
    """Return the public holidays of `country` with the organisation's own days (ISO dates); years come as asked for.

    Kept in the process: computing a country's year takes milliseconds, and the queue asks at every claim.
    """
    if country not in holidays.list_supported_countries():
        return frozenset(date.fromisoformat(day) for day in own)
    calendar = holidays.country_holidays(country)
    calendar.update(dict.fromkeys(own, ""))
    return calendar
