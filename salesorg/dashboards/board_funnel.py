"""The board's funnel by person and by list, from what is kept for it: the same figures as `callcenter.funnel` counts from
the calls, whatever their number.
"""

from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q

from callcenter.funnel import FunnelRow
from salesorg.dashboards.models import BookedCall
from salesorg.lib.period import Period
from salesorg.people.models import Organisation

# One statement: between two, a day could pass from the calls to the days that are added up, and count twice or not at all.
CALLS = """
    WITH folded AS (SELECT max(until) AS until FROM dashboards_callsfolded),
    later AS (
        SELECT manager_id, call_list_id, count(*) AS calls, count(*) FILTER (WHERE reached) AS reached FROM callcenter_call
        WHERE at >= greatest(%(start)s, (SELECT (until + 1)::timestamp AT TIME ZONE %(zone)s FROM folded)) AND at < %(end)s
        GROUP BY manager_id, call_list_id
    )
    SELECT split, key, sum(calls)::bigint, sum(reached)::bigint FROM (
        SELECT split, key, calls, reached FROM dashboards_callday, folded
        WHERE day BETWEEN %(first)s AND %(last)s AND day <= folded.until
        UNION ALL
        SELECT part.split, part.key, calls, reached FROM later
        CROSS JOIN LATERAL (VALUES ('person', manager_id), ('list', call_list_id)) part (split, key)
    ) lines GROUP BY split, key
"""


def calls_of(period: Period, settings: Organisation) -> dict[str, list[FunnelRow]]:
    """Return the calls of a period twice over: by «person» and by «list», in rows with nothing but calls and reached.

    Days long past come added up (`CallDay`), the last ones from the calls themselves. One query.
    """
    start, end = period.bounds(settings.zone)
    found: dict[str, list[FunnelRow]] = {"person": [], "list": []}
    for split, key, calls, reached in _rows(period, settings.time_zone, start, end):
        if calls:  # calls that went again leave a key with nothing
            found[split].append(FunnelRow((key,), calls, reached))
    return found


def _rows(period: Period, zone: str, start: datetime, end: datetime) -> list[tuple[Any, ...]]:
    given: dict[str, Any] = {
        "first": period.first,
        "last": period.last,
        "zone": zone,
        "start": start,
        "end": end,
    }
    with connection.cursor() as cursor:
        cursor.execute(CALLS, given)
        return cursor.fetchall()  # type: ignore[no-any-return]


def cohort_of(period: Period, settings: Organisation) -> list[FunnelRow]:
    """Return what became of the meetings booked in a period, by person and list; the calls are left out. One query."""
    start, end = period.bounds(settings.zone)
    led = BookedCall.objects.filter(booked_at__gte=start, booked_at__lt=end).values_list(
        "manager_id", "call_list_id"
    )
    those = {
        f"n_{step}": Count("manager_id", filter=Q(**{step: True}))
        for step in ("held", "first_sale", "repeat")
    }
    steps = led.annotate(n=Count("manager_id"), **those)
    return [
        FunnelRow((person, of), booked=booked, held=held, first_sales=first, repeat=repeat)
        for person, of, booked, held, first, repeat in steps
    ]
