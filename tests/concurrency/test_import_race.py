"""Imports at the same time: one company per phone, no row told twice, no deadlock that is not survived."""

import random
import sys
import threading
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime

import pytest

from callcenter.actions import run_import
from callcenter.actions._import_batch import Judged
from callcenter.models import ImportJob, ImportRow, Lead
from callcenter.sheets.draft import Draft
from salesorg.clients.models import Company, ContactPoint
from salesorg.people.models import Organisation
from tests import factories
from tests.callcenter.files import US, confirmed, csv_file, us_rows
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _begun_by_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job that a confirmed import queues would run at once, before its rivals are there."""
    monkeypatch.setattr(
        sys.modules["callcenter.actions.confirm_import"], "run_after_commit", lambda *_args: None
    )


def test_the_same_rows_from_three_files_make_one_company_each(
    org: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = shrink(monkeypatch, 40)
    judge, together, met = module.judge, threading.Barrier(3), threading.local()

    def judge_together(drafts: Sequence[Draft]) -> list[Judged]:
        """Nobody writes before all three have looked: each takes every company for new."""
        judged: list[Judged] = judge(drafts)
        if not hasattr(met, "once"):
            met.once = together.wait(10)
        return judged

    monkeypatch.setattr(module, "judge", judge_together)
    rows = us_rows(120).splitlines(keepends=True)
    jobs = []
    for seed in range(3):
        random.Random(seed).shuffle(rows)
        jobs.append(confirmed(factories.call_list(f"List {seed}"), csv_file(US + "".join(rows)), at))
    answers = at_once(*[lambda job=job: run_import(job=job, at=at) for job in jobs], alone=True)
    assert [getattr(answer, "status", answer) for answer in answers] == ["done"] * 3
    assert (Company.objects.count(), ContactPoint.objects.count(), Lead.objects.count()) == (120, 120, 120)
    assert sum(ImportJob.objects.values_list("created", flat=True)) == 120
    assert sum(ImportJob.objects.values_list("duplicates", flat=True)) == 240


def test_two_workers_at_one_import_write_each_row_once(
    org: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the advisory lock, which only spares work: what decides is the row lock with the resume point."""
    module = shrink(monkeypatch, 20)
    monkeypatch.setattr(module, "_only_runner", lambda _job: nullcontext(True))
    job = confirmed(factories.call_list(), csv_file(US + us_rows(100)), at)
    answers = at_once(
        *[lambda: run_import(job=ImportJob.objects.get(pk=job.pk), at=at) for _ in range(3)], alone=True
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)]
    job.refresh_from_db()
    assert (job.status, job.rows_done, job.created, job.duplicates) == ("done", 100, 100, 0)
    assert (ImportRow.objects.filter(job=job).count(), Lead.objects.count()) == (100, 100)


def shrink(monkeypatch: pytest.MonkeyPatch, size: int):  # type: ignore[no-untyped-def]
    module = sys.modules["callcenter.actions.run_import"]
    monkeypatch.setattr(module, "BATCH", size)
    return module
