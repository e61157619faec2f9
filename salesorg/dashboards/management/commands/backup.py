from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from salesorg.dashboards.backup import Damaged, Server, back_up


class Command(BaseCommand):
    help = "Write a backup of the whole database to one file. Keep it safe: it holds every contact in full."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"].absolute()
        if not path.parent.is_dir():
            raise CommandError(f"there is no folder {path.parent}")
        try:
            manifest = back_up(Server.of(connection.settings_dict), path)
        except Damaged as error:
            raise CommandError(str(error)) from error
        rows = sum(count for count, _checksum in manifest["tables"].values())
        self.stdout.write(f"{path}: {len(manifest['tables'])} tables, {rows:,} rows")
