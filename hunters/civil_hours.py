"""At which hours of their own clock people like to meet. Pure: no database, no clock."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class CivilHours:
    """From `first` until `last` by the clock of the client's `zone`."""

    zone: ZoneInfo
    first: time
    last: time

    def hold(self, starts_at: datetime, length: timedelta) -> bool:
        """Whether a meeting (aware) begins and ends within the hours of one local day."""
        starts, ends = starts_at.astimezone(self.zone), (starts_at + length).astimezone(self.zone)
        return starts.date() == ends.date() and self.first <= starts.time() and ends.time() <= self.last
