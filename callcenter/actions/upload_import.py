from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import transaction

from callcenter.models import CallList, ImportJob, ImportPart
from callcenter.remembered_mapping import remembered
from callcenter.sheets.columns import guess_mapping
from callcenter.sheets.inspect import Inspected, inspect_file
from callcenter.sheets.rows import spooled
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def upload_import(
    *,
    actor: User | None,
    call_list: CallList,
    file: IO[bytes],
    file_name: str,
    at: datetime,
    region: str = "",
) -> ImportJob:
    """Look at a file (CSV or XLSX, opened for reading), keep it and return the job in preview, its columns guessed, or
    mapped as the last time when a file with the same columns was imported before (`sample["as_last_time"]`).

    `region`: the country to assume for phones without a code; the list's by default. Refusals: `NotYours` and every
    `FileRefused` (empty, binary, too large, damaged, a bomb), all before anything is kept.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    region = (region or call_list.region).upper()
    found = inspect_file(file, region, settings.IMPORT_MAX_BYTES)
    # Columns without headings are only numbered: that two files have three of them says nothing.
    known = remembered(found.columns) if found.layout.has_header else None
    job = ImportJob.objects.create(
        call_list=call_list, file_name=file_name[-200:], format=found.layout.format, encoding=found.layout.encoding,
        delimiter=found.layout.delimiter, region=region, sample={**_sample(found), "as_last_time": known is not None},
        rows=found.count, mapping=known or guess_mapping(found.columns, found.rows, region), created_by=actor, created_at=at,
    )  # fmt: skip
    for number, part in enumerate(spooled(file)):
        ImportPart.objects.create(job=job, number=number, data=part)
    return job


def _sample(found: Inspected) -> dict[str, object]:
    return {"columns": found.columns, "rows": found.rows, "has_header": found.layout.has_header}
