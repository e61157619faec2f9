from datetime import UTC, datetime, timedelta

from django.db import connection, transaction

from callcenter.models import QuartersFolded

QUARTER = timedelta(minutes=15)
# Whoever is in a transaction that began before this moment may still bring calls of the day before it.
QUIET_SINCE = """
    SELECT least(%s, min(xact_start)) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL
"""
ADD_UP = """
    INSERT INTO callcenter_callquarter
        (starts_at, call_list_id, calls, reached, talk_sum, talk_n, wrap_sum, wrap_n)
    SELECT date_bin('15 minutes', at, '2000-01-01 00:00:00+00') AS starts_at, call_list_id, count(*),
           count(*) FILTER (WHERE reached), coalesce(sum(talk_seconds), 0), count(talk_seconds),
           coalesce(sum(wrap_up_seconds), 0), count(wrap_up_seconds)
    FROM callcenter_call
    WHERE (%(since)s::timestamptz IS NULL OR at >= %(since)s) AND at < %(until)s
    GROUP BY 1, 2 ORDER BY 1
"""


@transaction.atomic
def fold_quarters(*, at: datetime) -> datetime | None:
    """Add the calls of quarters of an hour long over to `CallQuarter`; return before which moment, or None if nothing was
    to be done.

    A quarter counts as over a day after its end, or a day after the oldest transaction under way began: a call that is
    logged with an older time than that is added by the trigger `call_of_a_folded_quarter`, which waits for this one, and
    this one for it. Killed, nothing has happened. Two at once: the second leaves it to the first.
    """
    folded = QuartersFolded.objects.select_for_update(skip_locked=True).first()
    if folded is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(QUIET_SINCE, [at])
        until = quarter_of(cursor.fetchone()[0] - timedelta(days=1))
        if folded.until is not None and until <= folded.until:
            return None
        cursor.execute(ADD_UP, {"since": folded.until, "until": until})
    folded.until = until
    folded.save(update_fields=["until"])
    return until


def quarter_of(at: datetime) -> datetime:
    """Return the beginning of the quarter of an hour in which `at` falls."""
    utc = at.astimezone(UTC)
    return utc.replace(minute=utc.minute // 15 * 15, second=0, microsecond=0)
