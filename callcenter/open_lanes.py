"""Which lanes of the queue are open to somebody at a moment: list not paused, not expired, not assigned to others, company's
local time inside the calling window."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callcenter.calling_window import CallingWindow, holidays_of
from salesorg.lib.prepared import Prepared
from salesorg.people.models import User
from salesorg.people.queries import database_now, organisation

ALL_WEEK = range(1, 8)
# Read each time: a list that was just paused stops at once, in every process.
LANES = Prepared(
    "open_lanes",
    """
    SELECT lane.id, lane.time_zone, list.priority, list.calling_from, list.calling_to, list.calling_days::text,
           list.region, org.extra_holidays::text, org.claim_lease_minutes,
           EXISTS (SELECT FROM callcenter_break WHERE person_id = %(me)s AND ended_at IS NULL), clock_timestamp()
    FROM people_organisation org
    LEFT JOIN callcenter_calllist list ON NOT list.paused
        AND (list.expires_on IS NULL OR list.expires_on > (COALESCE(%(at)s, now()) AT TIME ZONE org.time_zone)::date)
        AND (NOT list.is_assigned
            OR EXISTS (SELECT FROM callcenter_calllist_people WHERE calllist_id = list.id AND user_id = %(me)s)
            OR EXISTS (SELECT FROM callcenter_calllist_teams WHERE calllist_id = list.id AND team_id = %(team)s))
    LEFT JOIN callcenter_lane lane ON lane.call_list_id = list.id
    """,
    at="timestamptz", me="bigint", team="bigint",
)  # fmt: skip


@dataclass(frozen=True)
class OpenLanes:
    """Lane ids with their lists' priorities, the lease (minutes) that a claim gets, whether the person is on a break."""

    priority_of: dict[int, int]
    lease_minutes: int
    on_break: bool = False


def open_lanes(person: User, *, at: datetime) -> OpenLanes:
    """Return the lanes from which leads may be handed out to `person` at `at`: those of lists assigned to nobody, to
    the person or to the person's team."""
    return _open(LANES.all(at=at, me=person.pk, team=person.team_id), at)


def now_and_open_lanes(person: User) -> tuple[datetime, OpenLanes]:
    """Return the database's clock and the lanes that are open to `person` now: both in one look, for who needs both."""
    rows = LANES.all(at=None, me=person.pk, team=person.team_id)
    at = rows[0][-1] if rows else database_now()
    return at, _open(rows, at)


def _open(rows: list[Any], at: datetime) -> OpenLanes:
    if not rows:
        return OpenLanes({}, organisation().claim_lease_minutes)
    found = {
        lane: priority
        for lane, zone, priority, opens, closes, days, country, own, *_ in rows
        if lane is not None and calling_window(zone, opens, closes, days, country, own).is_open(at)
    }
    return OpenLanes(found, rows[0][-3], rows[0][-2])


@lru_cache(maxsize=2048)
def calling_window(zone: str, opens: time, closes: time, days: str, country: str, own: str) -> CallingWindow:
    """Return the window of a list for companies of `zone`; `days` and `own` (holidays) are JSON as they are stored.

    A list that is called on all seven days of the week keeps no holidays.
    """
    week = frozenset(json.loads(days))
    return CallingWindow(
        zone=_zone(zone),
        opens=opens,
        closes=closes,
        days=week,
        holidays=frozenset() if rests_never(week) else holidays_of(country, tuple(json.loads(own))),
    )


def rests_never(days: Collection[int]) -> bool:
    """Whether a list of these weekdays is called on holidays too: who calls on Sundays knows whom."""
    return len(set(days)) == len(ALL_WEEK)


def _zone(name: str) -> ZoneInfo:
    """One company with a misspelt zone must not stop the queue for all."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
