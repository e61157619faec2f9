from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from salesorg.dashboards.backup import Damaged, Server, restore


class Command(BaseCommand):
    help = "Put a backup in the place of this database, all or nothing. A damaged backup is refused."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--replace", action="store_true", help="although there are people in this database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if self._is_in_use() and not options["replace"]:
            raise CommandError("this database is in use; with --replace everything in it is lost")
        server = Server.of(connection.settings_dict)
        connection.close()
        try:
            manifest = restore(server, options["file"].absolute())
        except Damaged as error:
            raise CommandError(f"{error}. Nothing was changed.") from error
        # A backup of an older version is brought up to date.
        call_command("migrate", verbosity=0)
        rows = sum(count for count, _checksum in manifest["tables"].values())
        self.stdout.write(f"{len(manifest['tables'])} tables, {rows:,} rows, equal to the backup")

    @staticmethod
    def _is_in_use() -> bool:
        if "people_user" not in connection.introspection.table_names():
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM people_user)")
            return bool(cursor.fetchone()[0])
