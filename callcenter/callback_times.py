"""Times to call back that one click promises: inside the calling window, the next thirds of the day. Pure."""

from datetime import UTC, datetime, time, timedelta

from django.utils.translation import gettext as _

from callcenter.calling_window import CallingWindow
from callcenter.refusals import AnswerNeeded

SOON = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 21


def callback_times(
    window: CallingWindow, at: datetime, number: int = 6, office: tuple[time, time] = (time.min, time.max)
) -> list[datetime]:
    """Return the next instants (UTC) at which the company may be called, on the half hour, one per third of a day.

    `office`: hours of work, taken as theirs: a list that may be called around the clock proposes no midnight.
    """
    found = []
    window = window.within(*office)
    for _part, start, end in window.parts_from(at + SOON, LOOK_AHEAD_DAYS):
        rounded = _half_hour_after(start)
        if rounded < end:
            found.append(rounded)
        if len(found) == number:
            break
    return found


def refuse_impossible_time(callback_at: datetime, *, at: datetime, days: int) -> None:
    """Raise `AnswerNeeded` for a time that has passed by `at`, or that lies more than `days` (of the list) ahead."""
    if callback_at <= at:
        raise AnswerNeeded("callback_at", _("This time has already passed."))
    if callback_at > at + timedelta(days=days):
        text = _("A callback may be promised for the next %(days)d days.")
        raise AnswerNeeded("callback_at", text % {"days": days})


def _half_hour_after(moment: datetime) -> datetime:
    seconds = -moment.timestamp() % 1800
    return (moment + timedelta(seconds=seconds)).astimezone(UTC)
