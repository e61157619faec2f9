from datetime import date, datetime

from django.db import connection, transaction

from salesorg.dashboards.models import CallsFolded
from salesorg.lib.quiet_days import last_quiet_day
from salesorg.people.queries import organisation

ADD_UP = """
    INSERT INTO dashboards_callday (day, split, key, calls, reached)
    SELECT day, split, key, sum(calls), sum(reached)
    FROM (
        SELECT (at AT TIME ZONE %(zone)s)::date AS day, manager_id, call_list_id, count(*) AS calls,
               count(*) FILTER (WHERE reached) AS reached
        FROM callcenter_call
        WHERE (%(until)s::date IS NULL OR at >= (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s)
          AND at < (%(last)s::date + 1)::timestamp AT TIME ZONE %(zone)s
        GROUP BY 1, 2, 3
    ) counted CROSS JOIN LATERAL (VALUES ('person', manager_id), ('list', call_list_id)) part (split, key)
    GROUP BY day, split, key ORDER BY day
"""


@transaction.atomic
def fold_calls(*, at: datetime) -> date | None:
    """Add the calls of days that are over to `CallDay`; return the last such day, or None if nothing was to be done.

    A day counts as over a day after its end, or a day after the oldest transaction under way began: a call that is logged
    with an older time than that is added by the trigger `call_of_a_folded_day`, which waits for this one, and this one
    for it. Killed, nothing has happened. Two at once: the second leaves it to the first.
    """
    folded = CallsFolded.objects.select_for_update(skip_locked=True).first()
    if folded is None:
        return None
    settings = organisation()
    last = last_quiet_day(at, settings.zone)
    if folded.until is not None and last <= folded.until:
        return None
    with connection.cursor() as cursor:
        cursor.execute(ADD_UP, {"zone": settings.time_zone, "until": folded.until, "last": last})
    folded.until = last
    folded.save(update_fields=["until"])
    return folded.until
