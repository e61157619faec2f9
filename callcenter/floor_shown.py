"""The floor as the pages draw it: with words, icons, colours and the chart of the hours."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from callcenter.floor import Floor
from callcenter.floor_people import ABSENT, IDLE, NOT_STARTED, Alarm, Caller
from callcenter.floor_words import ALARMS, STATES, Sign, break_word

OFF = "off"


@dataclass(frozen=True)
class ShownAlarm:
    """An alarm with its sign."""

    of: Alarm
    sign: Sign

    @property
    def level(self) -> str:
        return self.of.level

    @property
    def since(self) -> Any:
        return self.of.since


@dataclass(frozen=True)
class ShownCaller:
    """A caller with the sign of what they do; an alarm's colour wins over the state's."""

    of: Caller
    sign: Sign
    reason: str
    alarms: list[ShownAlarm]

    @property
    def is_counted(self) -> bool:
        """Whether it matters for how long: not outside working hours."""
        return self.sign is not STATES[OFF]

    @property
    def colour(self) -> str:
        grave = any(alarm.level == "red" for alarm in self.alarms)
        return "red" if grave else self.sign.colour


def shown(floor: Floor) -> dict[str, Any]:
    """Return the context of the wallboard: `alarms` of the floor itself, `callers` with theirs, the alarming first."""
    return {
        "floor": floor,
        "alarms": [_alarm(alarm) for alarm in floor.alarms if alarm.person is None],
        "callers": [_caller(caller, floor.day.is_on) for caller in floor.sorted_callers],
    }


def every_alarm(floor: Floor) -> list[ShownAlarm]:
    """Return all alarms, those of the floor and those of each person."""
    return [_alarm(alarm) for alarm in floor.alarms]


def _alarm(alarm: Alarm) -> ShownAlarm:
    return ShownAlarm(alarm, ALARMS[alarm.kind])


def _caller(caller: Caller, is_on: bool) -> ShownCaller:
    return ShownCaller(
        of=caller,
        sign=STATES[caller.shown if is_on or caller.state not in (IDLE, NOT_STARTED) else OFF],
        reason=break_word(caller.reason) if caller.reason else "",
        alarms=[] if caller.state == ABSENT else [_alarm(alarm) for alarm in caller.alarms],
    )


def hours_chart(floor: Floor) -> dict[str, Any]:
    """Return the chart of today: calls, reached, booked by the clock hour, with the norm of calls as a stepped line.

    An hour between two others has its place also when nobody works in it: empty, and without a norm.
    """
    bars = {bar.hour: bar for bar in floor.by_hour}
    hours = range(min(bars, default=0), max(bars, default=-1) + 1)

    def each(name: str) -> list[int | None]:
        return [getattr(bars[hour], name) if hour in bars else None for hour in hours]

    return {
        "type": "bar",
        "labels": [f"{hour:02d}" for hour in hours],
        "series": [
            {"label": _("Calls"), "data": each("calls"), "color": "blue"},
            {"label": _("Reached"), "data": each("reached"), "color": "teal"},
            {"label": _("Booked"), "data": each("booked"), "color": "green"},
            {"label": _("Norm of calls"), "data": [norm or None for norm in each("norm")], "color": "orange",
             "type": "line", "dashed": True, "stepped": True},
        ],
    }  # fmt: skip
