"""The steps of a script's version, read once by each process: what was published never changes (a trigger sees to that)."""

from functools import lru_cache

from django.db import connection


@lru_cache(maxsize=64)
def steps_of(version: int) -> str:
    """Return the steps of a published version (id) as JSON text; see `ScriptVersion`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT steps::text FROM callcenter_scriptversion WHERE id = %s", [version])
        return str(cursor.fetchone()[0])
