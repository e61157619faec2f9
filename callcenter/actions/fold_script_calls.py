from datetime import date, datetime

from django.db import connection, transaction

from callcenter.models import ScriptDaysFolded
from salesorg.lib.quiet_days import last_quiet_day
from salesorg.people.queries import organisation

ADD_UP = """
    INSERT INTO callcenter_scriptday (script_version_id, day, way, calls, reached, refused)
    SELECT script_version_id, day, part.way, sum(calls), sum(reached), sum(refused) FROM (
        SELECT r.script_version_id, (r.at AT TIME ZONE %(zone)s)::date AS day,
               jsonb_build_array(jsonb_path_query_array(r.answers, '$[*].step'),
                                 jsonb_path_query_array(r.answers, '$[*].answer'))::text AS way,
               count(*) AS calls, count(*) FILTER (WHERE r.reached) AS reached,
               count(*) FILTER (WHERE r.reached AND d.closes) AS refused
        FROM callcenter_call r JOIN callcenter_disposition d ON d.id = r.disposition_id
        WHERE r.script_version_id IS NOT NULL
          AND (%(until)s::date IS NULL OR r.at >= (%(until)s::date + 1)::timestamp AT TIME ZONE %(zone)s)
          AND r.at < (%(last)s::date + 1)::timestamp AT TIME ZONE %(zone)s
        GROUP BY 1, 2, 3
    ) counted CROSS JOIN LATERAL (VALUES ('*'), (way)) part (way)
    GROUP BY script_version_id, day, part.way ORDER BY day
"""


@transaction.atomic
def fold_script_calls(*, at: datetime) -> date | None:
    """Add the calls of days that are over to `ScriptDay`; return the last such day, or None if nothing was to be done.

    A call that comes in for such a day later is added by the trigger `call_of_a_folded_script_day`, which waits for this
    one, and this one for it. Killed, nothing has happened. Two at once: the second leaves it to the first. Source:
    docs/decisions/0010.
    """
    folded = ScriptDaysFolded.objects.select_for_update(skip_locked=True).first()
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
