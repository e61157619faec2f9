"""How many leads of a list are in which state: exact at once for lists of ordinary size, once a minute for huge ones.

Counting a million index entries takes a tenth of a second, and the desk asks every ten seconds. Counters kept by triggers
would make every claim of a list wait at one row. So the figures of a list of more than 10,000 leads are kept for a minute in the
cache (without Redis they are simply counted).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

from django.core.cache import cache
from django.db import connection

from callcenter.labels import MERGED
from salesorg.lib.api import COUNT_CAP
from salesorg.people.queries import organisation

KEEP_SECONDS = 60
_COUNTS = """
    count(*), count(*) FILTER (WHERE state = 'waiting' AND due_at <= %(at)s OR state = 'callback' AND due_at <= %(at)s),
    count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'callback'),
    count(*) FILTER (WHERE state = 'claimed'), count(*) FILTER (WHERE state = 'booked'),
    count(*) FILTER (WHERE state = 'closed'),
    count(*) FILTER (WHERE state IN ('waiting', 'callback') AND due_at < %(tomorrow)s),
    count(*) FILTER (WHERE state IN ('waiting', 'callback') AND due_at >= %(tomorrow)s AND due_at < %(after)s)
"""
_NAMES = "leads, due, waiting, callbacks, claimed, booked, closed, due_today, due_tomorrow"
# A company that was merged into another one is no lead of the list any more: from the index of closed ones, which holds why.
MERGED_AWAY = f"""
    SELECT count(*) FROM callcenter_lead WHERE call_list_id = list.id AND state = 'closed' AND closed_reason = '{MERGED}'
"""  # noqa: S608 - a constant only
# What is due in which time zone: the waiting ones from the queue's own index, the few callbacks by the list's.
_COUNTED = f"""
    SELECT list.id, leads - gone, due, waiting, callbacks, claimed, booked, closed - gone, due_today, due_tomorrow, coalesce((
        SELECT json_object_agg(lane.time_zone, due.n) FROM callcenter_lane lane
        LEFT JOIN (
            SELECT lane_id, count(*) AS n FROM callcenter_lead
            WHERE call_list_id = list.id AND state = 'callback' AND due_at <= %(at)s GROUP BY lane_id
        ) AS promised ON promised.lane_id = lane.id
        CROSS JOIN LATERAL (
            SELECT count(*) + coalesce(promised.n, 0) AS n FROM callcenter_lead
            WHERE lane_id = lane.id AND state = 'waiting' AND due_at <= %(at)s
        ) AS due
        WHERE lane.call_list_id = list.id AND due.n > 0
    ), '{{}}') FROM unnest(%(lists)s::bigint[]) AS list (id) CROSS JOIN LATERAL (
        SELECT {_COUNTS} FROM callcenter_lead WHERE call_list_id = list.id
    ) AS counted ({_NAMES}) CROSS JOIN LATERAL ({MERGED_AWAY}) AS merged (gone)
"""  # noqa: S608 - constants only
_REASONS = f"""
    SELECT closed_reason, count(*) FROM callcenter_lead
    WHERE call_list_id = %(call_list)s AND state = 'closed' AND closed_reason <> '{MERGED}'
    GROUP BY closed_reason ORDER BY count(*) DESC, closed_reason
"""  # noqa: S608 - a constant only


@dataclass(frozen=True)
class ListCounts:
    """Leads of one list by state, as the table of leads lists them: without those merged into another company. `due` are those whose time has come, whatever the hour is where they are.

    `due_in`: the same by time zone; what of them may be called now is `ListState.callable_now`.
    """

    leads: int = 0
    due: int = 0
    waiting: int = 0
    callbacks: int = 0
    claimed: int = 0
    booked: int = 0
    closed: int = 0
    # Until the organisation's day ends, what is due already included; and on the day behind it.
    due_today: int = 0
    due_tomorrow: int = 0
    due_in: dict[str, int] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """What needs no call any more: closed, or with a hunter."""
        return self.closed + self.booked

    @property
    def with_somebody(self) -> int:
        """Promised callbacks and the leads in a call: neither in the queue nor done."""
        return self.callbacks + self.claimed

    @property
    def left(self) -> int:
        """What is still to be called."""
        return self.leads - self.done


def counts_of_lists(lists: Sequence[int], at: datetime, zone: tzinfo | None = None) -> dict[int, ListCounts]:
    """Return the counts of each list (ids) at `at`: one query, none if all of them are kept.

    `zone`: the organisation's, by who has just read it.
    """
    kept = cache.get_many([_key(pk) for pk in lists])
    known = {pk: ListCounts(**kept[_key(pk)]) for pk in lists if _key(pk) in kept}
    asked = [pk for pk in lists if pk not in known]
    days = _days(at, zone or organisation().zone) if asked else {}
    found = {pk: ListCounts(*row) for pk, *row in _rows(_COUNTED, {"lists": asked, "at": at, **days})}
    huge = {_key(pk): asdict(counts) for pk, counts in found.items() if counts.leads >= COUNT_CAP}
    if huge:
        cache.set_many(huge, KEEP_SECONDS)
    return known | found


def closed_by_reason(call_list: int, closed: int) -> list[tuple[str, int]]:
    """Return how many leads of a list are closed for which reason, the commonest first; `closed` is how many in all.

    From the index alone; of a list with more than 10,000 closed leads kept for a minute.
    """
    key = _reasons_key(call_list)
    kept: list[tuple[str, int]] | None = cache.get(key) if closed >= COUNT_CAP else None
    if kept is None:
        kept = [(reason, n) for reason, n in _rows(_REASONS, {"call_list": call_list})]
        if closed >= COUNT_CAP:
            cache.set(key, kept, KEEP_SECONDS)
    return kept


def forget_counts(call_list: int) -> None:
    """Count anew next time: an import has just been finished or reverted, or leads were recycled."""
    cache.delete_many([_key(call_list), _reasons_key(call_list)])


def _key(call_list: int) -> str:
    return f"callcenter:list-counts:{call_list}"


def _reasons_key(call_list: int) -> str:
    return f"callcenter:closed-reasons:{call_list}"


def _days(at: datetime, zone: tzinfo) -> dict[str, datetime]:
    """Where the organisation's tomorrow begins, and the day after it."""
    today = at.astimezone(zone).date()
    begins = [datetime.combine(today + timedelta(days=n), time.min, zone) for n in (1, 2)]
    return {"tomorrow": begins[0], "after": begins[1]}


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    if not asked.get("lists", True):
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
