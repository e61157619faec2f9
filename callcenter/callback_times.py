"""Times to call back that one click promises: inside the calling window, the next thirds of the day. Pure."""

from datetime import UTC, datetime, timedelta

from callcenter.calling_window import CallingWindow

SOON = timedelta(minutes=30)
LOOK_AHEAD_DAYS = 21


def callback_times(window: CallingWindow, at: datetime, number: int = 6) -> list[datetime]:
    """Return the next instants (UTC) at which the company may be called, on the half hour, one per third of a day."""
    found = []
    for _part, start, end in window.parts_from(at + SOON, LOOK_AHEAD_DAYS):
        rounded = _half_hour_after(start)
        if rounded < end:
            found.append(rounded)
        if len(found) == number:
            break
    return found


def _half_hour_after(moment: datetime) -> datetime:
    seconds = -moment.timestamp() % 1800
    return (moment + timedelta(seconds=seconds)).astimezone(UTC)
