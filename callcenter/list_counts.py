"""How many leads of a list are in which state: exact at once for lists of ordinary size, once a minute for huge ones.

Counting a million index entries takes a tenth of a second, and the desk asks every ten seconds. Counters kept by triggers
would make every claim of a list wait at one row. So up to 10,000 leads are counted each time, and a larger list's figures
are kept for a minute in the cache (without Redis they are simply counted).
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from django.core.cache import cache
from django.db import connection

from salesorg.lib.api import COUNT_CAP

KEEP_SECONDS = 60
_COUNTS = """
    count(*), count(*) FILTER (WHERE state = 'waiting' AND due_at <= %(at)s OR state = 'callback' AND due_at <= %(at)s),
    count(*) FILTER (WHERE state = 'waiting'), count(*) FILTER (WHERE state = 'callback'),
    count(*) FILTER (WHERE state = 'claimed'), count(*) FILTER (WHERE state = 'booked'),
    count(*) FILTER (WHERE state = 'closed')
"""
_SMALL = f"""
    SELECT list.id, counted.* FROM unnest(%(lists)s::bigint[]) AS list (id) CROSS JOIN LATERAL (
        SELECT {_COUNTS} FROM (
            SELECT state, due_at FROM callcenter_lead WHERE call_list_id = list.id LIMIT {COUNT_CAP}
        ) AS lead
    ) AS counted
"""  # noqa: S608 - constants only
_WHOLE = f"""
    SELECT call_list_id, {_COUNTS} FROM callcenter_lead
    WHERE call_list_id = ANY (%(lists)s::bigint[]) GROUP BY call_list_id
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class ListCounts:
    """Leads of one list by state; `due` may be called now as far as their time goes."""

    leads: int = 0
    due: int = 0
    waiting: int = 0
    callbacks: int = 0
    claimed: int = 0
    booked: int = 0
    closed: int = 0

    @property
    def done(self) -> int:
        """What needs no call any more: closed, or with a hunter."""
        return self.closed + self.booked

    @property
    def left(self) -> int:
        """What is still to be called."""
        return self.leads - self.done


def counts_of_lists(lists: Sequence[int], at: datetime) -> dict[int, ListCounts]:
    """Return the counts of each list (ids) at `at`: one query, and one more a minute for lists beyond 10,000 leads."""
    kept = cache.get_many([_key(pk) for pk in lists])
    known = {pk: ListCounts(**kept[_key(pk)]) for pk in lists if _key(pk) in kept}
    found = {pk: ListCounts(*row) for pk, *row in _rows(_SMALL, [pk for pk in lists if pk not in known], at)}
    huge = [pk for pk, counts in found.items() if counts.leads >= COUNT_CAP]
    if huge:
        fresh = {pk: ListCounts(*row) for pk, *row in _rows(_WHOLE, huge, at)}
        cache.set_many({_key(pk): asdict(counts) for pk, counts in fresh.items()}, KEEP_SECONDS)
        found |= fresh
    return known | found


def forget_counts(call_list: int) -> None:
    """Count anew next time: an import has just been finished or reverted."""
    cache.delete(_key(call_list))


def _key(call_list: int) -> str:
    return f"callcenter:list-counts:{call_list}"


def _rows(sql: str, lists: Sequence[int], at: datetime) -> list[tuple[int, ...]]:
    if not lists:
        return []
    with connection.cursor() as cursor:
        cursor.execute(sql, {"lists": list(lists), "at": at})
        rows: list[tuple[int, ...]] = cursor.fetchall()
    return rows
