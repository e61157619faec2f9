import os
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation

from salesorg.dashboards.demo import cast
from salesorg.dashboards.demo.play import play
from salesorg.dashboards.demo.scenery import SCENERIES
from salesorg.dashboards.demo.stage import Stage
from salesorg.people.models import User


class Command(BaseCommand):
    help = "Fill an empty installation with a department that has been at work for some months."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="the same seed plays the same months")
        parser.add_argument("--days", type=int, default=120, help="how many days of history")
        parser.add_argument(
            "--language",
            choices=sorted(SCENERIES),
            default=spoken_here(),
            help="whose names, places and currency",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError(
                "There are people in this installation already: the demo department needs an empty one."
            )
        scenery = SCENERIES[options["language"]]
        # One transaction: an interrupted play leaves an empty house and not half a department.
        with translation.override(scenery.language), transaction.atomic():
            stage = Stage(
                scenery=scenery,
                dice=Random(options["seed"]),
                organisation=cast.furnish(scenery),
                now=timezone.now(),
            )
            play(stage, options["days"], lambda day: self.stdout.write(f"  played until {day}"))
        self.stdout.write(f"{User.objects.count()} people, {options['days']} days of history.")


def spoken_here() -> str:
    """The language of whoever starts it: `SALESORG_LANGUAGE`, else the machine's."""
    asked = os.environ.get("SALESORG_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or "en"
    return "ru" if asked.lower().startswith("ru") else "en"
