"""Which alarms ring on the wallboard. Pure: no database, no clock.

Long idle and long wrap-up by the organisation's minutes; below the norm when somebody has been behind it for an hour (a
call too few at this minute is no alarm); nobody calling although leads are due; no administrator (product.md 3: without
one, output falls at least threefold). About people only in working hours.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from callcenter.floor import ListsNow
from callcenter.floor_people import ABSENT, BUSY, IDLE, NOT_STARTED, WRAP_UP, Alarm, Caller
from callcenter.work_day import WorkDay

BEHIND_FOR = timedelta(hours=1)
NOBODY_FOR = timedelta(minutes=2)


def with_alarms(caller: Caller, *, day: WorkDay, idle_minutes: int, wrap_up_minutes: int) -> Caller:
    """Return the caller with what is alarming about them, the gravest first."""
    found = [
        Alarm("wrap_up", "red", caller.since, caller.person)
        if caller.phase == WRAP_UP and _longer(caller.since, day.at, wrap_up_minutes)
        else None,
        _idle(caller, day, idle_minutes) if day.is_on else None,
        _behind(caller, day) if day.is_on else None,
    ]
    return replace(caller, alarms=[alarm for alarm in found if alarm])


def _idle(caller: Caller, day: WorkDay, minutes: int) -> Alarm | None:
    if caller.state == IDLE and _longer(caller.since, day.at, minutes):
        return Alarm("idle", "red", caller.since, caller.person)
    if caller.state == NOT_STARTED and _longer(day.opens, day.at, minutes):
        return Alarm("not_started", "yellow", day.opens, caller.person)
    return None


def _behind(caller: Caller, day: WorkDay) -> Alarm | None:
    since = day.below_since(caller.calls)
    if caller.state in (ABSENT, NOT_STARTED) or since is None or day.at - since < BEHIND_FOR:
        return None
    return Alarm("below_norm", "yellow", since, caller.person)


def floor_alarms(
    callers: Sequence[Caller], *, lists: ListsNow, day: WorkDay, has_admin: bool, last_sign: datetime | None
) -> list[Alarm]:
    """Return all alarms: of the floor first, then of each person, grave ones before the others, the longest first.

    `last_sign`: when the last call or lead of anybody ended today.
    """
    found: list[Alarm] = []
    if day.works and not has_admin:
        found.append(Alarm("no_admin", "red", day.opens if day.is_on else None))
    if day.is_on:
        found += _nobody(callers, lists, day, last_sign)
    people = sorted(
        (alarm for caller in callers for alarm in caller.alarms),
        key=lambda alarm: (alarm.level != "red", alarm.since or day.at),
    )
    return found + people


def _nobody(
    callers: Sequence[Caller], lists: ListsNow, day: WorkDay, last_sign: datetime | None
) -> list[Alarm]:
    if not lists.due:
        return [Alarm("nothing_due", "yellow")]
    since = max(last_sign or day.opens, day.opens)
    nobody = not any(caller.state == BUSY for caller in callers)
    return [Alarm("nobody_calling", "red", since)] if nobody and day.at - since >= NOBODY_FOR else []


def _longer(since: datetime | None, at: datetime, minutes: int) -> bool:
    return since is not None and at - since >= timedelta(minutes=minutes)
