"""Which lanes of the queue are open at a moment: list not paused, company's local time inside the calling window."""

import json
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from callcenter.calling_window import CallingWindow, holidays_of
from salesorg.lib.prepared import Prepared
from salesorg.people.queries import database_now, organisation

# Read each time: a list that was just paused stops at once, in every process.
LANES = Prepared(
    "open_lanes",
    """
    SELECT lane.id, lane.time_zone, list.priority, list.calling_from, list.calling_to, list.calling_days::text,
           org.country, org.extra_holidays::text, org.claim_lease_minutes,
           clock_timestamp()
    FROM people_organisation org
    LEFT JOIN callcenter_calllist list ON NOT list.paused
    LEFT JOIN callcenter_lane lane ON lane.call_list_id = list.id
    """,
)


@dataclass(frozen=True)
class OpenLanes:
    """Lane ids with their lists' priorities, and the lease (minutes) that a claim gets."""

    priority_of: dict[int, int]
    lease_minutes: int


def open_lanes(*, at: datetime) -> OpenLanes:
    """Return the lanes from which leads may be handed out at `at`."""
    return _open(LANES.all(), at)


def now_and_open_lanes() -> tuple[datetime, OpenLanes]:
    """Return the database's clock and the lanes that are open now: both in one look, for who needs both anyway."""
    rows = LANES.all()
    at = rows[0][-1] if rows else database_now()
    return at, _open(rows, at)


def _open(rows: list[Any], at: datetime) -> OpenLanes:
    if not rows:
        return OpenLanes({}, organisation().claim_lease_minutes)
    found = {
        lane: priority
        for lane, zone, priority, opens, closes, days, country, own, _lease, _now in rows
        if lane is not None and calling_window(zone, opens, closes, days, country, own).is_open(at)
    }
    return OpenLanes(found, rows[0][-2])


@lru_cache(maxsize=2048)
def calling_window(zone: str, opens: time, closes: time, days: str, country: str, own: str) -> CallingWindow:
    """Return the window of a list for companies of `zone`; `days` and `own` (holidays) are JSON as they are stored."""
    return CallingWindow(
        zone=_zone(zone),
        opens=opens,
        closes=closes,
        days=tuple(json.loads(days)),
        holidays=holidays_of(country, tuple(json.loads(own))),
    )


def _zone(name: str) -> ZoneInfo:
    """One company with a misspelt zone must not stop the queue for all."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
