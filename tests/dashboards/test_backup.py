"""A backup restores to the last row, and a damaged one is refused."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from salesorg.dashboards.backup import Damaged, Server, back_up, checksums, restore

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def here(org: object) -> Server:
    return Server.of(connection.settings_dict)


@pytest.fixture
def empty(here: Server) -> Iterator[Server]:
    """An empty database beside the test's own."""
    name = f"{here.name}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield Server(name, here.host, here.port, here.user, here.password)
    with connection.cursor() as cursor:
        # Not by force: the server's own vacuum may be in there, and to end that is no right of ours.
        cursor.execute(f"DROP DATABASE {name}")


def rows(server: Server) -> dict[str, list[object]]:
    with server.connected() as one:
        return checksums(one)


def test_an_empty_machine_gets_every_row_back_and_damage_is_refused(
    here: Server, empty: Server, tmp_path: Path
) -> None:
    path = tmp_path / "monday.backup"
    manifest = back_up(here, path)
    assert path.stat().st_mode & 0o077 == 0, "nobody else reads it"
    assert manifest["tables"]["people_organisation"][0] == 1
    restore(empty, path)
    assert rows(empty) == rows(here) == manifest["tables"]

    content = path.read_bytes()
    for damaged in (
        content[: len(content) // 2],
        b"not at all",
        content.replace(b'"sha256": "', b'"sha256": "0'),
    ):
        path.write_bytes(damaged)
        with pytest.raises(Damaged):
            restore(empty, path)
    path.write_bytes(content.replace(b'"people_organisation": [\n   1', b'"people_organisation": [\n   2'))
    with pytest.raises(Damaged):
        restore(empty, path)
    assert rows(empty) == manifest["tables"], "what was refused changed nothing"


def test_a_database_in_use_is_not_overwritten_by_mistake(sue: object, tmp_path: Path) -> None:
    call_command("backup", str(tmp_path / "b"))
    with pytest.raises(CommandError, match="in use"):
        call_command("restore", str(tmp_path / "b"))
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", str(tmp_path / "nowhere" / "b"))
