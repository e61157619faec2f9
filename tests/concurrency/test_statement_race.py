"""Rivals over a month and over a dispute; a worker killed in the middle of closing a month."""

import os
import signal
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from handoff.actions import (
    accrue_due,
    carry_closing_on,
    close_month,
    close_statement,
    grant_dispute,
    open_dispute,
)
from handoff.models import Accrual, Dispute, MonthClosing, Statement, StatementLine
from handoff.queries import commissions_owed
from salesorg.clients.models import Activity
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests.concurrency.rivals import at_once
from tests.factories import person
from tests.handoff.steps import accept, first_sale, pay, sell

pytestmark = pytest.mark.django_db(transaction=True)
NOVEMBER = date(2026, 11, 1)
PEOPLE = 6
WORKER = """
import os, sys, time
name, closing, die_in = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
from django.conf import settings
settings.DATABASES["default"]["NAME"] = name
import django
django.setup()
from handoff.actions import carry_closing_on
from handoff.models import MonthClosing
from salesorg.people.queries import database_now
module = sys.modules["handoff.actions.carry_closing_on"]
close, seen = module.close_statement, []
def closed(**given):
    close(**given)
    seen.append(1)
    if len(seen) == die_in:
        print("closed", flush=True)
        time.sleep(60)
module.close_statement = closed
carry_closing_on(closing=MonthClosing.objects.select_related("asked_by").get(pk=closing), at=database_now())
"""


@pytest.fixture
def closing(fay: User, finn: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> MonthClosing:
    """Six hunters with a bonus of 10.00 and trailing of 0.30 each; a month that is to be closed."""
    monkeypatch.setattr(sys.modules["handoff.actions.close_month"], "run_after_commit", lambda *_args: None)
    for n in range(PEOPLE):
        handed = first_sale(person(f"hunter{n}", "hunter"), at, "100.00")  # type: ignore[arg-type]
        accept(handed.handoff, at)
        pay(handed.handoff.sale, "100.00", at)
        pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "10.00", at), "10.00", at)
    accrue_due(at=at)
    return close_month(actor=finn, month=NOVEMBER, at=at)


def all_closed(closing: MonthClosing) -> None:
    closing.refresh_from_db()
    assert (closing.done, closing.finished_at is not None) == (PEOPLE, True)
    assert sorted(Statement.objects.values_list("total", "lines_count")) == [(Decimal("10.30"), 2)] * PEOPLE
    assert StatementLine.objects.count() == Accrual.objects.count() == 2 * PEOPLE
    assert Activity.objects.filter(verb="commission_month_closed").count() == 1
    assert not breaches()


def test_two_workers_and_a_clerk_close_each_person_once(
    closing: MonthClosing, finn: User, at: datetime
) -> None:
    one = User.objects.get(username="hunter3")
    at_once(
        lambda: carry_closing_on(closing=closing, at=at),
        lambda: carry_closing_on(closing=closing, at=at),
        alone=True,
    )
    all_closed(closing)
    assert Statement.objects.filter(person=one).count() == 1


@pytest.mark.parametrize("die_in", [1, 3])
def test_a_killed_worker_leaves_whole_statements(closing: MonthClosing, at: datetime, die_in: int) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(closing.pk), str(die_in)],
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[2],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "salesorg.settings"},
    )  # fmt: skip
    assert worker.stdout is not None
    try:
        assert worker.stdout.readline().strip().endswith(b"closed")
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait(10)
        worker.stdout.close()
    closing.refresh_from_db()
    assert (closing.done, closing.finished_at) == (die_in - 1, None)
    assert (Statement.objects.count(), StatementLine.objects.count()) == (die_in - 1, 2 * (die_in - 1))
    carry_closing_on(closing=closing, at=at)
    all_closed(closing)


def test_a_line_that_is_posted_meanwhile_is_in_total_and_lines_or_in_neither(
    fay: User, hal: User, finn: User, at: datetime
) -> None:
    handed = first_sale(hal, at)
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at)
    pay(sale, "100.00", at)
    accrue_due(at=at)
    pay(sale, "200.00", at)
    answers = at_once(
        lambda: close_statement(actor=finn, person=hal, month=NOVEMBER, at=at),
        lambda: accrue_due(at=at),
        alone=True,
    )
    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    found = Statement.objects.get()
    assert (found.lines_count, found.total) in {(1, Decimal("3.00")), (2, Decimal("9.00"))}
    assert found.total + commissions_owed(hal)["payable"] == 9
    assert not breaches()


def test_a_dispute_is_granted_once(fay: User, hal: User, finn: User, at: datetime) -> None:
    """Red without the lock of the dispute: two corrections."""
    pay(first_sale(hal, at).handoff.sale, "100.00", at)
    accrue_due(at=at)
    dispute = open_dispute(actor=hal, line=Accrual.objects.get(), text="Wrong", at=at)

    def grant() -> Any:
        return grant_dispute(
            actor=finn, dispute=dispute, answer="Yes", amount=Decimal(5), currency="USD", at=at
        )

    answers = at_once(grant, grant, grant)
    assert sum(isinstance(answer, Dispute) for answer in answers) == 1, answers
    assert Accrual.objects.filter(kind="correction").count() == 1
    assert Dispute.objects.get().state == "granted"


def test_a_line_is_contested_once(fay: User, hal: User, finn: User, at: datetime) -> None:
    pay(first_sale(hal, at).handoff.sale, "100.00", at)
    accrue_due(at=at)
    line = Accrual.objects.get()
    answers = at_once(*[lambda: open_dispute(actor=hal, line=line, text="Wrong", at=at)] * 3)
    assert sum(isinstance(answer, Dispute) for answer in answers) == 1, answers
    assert Dispute.objects.count() == 1
