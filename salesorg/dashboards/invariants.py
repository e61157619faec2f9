"""Asks the views `inv_*` whether any row breaks an invariant. After the tests, every night, and by hand."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

ROWS_SHOWN = 20


@dataclass(frozen=True)
class Breach:
    """A view that is not empty: what it checks, how many rows break it, and the first of them (ids only)."""

    view: str
    sentence: str
    count: int
    rows: list[dict[str, Any]] = field(default_factory=list)


def views() -> dict[str, str]:
    """Return every invariant's view with its sentence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, coalesce(obj_description(c.oid, 'pg_class'), '') FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE c.relkind = 'v' AND n.nspname = current_schema() AND c.relname LIKE 'inv\\_%' ORDER BY 1"
        )
        return dict(cursor.fetchall())


def breaches() -> list[Breach]:
    """Return the views that are not empty; an empty list is good news."""
    return [breach for view, sentence in views().items() if (breach := _look(view, sentence))]


def _look(view: str, sentence: str) -> Breach | None:
    name = connection.ops.quote_name(view)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {name}")  # noqa: S608 - a name from the catalogue, quoted
        count = cursor.fetchone()[0]
        if not count:
            return None
        cursor.execute(f"SELECT * FROM {name} LIMIT {ROWS_SHOWN}")  # noqa: S608
        columns = [column.name for column in cursor.description]
        return Breach(
            view, sentence, count, [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
        )
