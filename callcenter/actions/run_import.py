from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from itertools import islice

from django.db import OperationalError, connection, transaction
from django.db.models import F
from django.urls import reverse
from psycopg2.errors import DeadlockDetected

from callcenter import verbs
from callcenter.actions._import_batch import RivalWrote, judge, write
from callcenter.list_counts import forget_counts
from callcenter.models import ImportJob, ImportPart
from callcenter.possible_duplicates import find_possible_duplicates
from callcenter.sheets.draft import Draft, DraftReader
from callcenter.sheets.refusals import FileRefused
from callcenter.sheets.rows import Layout, data_rows
from salesorg.clients.actions import record_activity
from salesorg.people.actions import notify
from salesorg.people.queries import organisation

BATCH = 1000
TRIES = 5
# Each rival costs at most one more writing of a batch; so many at once there are not.
REWRITES = 25
Status = ImportJob.Status


def run_import(*, job: ImportJob, at: datetime) -> ImportJob:
    """Carry a queued import through, or on from where a killed run stopped; return the job as it then is.

    Each batch of rows is one transaction that moves `rows_done` on with it, under the job's row lock: killed anywhere
    it resumes there, and of two runs at once only one gets each batch. Batches, not the whole, are the transactions:
    a million rows in one would hold their locks for minutes and lose everything with the worker.
    """
    with _only_runner(job) as alone:
        if alone and _begin(job):
            try:
                _run(ImportJob.objects.get(pk=job.pk), at)
            except FileRefused as refusal:
                _fail(job, refusal.code, at)
    job.refresh_from_db()
    return job


@contextmanager
def _only_runner(job: ImportJob) -> Iterator[bool]:
    """Spare the second worker the work. It is no guarantee: that is the row lock in `_write_batch`.

    Of the session, not the transaction: it goes with the connection when the worker is killed.
    """
    key = [0x1136, job.pk % 2**31]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", key)
        alone = bool(cursor.fetchone()[0])
    try:
        yield alone
    finally:
        if alone and not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", key)


def _begin(job: ImportJob) -> bool:
    """Count the try; give up a file that has stopped its worker again and again without getting a batch further."""
    due = ImportJob.objects.filter(pk=job.pk, status__in=[Status.QUEUED, Status.RUNNING])
    if due.filter(tries__gte=TRIES).update(status=Status.FAILED, error="gave_up"):
        ImportPart.objects.filter(job=job).delete()
        return False
    return bool(due.update(status=Status.RUNNING, tries=F("tries") + 1))


def _run(job: ImportJob, at: datetime) -> None:
    layout = Layout(job.format, job.encoding, job.delimiter, job.sample["has_header"])
    reader = DraftReader(job.sample["columns"], job.mapping, job.region, organisation().time_zone)
    rows = data_rows(_parts(job), layout, after=job.rows_done)
    drafts = (reader.read(number, cells) for number, cells in rows)
    done = job.rows_done
    while batch := list(islice(drafts, BATCH)):
        if not _write_patiently(job, done, batch, at):
            return
        done = batch[-1].number
    _finish(job, done, at)


def _parts(job: ImportJob) -> Iterator[bytes]:
    for number in ImportPart.objects.filter(job=job).values_list("number", flat=True):
        yield bytes(ImportPart.objects.values_list("data", flat=True).get(job=job, number=number))


def _write_patiently(job: ImportJob, done: int, batch: Sequence[Draft], at: datetime) -> bool:
    """Write a batch, anew when a rival wrote one of its companies meanwhile; False if another run is ahead of us."""
    for attempt in range(REWRITES):
        try:
            return _write_batch(job, done, batch, at)
        except RivalWrote:
            if attempt == REWRITES - 1:
                raise
        except OperationalError as error:
            if attempt == REWRITES - 1 or not isinstance(error.__cause__, DeadlockDetected):
                raise
    return False


@transaction.atomic
def _write_batch(job: ImportJob, done: int, batch: Sequence[Draft], at: datetime) -> bool:
    """The rows of one batch and the resume point behind them, together or not at all."""
    now = ImportJob.objects.select_for_update(no_key=True).only("rows_done", "status").get(pk=job.pk)
    if now.rows_done != done or now.status != Status.RUNNING:
        return False
    judged = judge(batch)
    write(judged, job, at)
    counts = Counter(row.outcome for row in judged)
    ImportJob.objects.filter(pk=job.pk).update(
        rows_done=batch[-1].number, tries=0,
        created=F("created") + counts["created"], duplicates=F("duplicates") + counts["duplicate"],
        dnc=F("dnc") + counts["dnc"], clients=F("clients") + counts["client"],
        rejected=F("rejected") + counts["rejected"],
    )  # fmt: skip
    return True


@transaction.atomic
def _finish(job: ImportJob, done: int, at: datetime) -> None:
    """Say what came of it, once, and let the file go: what it held is in the companies now."""
    ended = ImportJob.objects.filter(pk=job.pk, rows_done=done, status=Status.RUNNING)
    if not ended.update(status=Status.DONE, rows=done, finished_at=at, sample={}):
        return
    ImportPart.objects.filter(job=job).delete()
    find_possible_duplicates(job, at)
    transaction.on_commit(partial(forget_counts, job.call_list_id))
    job.refresh_from_db()
    record_activity(
        company=None, actor=job.created_by, verb=verbs.IMPORT_DONE, at=at, job=job.pk, call_list=job.call_list_id,
        created=job.created, duplicates=job.duplicates, dnc=job.dnc, clients=job.clients, rejected=job.rejected,
    )  # fmt: skip
    _tell(job, "import_done", at)


@transaction.atomic
def _fail(job: ImportJob, code: str, at: datetime) -> None:
    """The file turned out to be damaged below its beginning: what was read stays and can be reverted."""
    ended = ImportJob.objects.filter(pk=job.pk, status=Status.RUNNING)
    if ended.update(status=Status.FAILED, error=code, finished_at=at, sample={}):
        ImportPart.objects.filter(job=job).delete()
        find_possible_duplicates(job, at)
        job.refresh_from_db()
        record_activity(
            company=None, actor=job.created_by, verb=verbs.IMPORT_FAILED, at=at, job=job.pk, reason=code
        )
        _tell(job, "import_failed", at)


def _tell(job: ImportJob, kind: str, at: datetime) -> None:
    if job.created_by is not None:
        notify(
            people=[job.created_by], key=f"import-{job.pk}", kind=kind, at=at,
            url=reverse("callcenter:import_job", args=[job.pk]), data={"file": job.file_name, "created": job.created},
        )  # fmt: skip
