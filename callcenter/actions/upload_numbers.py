from datetime import date, datetime
from typing import IO

from django.conf import settings
from django.db import transaction

from callcenter.actions.forbid_calls import refuse_past_expiry
from callcenter.models import NumbersFile, NumbersPart
from callcenter.sheets.inspect import inspect_file
from callcenter.sheets.numbers import columns_of
from callcenter.sheets.rows import spooled
from salesorg.lib.background import run_after_commit
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def upload_numbers(
    *, actor: User, file: IO[bytes], file_name: str, reason: str, at: datetime, expires_on: date | None = None
) -> NumbersFile:
    """Take a file of numbers (CSV or XLSX) that must not be called and queue it; columns are told by their headings.

    `reason` and `expires_on` hold for rows that name none of their own. Refusals: `NotYours`, `ExpiryPassed`,
    `FileHasNoPhones` and every other `FileRefused`, all before anything is kept.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    refuse_past_expiry(expires_on, at)
    region = organisation().country
    found = inspect_file(file, region, settings.IMPORT_MAX_BYTES)
    made = NumbersFile.objects.create(
        file_name=file_name[-200:], format=found.layout.format, encoding=found.layout.encoding,
        delimiter=found.layout.delimiter, has_header=found.layout.has_header, region=region, rows=found.count,
        columns=columns_of(found.columns, found.rows, region), reason=reason, expires_on=expires_on,
        created_by=actor, created_at=at,
    )  # fmt: skip
    for number, part in enumerate(spooled(file)):
        NumbersPart.objects.create(file=made, number=number, data=part)
    run_after_commit("callcenter.tasks.read_numbers", made.pk)
    return made
