"""Which lanes of the queue are open to somebody at a moment: list not paused, not expired, not assigned to others, company's
local time inside the calling window."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callcenter.calling_window import CallingWindow, holidays_of
from salesorg.lib.prepared import Prepared
from salesorg.people.models import User
from salesorg.people.queries import organisation

ALL_WEEK = range(1, 8)
# Read each time: a list that was just paused stops at once, in every process.
# One row, the lanes as arrays, so that others can read it along with their own (call_and_next.py).
LANES_NOW = """
    SELECT clock_timestamp(), org.claim_lease_minutes,
           EXISTS (SELECT FROM callcenter_break WHERE person_id = %(me)s AND ended_at IS NULL),
           org.extra_holidays::text, lanes.*
    FROM people_organisation org CROSS JOIN LATERAL (
        SELECT array_agg(lane.id), array_agg(lane.time_zone::text), array_agg(list.priority),
               array_agg(list.calling_from), array_agg(list.calling_to), array_agg(list.calling_days::text),
               array_agg(list.region::text)
        FROM callcenter_calllist list JOIN callcenter_lane lane ON lane.call_list_id = list.id
        WHERE NOT list.paused
            AND (list.expires_on IS NULL OR list.expires_on > (COALESCE(%(at)s, now()) AT TIME ZONE org.time_zone)::date)
            AND (NOT list.is_assigned
                OR EXISTS (SELECT FROM callcenter_calllist_people WHERE calllist_id = list.id AND user_id = %(me)s)
                OR EXISTS (SELECT FROM callcenter_calllist_teams WHERE calllist_id = list.id AND team_id = %(team)s))
    ) lanes
"""
TYPES = {"at": "timestamptz", "me": "bigint", "team": "bigint"}
LANES = Prepared("open_lanes", LANES_NOW, **TYPES)
COLUMNS = 11


@dataclass(frozen=True)
class OpenLanes:
    """Lane ids with their lists' priorities, the lease (minutes) that a claim gets, whether the person is on a break."""

    priority_of: dict[int, int]
    lease_minutes: int
    on_break: bool = False


def open_lanes(person: User, *, at: datetime) -> OpenLanes:
    """Return the lanes from which leads may be handed out to `person` at `at`: those of lists assigned to nobody, to
    the person or to the person's team."""
    return lanes_in(one_row(LANES, at=at, me=person.pk, team=person.team_id), at)


def now_and_open_lanes(person: User) -> tuple[datetime, OpenLanes]:
    """Return the database's clock and the lanes that are open to `person` now: both in one look, for who needs both."""
    row = one_row(LANES, at=None, me=person.pk, team=person.team_id)
    return row[0], lanes_in(row, row[0])


def one_row(statement: Prepared, **asked: Any) -> Any:
    """Return the one row; the organisation's settings, without which there is none, are made on first use."""
    row = statement.one(**asked)
    if row is None:
        organisation()
        row = statement.one(**asked)
    return row


def lanes_in(row: Sequence[Any], at: datetime) -> OpenLanes:
    """Return those of the lanes in a row of `LANES_NOW` whose window is open at `at`."""
    _now, lease, on_break, own, *lanes = row
    found = {
        lane: priority
        for lane, zone, priority, opens, closes, days, country in zip(
            *(of or () for of in lanes), strict=True
        )
        if calling_window(zone, opens, closes, days, country, own).is_open(at)
    }
    return OpenLanes(found, lease, on_break)


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
