"""Sums that the database keeps beside the rows they are made of: exact in every snapshot, and nobody waits for anybody.

A statement that changes rows adds its differences to the rollup as lines of their own, by a trigger in its own
transaction (`rollup_sql`): there is no counter that two writers would both want. Who reads adds up the lines of a key.
`fold` makes one line of many; killed, late or never run, it changes no sum. A view `inv_*` compares with the rows.
"""

from typing import ClassVar

from django.db import connection, models


class Rollup(models.Model):
    """Base of the tables of sums: whatever is not in `sums` is the key."""

    sums: ClassVar[tuple[str, ...]]

    class Meta:
        abstract = True

    @classmethod
    def fold(cls) -> None:
        """Make one line of all lines of a key. Safe twice and in parallel: who finds a line gone leaves it."""
        table = cls._meta.db_table
        keys = [
            str(field.column)
            for field in cls._meta.concrete_fields
            if not field.primary_key and field.name not in cls.sums
        ]
        names, totals = ", ".join(keys), ", ".join(f"sum({one})" for one in cls.sums)
        some = " OR ".join(f"sum({one}) <> 0" for one in cls.sums)
        with connection.cursor() as cursor:
            cursor.execute(f"""
                WITH gone AS (
                    DELETE FROM {table} WHERE ({names}) IN (SELECT {names} FROM {table} GROUP BY {names} HAVING count(*) > 1)
                    RETURNING {names}, {", ".join(cls.sums)}
                )
                INSERT INTO {table} ({names}, {", ".join(cls.sums)})
                SELECT {names}, {totals} FROM gone GROUP BY {names} HAVING {some}
            """)  # noqa: S608 - names of our own models
