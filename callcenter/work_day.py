"""A day of the call centre against its norm of calls. Pure: the clock and the settings are handed in."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from salesorg.people.models import Organisation


@dataclass(frozen=True)
class WorkDay:
    """The organisation's local day at `at`: from when to when it works, and how many calls a head it asks for."""

    at: datetime
    day: date
    starts: datetime
    opens: datetime
    closes: datetime
    works: bool
    norm: int

    @property
    def is_on(self) -> bool:
        """Whether it is working time right now: alarms about people are silent outside of it."""
        return self.works and self.opens <= self.at < self.closes

    @property
    def length(self) -> Decimal:
        """Working hours of the whole day."""
        return _hours(self.closes - self.opens)

    @property
    def passed(self) -> Decimal:
        """Working hours passed so far; on a free day none."""
        return _hours(min(max(self.at, self.opens), self.closes) - self.opens) if self.works else Decimal(0)

    @property
    def norm_an_hour(self) -> Decimal:
        """Calls that the norm asks of one head in an hour."""
        return Decimal(self.norm) / self.length

    @property
    def norm_by_now(self) -> int:
        """Calls that the norm asks of one head by this minute."""
        return int(self.norm_an_hour * self.passed)

    def below_since(self, calls: int) -> datetime | None:
        """Return when the norm overtook somebody with so many calls, or None while they keep up with it."""
        if not self.works or calls >= self.norm_by_now:
            return None
        return self.opens + timedelta(hours=float((calls + 1) / self.norm_an_hour))

    def share_of_hour(self, hour: int) -> Decimal:
        """Return how much of the clock hour `hour` is working time."""
        begins = datetime.combine(self.day, time(hour), self.opens.tzinfo)
        worked = min(begins + timedelta(hours=1), self.closes) - max(begins, self.opens)
        return max(_hours(worked), Decimal(0)) if self.works else Decimal(0)

    @property
    def hours(self) -> range:
        """The clock hours that hold working time."""
        last = self.closes.hour + (1 if self.closes.minute else 0)
        return range(self.opens.hour, max(last, self.opens.hour + 1))


def work_day(settings: Organisation, at: datetime) -> WorkDay:
    """Return the local day of `at` with the organisation's hours and norm."""
    week, local = settings.working_week, at.astimezone(settings.zone)
    opens, closes = week.bounds(local.date())
    return WorkDay(
        at=at, day=local.date(), starts=local.replace(hour=0, minute=0, second=0, microsecond=0), opens=opens,
        closes=closes, works=week.works_on(local.date()), norm=settings.calls_per_day_norm,
    )  # fmt: skip


def _hours(length: timedelta) -> Decimal:
    return Decimal(length.total_seconds()) / 3600
