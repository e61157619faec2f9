"""A worker killed (-9) in the middle of an import: nothing half-written, and the next one goes on where it stopped."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection

from callcenter.actions import run_import
from callcenter.models import ImportJob, ImportRow, Lead
from salesorg.clients.models import Company, ContactPoint
from salesorg.people.models import Organisation
from tests import factories
from tests.callcenter.files import US, confirmed, csv_file, us_rows

pytestmark = pytest.mark.django_db(transaction=True)
ROWS, BATCH = 300, 50
# A worker of its own; it says when a batch is in the database but not yet committed, and waits there to be killed.
WORKER = """
import os, sys, time
name, job, batch, die_in = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
from django.conf import settings
settings.DATABASES["default"]["NAME"] = name
import django
django.setup()
from callcenter.actions import run_import
from callcenter.models import ImportJob
from salesorg.people.queries import database_now
module = sys.modules["callcenter.actions.run_import"]
module.BATCH, write, seen = batch, module.write, []
def written(*args):
    write(*args)
    seen.append(1)
    if len(seen) == die_in:
        print("written", flush=True)
        time.sleep(60)
module.write = written
run_import(job=ImportJob.objects.get(pk=job), at=database_now())
"""


@pytest.fixture(autouse=True)
def _begun_by_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        sys.modules["callcenter.actions.confirm_import"], "run_after_commit", lambda *_args: None
    )
    monkeypatch.setattr(sys.modules["callcenter.actions.run_import"], "BATCH", BATCH)


@pytest.mark.parametrize("batches", [1, 3])
def test_nothing_is_half_imported_after_a_kill(org: Organisation, at: datetime, batches: int) -> None:
    job = confirmed(factories.call_list(), csv_file(US + us_rows(ROWS)), at)
    kill_in_the_midst_of(job, batches)
    whole = (batches - 1) * BATCH
    job.refresh_from_db()
    assert (job.status, job.rows_done, job.created) == ("running", whole, whole)
    assert written() == (whole, whole, whole, whole)
    run_import(job=job, at=at)
    job.refresh_from_db()
    assert (job.status, job.rows_done, job.created, job.duplicates) == ("done", ROWS, ROWS, 0)
    assert written() == (ROWS, ROWS, ROWS, ROWS)


def kill_in_the_midst_of(job: ImportJob, batch: int) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(job.pk), str(BATCH), str(batch)],
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "salesorg.settings"},
    )  # fmt: skip
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline().strip().endswith(b"written")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
        worker.stdout.close()
    # The server has noticed when the killed session's lock is free again.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [0x1136, job.pk])
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [0x1136, job.pk])


def written() -> tuple[int, int, int, int]:
    return (
        Company.objects.count(), ContactPoint.objects.count(), Lead.objects.count(), ImportRow.objects.count(),
    )  # fmt: skip
