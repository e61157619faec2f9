from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from salesorg.clients.actions import record_activity
from salesorg.lib.sheets.refusals import FileRefused
from salesorg.lib.sheets.rows import Layout
from salesorg.sales import verbs
from salesorg.sales.actions._bank_batch import write_batch
from salesorg.sales.bank.line import BankEntry, identified
from salesorg.sales.bank.one_c import one_c_entries
from salesorg.sales.bank.table import TableLayout, table_entries
from salesorg.sales.models import BankPart, BankStatement

BATCH = 250
TRIES = 5
Status = BankStatement.Status


def read_statement(*, statement: BankStatement, at: datetime) -> BankStatement:
    """Carry a queued statement through, or on from where a killed run stopped; return it as it then is.

    Each batch of lines is one transaction with its payments and the resume point, under the statement's row lock: of two
    runs at once only one gets each batch, and a line is either with its payment or in the queue.
    """
    if _begin(statement):
        try:
            _read(BankStatement.objects.get(pk=statement.pk), at)
        except FileRefused as refusal:
            _fail(statement, refusal.code, at)
    statement.refresh_from_db()
    return statement


def _begin(statement: BankStatement) -> bool:
    """Count the try; give up a file that has stopped its worker again and again without getting a batch further."""
    due = BankStatement.objects.filter(pk=statement.pk, status__in=[Status.QUEUED, Status.RUNNING])
    if due.filter(tries__gte=TRIES).exists():
        due.update(status=Status.RUNNING)
        _fail(statement, "gave_up")
        return False
    return bool(due.update(status=Status.RUNNING, tries=F("tries") + 1))


def _read(statement: BankStatement, at: datetime) -> None:
    done = statement.rows_done
    entries = (entry for entry in identified(_entries(statement)) if entry.number > statement.rows_done)
    while batch := list(islice(entries, BATCH)):
        if not write_batch(statement, done, batch, at):
            return
        done = batch[-1].number
    _finish(statement, done, at)


def _entries(statement: BankStatement) -> Iterator[BankEntry]:
    """Every entry of the file, from its first one: equal lines are told apart by counting them."""
    kept = statement.reading
    if statement.format == "1c":
        return one_c_entries(_parts(statement), statement.encoding, kept["accounts"])
    layout = Layout(statement.format, statement.encoding, statement.delimiter)
    table = TableLayout(
        columns=kept["columns"], mapping=kept["mapping"], header_at=kept["header_at"], decimal=kept["decimal"],
        order=kept["order"], currency=kept["currency"],
    )  # fmt: skip
    return table_entries(_parts(statement), layout, table)


def _parts(statement: BankStatement) -> Iterator[bytes]:
    parts = BankPart.objects.filter(statement=statement)
    for number in parts.values_list("number", flat=True):
        yield bytes(parts.values_list("data", flat=True).get(number=number))


@transaction.atomic
def _finish(statement: BankStatement, done: int, at: datetime) -> None:
    """Say what came of it, once, and let the file go: what it held is in the lines now."""
    running = BankStatement.objects.filter(pk=statement.pk, rows_done=done, status=Status.RUNNING)
    if not running.update(status=Status.DONE, finished_at=at):
        return
    BankPart.objects.filter(statement=statement).delete()
    statement.refresh_from_db()
    statement.reading = {name: value for name, value in statement.reading.items() if name != "rows"}
    statement.save(update_fields=["reading"])
    record_activity(
        company=None, actor=statement.uploaded_by, verb=verbs.BANK_STATEMENT_READ, at=at, statement=statement.pk,
        lines=statement.lines,
    )  # fmt: skip


@transaction.atomic
def _fail(statement: BankStatement, code: str, at: datetime | None = None) -> None:
    """The file turned out to be damaged below its beginning: what was read stays; uploaded again it goes on from there."""
    running = BankStatement.objects.filter(pk=statement.pk, status=Status.RUNNING)
    if running.update(status=Status.FAILED, error=code, finished_at=at) and at is not None:
        record_activity(
            company=None, actor=statement.uploaded_by, verb=verbs.BANK_STATEMENT_FAILED, at=at,
            statement=statement.pk, reason=code,
        )  # fmt: skip
