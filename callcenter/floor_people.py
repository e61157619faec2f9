"""What the wallboard shows of each person: the state, the figures of the day, the alarms; and whether there are enough people."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from salesorg.people.models import User

BUSY, ON_BREAK, IDLE, ABSENT, NOT_STARTED = "busy", "break", "idle", "absent", "not_started"
RINGING, TALKING, WRAP_UP = "ringing", "talking", "wrap_up"


@dataclass(frozen=True)
class Alarm:
    """Something that wants somebody now. `kind` has its words in floor_words.py; `person` only if it is about one."""

    kind: str
    level: str
    since: datetime | None = None
    person: User | None = None


@dataclass(frozen=True)
class Figures:
    """Calls, reached and booked, of today and of the last sixty minutes."""

    calls: int = 0
    reached: int = 0
    booked: int = 0
    hour_calls: int = 0
    hour_reached: int = 0
    hour_booked: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        names = self.__dataclass_fields__
        return Figures(**{name: getattr(self, name) + getattr(other, name) for name in names})


class Counted:
    """Whoever, or whatever, has `figures`: the ones that are read most, by their own names."""

    figures: Figures

    @property
    def calls(self) -> int:
        return self.figures.calls

    @property
    def reached(self) -> int:
        return self.figures.reached

    @property
    def booked(self) -> int:
        return self.figures.booked

    @property
    def hour_calls(self) -> int:
        return self.figures.hour_calls


@dataclass(frozen=True)
class Caller(Counted):
    """One call manager since when in which state.

    `state`: busy (holds a lead; `phase` says ringing, talking or wrap_up), break (with its `reason`), idle (since the
    last call, the end of a break or the first lead), absent, not_started. `expected`: the norm of calls by now.
    """

    person: User
    state: str
    since: datetime | None
    phase: str = ""
    reason: str = ""
    figures: Figures = field(default_factory=Figures)
    expected: int = 0
    alarms: list[Alarm] = field(default_factory=list)

    @property
    def alarm_kinds(self) -> list[str]:
        return [alarm.kind for alarm in self.alarms]

    @property
    def shown(self) -> str:
        """What one sees them do: the phase of a call, or the state."""
        return self.phase or self.state


@dataclass(frozen=True)
class Staffing:
    """The norm of product.md 6: `level` green, amber or red, and why."""

    level: str
    reasons: list[str | Promise] = field(default_factory=list)
