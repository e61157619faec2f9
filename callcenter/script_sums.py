"""How many calls went which way through the scripts: whole days as they are added up, what is left from the calls.

One statement each: between two, a day could pass from the calls to the days that are added up, and count twice or not at
all.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from json import loads
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection

FOR_EVER = datetime(9000, 1, 1, tzinfo=UTC)
WAY = """jsonb_build_array(jsonb_path_query_array(c.answers, '$[*].step'),
    jsonb_path_query_array(c.answers, '$[*].answer'))::text"""
# `head` ends where the first whole day begins; `tail` begins behind the last whole day that is added up.
_EDGES = """
    WITH folded AS (SELECT max(until) AS until FROM callcenter_scriptdaysfolded),
    edge AS (
        SELECT until, greatest(%(head)s, least(%(last_end)s, coalesce(
            (until + 1)::timestamp AT TIME ZONE %(zone)s, %(head)s))) AS tail FROM folded
    )
"""
_WAYS = f"""
    {_EDGES}
    SELECT way, sum(calls)::bigint, sum(reached)::bigint, sum(refused)::bigint FROM (
        SELECT way, calls, reached, refused FROM callcenter_scriptday, edge
        WHERE script_version_id = %(version)s AND day >= %(first)s AND day < %(after)s AND day <= edge.until AND way <> '*'
        UNION ALL
        SELECT {WAY}, 1, c.reached::int, (c.reached AND d.closes)::int
        FROM callcenter_call c JOIN callcenter_disposition d ON d.id = c.disposition_id
        WHERE c.script_version_id = %(version)s AND c.at >= %(start)s AND c.at < %(head)s
        UNION ALL
        SELECT {WAY}, 1, c.reached::int, (c.reached AND d.closes)::int
        FROM callcenter_call c JOIN callcenter_disposition d ON d.id = c.disposition_id
        WHERE c.script_version_id = %(version)s AND c.at >= (SELECT tail FROM edge) AND c.at < %(end)s
    ) lines GROUP BY way HAVING sum(calls) <> 0
"""  # noqa: S608 - constants only
_VERSIONS = f"""
    {_EDGES}
    SELECT script_version_id, sum(calls)::bigint, sum(reached)::bigint FROM (
        SELECT script_version_id, calls, reached FROM callcenter_scriptday, edge
        WHERE way = '*' AND day >= %(first)s AND day < %(after)s AND day <= edge.until
        UNION ALL
        SELECT script_version_id, count(*), count(*) FILTER (WHERE reached) FROM callcenter_call
        WHERE script_version_id IS NOT NULL AND at >= %(start)s AND at < %(head)s GROUP BY 1
        UNION ALL
        SELECT script_version_id, count(*), count(*) FILTER (WHERE reached) FROM callcenter_call
        WHERE script_version_id IS NOT NULL AND at >= (SELECT tail FROM edge) AND at < %(end)s GROUP BY 1
    ) lines GROUP BY 1 HAVING sum(calls) <> 0
"""  # noqa: S608 - constants only
_COMPANIES = """
    SELECT script_version_id, sum(calls)::bigint, sum(reached)::bigint, count(*), count(*) FILTER (WHERE reached > 0) FROM (
        SELECT script_version_id, lead_id, count(*) AS calls, count(*) FILTER (WHERE reached) AS reached FROM callcenter_call
        WHERE script_version_id = ANY (%(versions)s::bigint[]) AND at >= %(start)s AND at < %(end)s
        GROUP BY script_version_id, lead_id
    ) companies GROUP BY script_version_id
"""

Said = tuple[tuple[str, object], ...]


def ways_of(version: int, start: datetime, end: datetime, zone: ZoneInfo) -> dict[Said, tuple[int, int, int]]:
    """Return (calls, reached, refused) of [start, end) by the way taken: the answers in the order of the call. One query."""
    found: dict[Said, tuple[int, int, int]] = {}
    for way, *counts in _rows(_WAYS, {"version": version, **_span(start, end, zone)}):
        said = said_in(*loads(way))
        calls, reached, refused = (
            n + more for n, more in zip(found.get(said, (0, 0, 0)), counts, strict=True)
        )
        found[said] = (calls, reached, refused)
    return found


def said_in(steps: list[object], answers: list[object]) -> Said:
    """Return the (step, answer) pairs of a way; what has no known shape is left out."""
    pairs = zip(steps, answers, strict=False)
    return tuple((str(step), answer) for step, answer in pairs if isinstance(answer, int | str))


def calls_by_version(start: datetime, end: datetime | None, zone: ZoneInfo) -> dict[int, tuple[int, int]]:
    """Return (calls, reached) of [start, end) by script version. One query."""
    rows = _rows(_VERSIONS, _span(start, end or FOR_EVER, zone))
    return {version: (calls, reached) for version, calls, reached in rows}


def companies_by_version(
    versions: Sequence[int], start: datetime, end: datetime | None
) -> dict[int, tuple[int, int, int, int]]:
    """Return (calls, reached, companies called, companies reached) of each version in [start, end). One query.

    A company that is called on several days is one: there are no sums of days for these.
    """
    rows = _rows(_COMPANIES, {"versions": list(versions), "start": start, "end": end or FOR_EVER})
    return {version: tuple(counts) for version, *counts in rows}


def _span(start: datetime, end: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """The period with its whole days of the organisation's `zone`, from `first` to before `after`."""
    first, after = start.astimezone(zone).date(), end.astimezone(zone).date()
    if datetime.combine(first, time(), zone) < start:
        first += timedelta(days=1)
    return {
        "start": start, "end": end, "first": first, "after": after, "zone": zone.key,
        "head": min(datetime.combine(first, time(), zone), end), "last_end": datetime.combine(after, time(), zone),
    }  # fmt: skip


def _rows(sql: str, asked: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
