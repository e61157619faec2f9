from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from salesorg.lib.refusals import ActionRefused
from salesorg.people.actions import hire_person
from salesorg.people.models import Role
from salesorg.people.queries import organisation


class Command(BaseCommand):
    help = "Employ a person from the command line, for instance the first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--password", required=True)
        parser.add_argument("--name", default="")
        parser.add_argument("--language", default="", choices=["", "en", "ru"])

    def handle(self, *args: Any, **options: Any) -> None:
        settings = organisation()
        try:
            person = hire_person(
                actor=None, at=timezone.now(), username=options["username"],
                name=options["name"] or options["username"], role=Role(options["role"]), password=options["password"],
                language=options["language"] or settings.language, time_zone=settings.time_zone,
            )  # fmt: skip
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.username}: {person.get_role_display()}")
