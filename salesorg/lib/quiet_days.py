"""Which local days are over for good: nobody can bring a row of them any more without being seen."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

# Whoever is in a transaction that began before this moment may still bring rows of the day before it.
QUIET_SINCE = """
    SELECT least(%s, min(xact_start)) FROM pg_stat_activity WHERE datname = current_database() AND xact_start IS NOT NULL
"""


def last_quiet_day(at: datetime, zone: ZoneInfo) -> date:
    """Return the last local day that was over a day before `at`, and before the oldest transaction under way began. One query."""
    with connection.cursor() as cursor:
        cursor.execute(QUIET_SINCE, [at])
        quiet_since: datetime = cursor.fetchone()[0]
    return (quiet_since - timedelta(days=1)).astimezone(zone).date() - timedelta(days=1)
