from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import F

from callcenter import verbs
from callcenter.actions.forbid_calls import Why, forbid
from callcenter.models import NumbersFile, NumbersPart
from callcenter.sheets.numbers import NumbersRow, read_row
from callcenter.sheets.refusals import FileRefused
from callcenter.sheets.rows import Layout, data_rows
from salesorg.clients.actions import record_activity
from salesorg.people.queries import local_day

BATCH = 1000
TRIES = 5
UNREAD_SHOWN = 20
Status = NumbersFile.Status


def read_numbers(*, file: NumbersFile, at: datetime) -> NumbersFile:
    """Put the numbers of a queued file on do-not-call, from its first row or from where a killed run stopped.

    Each batch is one transaction that moves `rows_done` on with it, under the file's row lock: of two runs at once only one
    gets each batch. Returns the file as it then is.
    """
    if _begin(file):
        try:
            _read(NumbersFile.objects.get(pk=file.pk), at)
        except FileRefused as refusal:
            _end(file, Status.FAILED, at, error=refusal.code)
    file.refresh_from_db()
    return file


def _begin(file: NumbersFile) -> bool:
    """Count the try; give up a file that has stopped its worker again and again."""
    due = NumbersFile.objects.filter(pk=file.pk, status__in=[Status.QUEUED, Status.RUNNING])
    if due.filter(tries__gte=TRIES).update(status=Status.FAILED, error="gave_up"):
        NumbersPart.objects.filter(file=file).delete()
        return False
    return bool(due.update(status=Status.RUNNING, tries=F("tries") + 1))


def _read(file: NumbersFile, at: datetime) -> None:
    layout = Layout(file.format, file.encoding, file.delimiter, file.has_header)
    today = local_day(at)
    numbered = data_rows(_parts(file), layout, after=file.rows_done)
    rows = (read_row(number, cells, file.columns, file.region, today) for number, cells in numbered)
    done = file.rows_done
    while batch := list(islice(rows, BATCH)):
        if not _write(file, done, batch, at):
            return
        done = batch[-1].number
    _end(file, Status.DONE, at, rows=done)


def _parts(file: NumbersFile) -> Iterator[bytes]:
    for number in NumbersPart.objects.filter(file=file).values_list("number", flat=True):
        yield bytes(NumbersPart.objects.values_list("data", flat=True).get(file=file, number=number))


@transaction.atomic
def _write(file: NumbersFile, done: int, batch: Sequence[NumbersRow], at: datetime) -> bool:
    now = NumbersFile.objects.select_for_update(no_key=True).get(pk=file.pk)
    if now.rows_done != done or now.status != Status.RUNNING:
        return False
    asked: dict[Why, set[str]] = defaultdict(set)
    for row in batch:
        if not row.wrong:
            asked[row.reason or file.reason, row.expires_on or file.expires_on].update(row.phones)
    made = forbid(actor=file.created_by, asked=asked, at=at)
    numbers = len({phone for some in asked.values() for phone in some})
    unread = [row.number for row in batch if row.wrong]
    NumbersFile.objects.filter(pk=file.pk).update(
        rows_done=batch[-1].number, tries=0, added=F("added") + made.numbers, closed=F("closed") + made.closed,
        known=F("known") + numbers - made.numbers, rejected=F("rejected") + len(unread),
        unread=[*now.unread, *unread][:UNREAD_SHOWN],
    )  # fmt: skip
    return True


@transaction.atomic
def _end(
    file: NumbersFile, status: Status, at: datetime, *, error: str = "", rows: int | None = None
) -> None:
    """Say what came of it, once, and let the file go."""
    changes = {"status": status, "error": error, "finished_at": at} | ({} if rows is None else {"rows": rows})
    if not NumbersFile.objects.filter(pk=file.pk, status=Status.RUNNING).update(**changes):
        return
    NumbersPart.objects.filter(file=file).delete()
    file.refresh_from_db()
    record_activity(
        company=None, actor=file.created_by, verb=verbs.NUMBERS_IMPORTED, at=at, file=file.pk, added=file.added,
        known=file.known, rejected=file.rejected, closed=file.closed,
    )  # fmt: skip
