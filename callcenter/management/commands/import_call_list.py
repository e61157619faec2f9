from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from callcenter.actions import confirm_import, create_call_list, run_import, upload_import
from callcenter.import_words import REASONS, error_text
from callcenter.list_queries import call_lists, reasons_of
from callcenter.models import CallList, ImportJob
from salesorg.lib.refusals import ActionRefused
from salesorg.people.queries import database_now


class Command(BaseCommand):
    help = (
        "Import a file of companies (CSV or XLSX) into a call list, as the page does, and print the report."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--name", required=True, help="the call list; made if there is none of this name")
        parser.add_argument("--region", default="", help="country of phones without a code, for instance RU")
        parser.add_argument(
            "--map", nargs="+", action="extend", default=[], metavar="COLUMN=FIELD", dest="mapping"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        asked = dict(self._pair(text) for text in options["mapping"])
        try:
            job = self._import(options["file"], options["name"], options["region"], asked)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._print(job)

    @staticmethod
    def _pair(text: str) -> tuple[str, str]:
        column, equals, field = text.rpartition("=")
        if not equals:
            raise CommandError(f"--map takes COLUMN=FIELD, not {text}")
        return column, field

    def _import(self, path: Path, name: str, region: str, asked: dict[str, str]) -> ImportJob:
        at = database_now()
        with path.open("rb") as file:
            call_list = call_lists().filter(name=name).first() or create_call_list(
                actor=None, name=name, region=region, at=at
            )
            job = upload_import(
                actor=None,
                call_list=call_list,
                file=file,
                file_name=path.name,
                at=at,
                region=self._region(call_list, region),
            )
        taken = set(asked.values())
        guessed = {column: "other" if field in taken else field for column, field in job.mapping.items()}
        job = confirm_import(actor=None, job=job, mapping=guessed | asked, at=at)
        return run_import(job=job, at=at)

    @staticmethod
    def _region(call_list: CallList, region: str) -> str:
        return region or call_list.region

    def _print(self, job: ImportJob) -> None:
        self.stdout.write(f"{job.file_name}: {job.rows_done} rows")
        for label, count in (
            ("created", job.created), ("duplicates", job.duplicates), ("on do-not-call", job.dnc),
            ("already clients", job.clients), ("rejected", job.rejected),
        ):  # fmt: skip
            self.stdout.write(f"{count:>9}  {label}")
        for reason, count in reasons_of(job):
            self.stdout.write(f"{count:>9}    {REASONS.get(reason, reason)}")
        if job.status != ImportJob.Status.DONE:
            raise CommandError(error_text(job.error) or f"The import is {job.status}.")
