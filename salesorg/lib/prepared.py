"""Statements that a connection plans once: for the few large ones on the way that everybody waits for.

Planning the queue's claim takes three times as long as carrying it out. psycopg2 does not prepare by itself, so this says
PREPARE once per connection (they are persistent) and EXECUTE from then on. PostgreSQL plans anew when the tables' statistics
change. Behind a pooler that changes connections between transactions (the setting DISABLE_SERVER_SIDE_CURSORS says so)
the statement is sent in full each time.
"""

import re
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

_PARAMETER = re.compile(r"%\((\w+)\)s")
_known: WeakKeyDictionary[Any, set[str]] = WeakKeyDictionary()


class Prepared:
    """One statement; parameters are written `%(name)s` and their types are given by name in PostgreSQL's words."""

    def __init__(self, name: str, sql: str, **types: str) -> None:
        self.name, self.sql, self.types = name, sql, types
        places = {parameter: f"${place}" for place, parameter in enumerate(types, start=1)}
        numbered = _PARAMETER.sub(lambda found: places[found[1]], sql).replace("%%", "%")
        kinds, given = ", ".join(types.values()), ", ".join(f"%({parameter})s" for parameter in types)
        self._prepare = f"PREPARE {name} {f'({kinds})' if types else ''} AS {numbered}"
        self._execute = f"EXECUTE {name} {f'({given})' if types else ''}"

    def one(self, **values: Any) -> Any:
        """Run the statement and return its first row, or None."""
        here = connections[DEFAULT_DB_ALIAS]
        with here.cursor() as cursor:
            cursor.execute(self._text(here), values)
            return cursor.fetchone()

    def all(self, **values: Any) -> list[Any]:
        """Run the statement and return its rows."""
        here = connections[DEFAULT_DB_ALIAS]
        with here.cursor() as cursor:
            cursor.execute(self._text(here), values)
            return list(cursor.fetchall())

    def _text(self, here: BaseDatabaseWrapper) -> str:
        if here.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
            return self.sql
        raw = here.connection
        known = _known.get(raw)
        if known is None:
            known = _known.setdefault(raw, set())
        if self.name not in known:
            with raw.cursor() as cursor:
                cursor.execute(self._prepare)
            known.add(self.name)
        return self._execute


def guarded() -> AbstractContextManager[object]:
    """Around a statement that may fail: inside somebody's transaction that must not break it; outside there is nothing to guard."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()
