"""Until when the administrator may look at a booked meeting. Pure: the working week is handed in.

A meeting that nobody looked at is passed on two working hours before it begins: the client will be there.
"""

from datetime import UTC, datetime, timedelta

from salesorg.lib.working_time import WorkingWeek

IN_TIME = 2
LOOK_BACK_DAYS = 60


def passes_at(week: WorkingWeek, starts_at: datetime) -> datetime:
    """Return the first instant (UTC) at which no more than two working hours are left until `starts_at`."""
    left, day = timedelta(hours=IN_TIME), starts_at.astimezone(week.zone).date()
    for _ in range(LOOK_BACK_DAYS):
        if week.works_on(day):
            opens, closes = (moment.astimezone(UTC) for moment in week.bounds(day))
            until = min(closes, starts_at.astimezone(UTC))
            # With nothing left at opening time the evening before is early enough.
            if left < until - opens:
                return until - left
            left -= max(until - opens, timedelta())
        day -= timedelta(days=1)
    return starts_at


def passes_by_itself(week: WorkingWeek, starts_at: datetime, at: datetime) -> bool:
    """Whether the meeting is passed on without anybody's look at `at`."""
    return passes_at(week, starts_at) <= at


def begins_by(week: WorkingWeek, at: datetime) -> datetime:
    """Return until when meetings begin that are passed on at `at`."""
    return week.add_hours(at, IN_TIME)
