"""What the wallboard shows: people (floor_people.py), the lists, the hours, the alarms. Filled by floor_queries.py."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from callcenter.floor_people import (
    ABSENT,
    BUSY,
    IDLE,
    NOT_STARTED,
    ON_BREAK,
    RINGING,
    TALKING,
    WRAP_UP,
    Alarm,
    Caller,
    Counted,
    Figures,
    Staffing,
)
from callcenter.work_day import WorkDay


@dataclass(frozen=True)
class ListsNow:
    """What there is to call: `due` leads now in `open_lists` lists whose companies may be called at this hour.

    `left` leads of the lists in use last `days_left` working days at the pace of the last week (None without any pace);
    `driest` runs dry first.
    """

    due: int = 0
    open_lists: int = 0
    lists: int = 0
    left: int = 0
    days_left: int | None = None
    driest_id: int | None = None
    driest: str = ""
    driest_days: int | None = None

    @property
    def driest_list(self) -> dict[str, object] | None:
        """The list that runs dry first, or None."""
        if self.driest_id is None:
            return None
        return {"id": self.driest_id, "name": self.driest, "days_left": self.driest_days}


@dataclass(frozen=True)
class HourBar:
    """What one clock hour of today brought; `norm` is asked of all who are present."""

    hour: int
    calls: int
    reached: int
    booked: int
    norm: int


@dataclass(frozen=True)
class Floor(Counted):
    """The whole floor at one moment."""

    at: datetime
    day: WorkDay
    callers: list[Caller]
    staffing: Staffing
    lists: ListsNow
    alarms: list[Alarm]
    by_hour: list[HourBar]
    figures: Figures

    @property
    def sorted_callers(self) -> list[Caller]:
        """Who is alarming first, gravely before slightly, the longest first; then the others by name, absent ones last."""
        return sorted(self.callers, key=self._place)

    def _place(self, one: Caller) -> tuple[bool, bool, datetime, bool, str]:
        grave = any(alarm.level == "red" for alarm in one.alarms)
        since = min((alarm.since or self.at for alarm in one.alarms), default=self.at)
        return not grave, not one.alarms, since, one.state in (ABSENT, NOT_STARTED), one.person.name

    @property
    def hours(self) -> Decimal:
        """Working hours passed today."""
        return self.day.passed

    @property
    def expected(self) -> int:
        """Calls that the norm asks of all who are present by now."""
        return sum(caller.expected for caller in self.callers)

    @property
    def present(self) -> int:
        """How many are not absent today."""
        return sum(caller.state != ABSENT for caller in self.callers)

    def _in(self, *shown: str) -> int:
        return sum(caller.shown in shown for caller in self.callers)

    @property
    def busy(self) -> int:
        """How many hold a lead: ringing, talking or wrapping up."""
        return sum(caller.state == BUSY for caller in self.callers)

    @property
    def in_call(self) -> int:
        return self._in(RINGING, TALKING)

    @property
    def wrapping_up(self) -> int:
        return self._in(WRAP_UP)

    @property
    def idle(self) -> int:
        return self._in(IDLE)

    @property
    def not_working(self) -> int:
        """Whom nobody expects to call at this hour: outside working hours nobody is idle."""
        return 0 if self.day.is_on else self._in(IDLE, NOT_STARTED)

    @property
    def on_break(self) -> int:
        return self._in(ON_BREAK)

    @property
    def hour_norm(self) -> int:
        """Calls that all who are present should make in an hour."""
        return round(self.day.norm_an_hour * self.present)

    @property
    def booked_per_hour(self) -> Decimal | None:
        """Meetings booked per working hour passed today, or None in its first quarter of an hour."""
        return round(self.booked / self.hours, 1) if self.hours >= Decimal("0.25") else None

    @property
    def size(self) -> str:
        """How large cards may be, so that all people fit on one screen."""
        count = len(self.callers)
        return "solo" if count <= 3 else "few" if count <= 12 else "many" if count <= 30 else "crowd"
