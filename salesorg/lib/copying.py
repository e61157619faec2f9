"""Rows into a table by COPY: what varies is given row by row, everything else takes the model's own default."""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Field, Model

NULL = r"\N"
_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400


def reserve(label: str, count: int) -> int:
    """Take so many ids of a table in one piece and return the first; only where nobody else writes meanwhile."""
    table = _model(label)._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT nextval(%s)", [sequence])
        first: int = cursor.fetchone()[0]
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + max(count, 1) - 1])
    return first


def copy_rows(label: str, varying: Sequence[str], rows: Iterable[Sequence[object]], **same: object) -> None:
    """COPY `rows` (values of the columns `varying` as COPY reads them, see `escaped`) into the table of `label`.

    `same`: columns with one value for all rows. Foreign keys by column name (`company_id`).
    """
    given = {*varying, *same}
    fields = [
        field for field in _model(label)._meta.concrete_fields if not _made_by_the_database(field, given)
    ]
    fixed = {
        field: same.get(field.attname, _default(field)) for field in fields if field.attname not in varying
    }
    by_name = {field.attname: field for field in fields}
    columns = [str(field.column) for field in (*(by_name[name] for name in varying), *fixed)]
    tail = "".join(f"\t{_text(value)}" for value in fixed.values()) + "\n"
    lines = ("\t".join(map(str, row)) + tail for row in rows)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        table = connection.ops.quote_name(_model(label)._meta.db_table)
        names = ", ".join(map(connection.ops.quote_name, columns))
        cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", _Readable(lines))


def escaped(text: str) -> str:
    """Return somebody's text as COPY reads it."""
    return text.translate(_ESCAPED)


def next_ids(label: str, count: int) -> list[int]:
    """Take so many ids of a table; safe beside others who take some (`reserve` is not)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [_model(label)._meta.db_table, count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def stamp(seconds: int) -> str:
    """Return seconds since 1970 as a timestamp that PostgreSQL reads."""
    return (EPOCH + timedelta(seconds=seconds)).isoformat()


def analyse(*labels: str) -> None:
    """Tell the planner what is there now, and leave no work for autovacuum to do amid a benchmark."""
    with connection.cursor() as cursor:
        for label in labels:
            cursor.execute(f"VACUUM (ANALYZE) {connection.ops.quote_name(_model(label)._meta.db_table)}")


def _model(label: str) -> type[Model]:
    return apps.get_model(label)


def _made_by_the_database(field: "Field[Any, Any]", given: set[str]) -> bool:
    return getattr(field, "generated", False) or (field.primary_key and field.attname not in given)


def _default(field: "Field[Any, Any]") -> object:
    value = field.get_default()
    return None if value is None or (value == "" and field.null) else value


def _text(value: object) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, datetime) else str(value)


class _Readable:
    """Lines as the file that copy_expert reads from."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def read(self, _size: int = -1) -> str:
        return "".join(islice(self._lines, 500))
