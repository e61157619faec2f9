import hashlib
from datetime import datetime
from typing import IO

from django.conf import settings
from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.lib.background import run_after_commit
from salesorg.lib.refusals import refusing
from salesorg.lib.sheets.rows import spooled
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales import verbs
from salesorg.sales.actions._bank_line import finance_only
from salesorg.sales.bank.columns import mapping_error
from salesorg.sales.bank.inspect import Looked, look_at
from salesorg.sales.bank_layouts import remembered
from salesorg.sales.bank_refusals import StatementKnown
from salesorg.sales.models import BankPart, BankStatement

Status = BankStatement.Status


@transaction.atomic
def upload_statement(*, actor: User | None, file: IO[bytes], file_name: str, at: datetime) -> BankStatement:
    """Take a bank's file (CSV, XLSX or 1C's text, opened for reading) and return its statement.

    What needs no question, 1C's format and columns that were confirmed before, is queued at once; else the statement is in
    preview with its columns guessed. A file that failed before goes on where it stopped. Refusals: `NotYours`,
    `StatementKnown` (with the first one's id as `statement`), and every `FileRefused`, all before anything is kept.
    """
    finance_only(actor)
    digest = _digest(file)
    known = BankStatement.objects.select_for_update().filter(sha256=digest).first()
    if known is not None:
        return _again(known, at)
    org = organisation()
    looked = look_at(file, org.country, settings.IMPORT_MAX_BYTES)
    as_last_time = remembered(looked.columns) if looked.columns else None
    ready = looked.layout.format == "1c" or as_last_time is not None
    with refusing("bank_statement_file_comes_once", StatementKnown), transaction.atomic():
        statement = BankStatement.objects.create(
            file_name=file_name[-200:], format=looked.layout.format, encoding=looked.layout.encoding,
            delimiter=looked.layout.delimiter, sha256=digest, reading=_reading(looked, as_last_time, org.currency),
            status=Status.QUEUED if ready else Status.PREVIEW, stated_in=looked.head.stated_in,
            stated_out=looked.head.stated_out, uploaded_by=actor, uploaded_at=at,
        )  # fmt: skip
    for number, part in enumerate(spooled(file)):
        BankPart.objects.create(statement=statement, number=number, data=part)
    record_activity(
        company=None, actor=actor, verb=verbs.BANK_STATEMENT_UPLOADED, at=at, statement=statement.pk
    )
    if ready:
        run_after_commit("salesorg.sales.tasks.read_bank_statement", statement.pk)
    return statement


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    for part in spooled(file):
        digest.update(part)
    return digest.hexdigest()


def _again(known: BankStatement, at: datetime) -> BankStatement:
    """The same file a second time: on with what failed or was never confirmed, no to everything else."""
    if known.status == Status.PREVIEW:
        return known
    if known.status != Status.FAILED or not known.parts.exists():
        raise StatementKnown(statement=known.pk)
    known.status, known.error, known.tries, known.finished_at = Status.QUEUED, "", 0, None
    known.save(update_fields=["status", "error", "tries", "finished_at"])
    run_after_commit("salesorg.sales.tasks.read_bank_statement", known.pk)
    return known


def _reading(
    looked: Looked, as_last_time: tuple[dict[str, str], str] | None, currency: str
) -> dict[str, object]:
    """What it takes to read the file again: of 1C's format our accounts, of a table its columns and signs."""
    if looked.layout.format == "1c":
        return {"accounts": sorted(looked.head.accounts)}
    mapping, order = as_last_time or (looked.mapping, looked.order)
    return {
        "columns": looked.columns, "mapping": mapping, "header_at": looked.header_at, "decimal": looked.decimal,
        "order": order, "currency": currency, "rows": looked.rows,
        "guessed": as_last_time is None, "unclear": str(mapping_error(mapping, looked.columns)),
    }  # fmt: skip
