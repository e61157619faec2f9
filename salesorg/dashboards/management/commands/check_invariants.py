import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from salesorg.dashboards.invariants import Breach, breaches, views


class Command(BaseCommand):
    help = "List every row that breaks an invariant; ends with status 1 if there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON: {ok, checked, breaches}")

    def handle(self, *args: Any, **options: Any) -> None:
        checked, found = len(views()), breaches()
        if options["json"]:
            answer = {"ok": not found, "checked": checked, "breaches": [asdict(breach) for breach in found]}
            self.stdout.write(json.dumps(answer, cls=DjangoJSONEncoder, indent=2))
        else:
            self._say(checked, found)
        if found:
            raise SystemExit(1)

    def _say(self, checked: int, found: list[Breach]) -> None:
        if not found:
            self.stdout.write(f"{checked} invariants hold.")
        for breach in found:
            self.stdout.write(f"{breach.view}: {breach.count} - broken: {breach.sentence}")
            for row in breach.rows:
                self.stdout.write("    " + ", ".join(f"{name} {value}" for name, value in row.items()))
