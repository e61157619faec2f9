"""The triggers behind a rollup, for the migration that makes one.

Where a line is worked out there is one SELECT of keys and sums from `{rows} r`; `{rows}` becomes the table, or what a
statement has just added to it or taken from it. `{zone}` is the organisation's time zone: a local day that is kept must
be worked out anew when the organisation moves, and is.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.migrations import RunSQL

ZONE = "coalesce((SELECT time_zone FROM people_organisation), 'UTC')"
MOVED = """
CREATE FUNCTION {table}_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' OR OLD.time_zone <> NEW.time_zone THEN PERFORM {table}_rebuild(); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER {table}_moves AFTER INSERT OR UPDATE OF time_zone ON people_organisation
    FOR EACH ROW EXECUTE FUNCTION {table}_moves();
"""


@dataclass(frozen=True)
class RollupSql:
    """`sources`: for each table whose rows count, the SELECT of a line; `whole`: which of its rows count, if not all.

    `invariant`: name and sentence of the view that lists where sums and rows differ.
    """

    table: str
    keys: Sequence[str]
    sums: Sequence[str]
    sources: dict[str, str]
    invariant: tuple[str, str]
    whole: str = ""

    @property
    def columns(self) -> str:
        """Keys and sums, as an INSERT names them."""
        return ", ".join([*self.keys, *self.sums])

    def lines(self, source: str, rows: str, sign: str = "") -> str:
        """The lines of `rows` (of the table `source`), taken away with the sign «-»."""
        selected = self.sources[source].format(rows=rows, zone=ZONE)
        signed = ", ".join([*self.keys, *(f"{sign}{one} AS {one}" for one in self.sums)])
        return f"SELECT {signed} FROM ({selected}) line"  # noqa: S608 - of a migration's own text

    def grouped(self, *lines: str) -> str:
        """The sums of lines by key, without those that come to nothing."""
        totals = ", ".join([*self.keys, *(f"sum({one}) AS {one}" for one in self.sums)])
        some = " OR ".join(f"sum({one}) <> 0" for one in self.sums)
        return f"SELECT {totals} FROM ({' UNION ALL '.join(lines)}) lines GROUP BY {', '.join(self.keys)} HAVING {some}"  # noqa: S608

    def add(self, *lines: str) -> str:
        """Add up lines by key and write them."""
        return f"INSERT INTO {self.table} ({self.columns}) {self.grouped(*lines)};"

    def follow(self, source: str) -> str:
        """Triggers that follow every change of the table `source`."""
        name = f"{self.table}_of_{source}"
        added, gone = self.lines(source, "added"), self.lines(source, "gone", "-")
        # A transition table is known only to the kind of change that has it: three functions.
        changes = {
            "INSERT": ("NEW TABLE AS added", self.add(added)),
            "UPDATE": ("OLD TABLE AS gone NEW TABLE AS added", self.add(added, gone)),
            "DELETE": ("OLD TABLE AS gone", self.add(gone)),
        }
        return "".join(
            f"""
            CREATE FUNCTION {name}_{change.lower()}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                LOCK TABLE {self.table} IN ROW EXCLUSIVE MODE;
                {body}
                RETURN NULL;
            END $$;
            CREATE TRIGGER {name}_{change.lower()} AFTER {change} ON {source} REFERENCING {seen}
                FOR EACH STATEMENT EXECUTE FUNCTION {name}_{change.lower()}();
            """
            for change, (seen, body) in changes.items()
        )

    def rebuild(self) -> str:
        """A function that works the whole rollup out anew, and its first call.

        Its lock waits for those who have written lines in transactions under way and makes others wait: they take the
        same lock before they look at the rows.
        """
        every = self.add(*(self.lines(source, self.whole or source) for source in self.sources))
        return f"""
            CREATE FUNCTION {self.table}_rebuild() RETURNS void LANGUAGE plpgsql AS $$
            BEGIN
                LOCK TABLE {self.table} IN SHARE ROW EXCLUSIVE MODE;
                DELETE FROM {self.table};
                {every}
            END $$;
            SELECT {self.table}_rebuild();
        """  # noqa: S608

    def view(self) -> RunSQL:
        """The view of the keys whose sums differ from those of the rows: none."""
        kept = f"SELECT {self.columns} FROM {self.table}"  # noqa: S608
        truth = [self.lines(source, self.whole or source, "-") for source in self.sources]
        name, sentence = self.invariant
        create = (
            f"CREATE VIEW {name} AS {self.grouped(kept, *truth)}; COMMENT ON VIEW {name} IS '{sentence}';"
        )
        return RunSQL(create, f"DROP VIEW {name}")

    def operations(self, *, own_triggers: str = "", drop_own: str = "") -> list[RunSQL]:
        """Everything of a rollup. `own_triggers` stand in for `follow` where a line depends on more than its row."""
        moves = any("{zone}" in lines for lines in self.sources.values())
        create = self.rebuild() + (MOVED.format(table=self.table) if moves else "")
        create += own_triggers or "".join(self.follow(source) for source in self.sources)
        dropped = drop_own or "".join(
            f"DROP FUNCTION {self.table}_of_{source}_{change}() CASCADE;"
            for source in self.sources for change in ("insert", "update", "delete")
        )  # fmt: skip
        drop = dropped + (f"DROP FUNCTION {self.table}_moves() CASCADE;" if moves else "")
        return [RunSQL(create, f"{drop} DROP FUNCTION {self.table}_rebuild();"), self.view()]
