"""Everybody's statements of a month at once: begun by finance, carried on by a job, once."""

import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handoff.actions import HandedOver, accrue_due, carry_closing_on, close_month, close_statement
from handoff.models import Accrual, MonthClosing, Statement
from handoff.queries import lines_of, open_statements, sums_by_kind
from handoff.refusals import ClosingUnderWay, EarlierMonthOpen, MonthNotBegun, NothingToClose
from salesorg.clients.models import Activity
from salesorg.dashboards.invariants import breaches
from salesorg.lib.refusals import NotYours
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests.handoff.steps import accept, first_sale, held, pay, sell
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


@pytest.fixture
def earned(handed: HandedOver, hugo: User, cara: User, fay: User, at: datetime) -> HandedOver:
    """Hal: a bonus that waits (100.00) and trailing (3.00); Hugo: a bonus that is payable; Cara: a meeting."""
    pay(handed.handoff.sale, "1000.00", at)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), "100.00", at)
    other = first_sale(hugo, at, "500.00")
    pay(other.handoff.sale, "500.00", at)
    accept(other.handoff, at)
    accrue_due(at=at)
    held(cara, at)
    return handed


@pytest.fixture
def not_sent(monkeypatch: Any) -> None:
    """The job is not begun by itself."""
    monkeypatch.setattr(sys.modules["handoff.actions.close_month"], "run_after_commit", lambda *_args: None)


def test_everybody_is_closed(earned: HandedOver, hal: User, hugo: User, cara: User, finn: User, at: datetime,
                             not_sent: None) -> None:  # fmt: skip
    shown = {one.person: [line.pk for line in lines_of(one)] for one in open_statements(finn)}
    closing = close_month(actor=finn, month=NOVEMBER, at=at)
    assert (closing.people, closing.done, closing.finished_at) == (3, 0, None)
    closing = carry_closing_on(closing=closing, at=at)
    assert (closing.done, closing.finished_at) == (3, at)
    totals = {one.person: (one.total, one.lines_count) for one in Statement.objects.all()}
    assert totals == {hal: (3, 1), hugo: (50, 1), cara: (25, 1)}
    assert {one.person: [line.pk for line in lines_of(one)] for one in Statement.objects.all()} == shown
    assert [kind.kind for kind in sums_by_kind(Statement.objects.get(person=cara))] == ["meeting"]
    assert Activity.objects.filter(verb="commission_month_closed").count() == 1
    assert not breaches()


def test_it_is_carried_on_once(earned: HandedOver, finn: User, at: datetime, not_sent: None) -> None:
    closing = close_month(actor=finn, month=NOVEMBER, at=at)
    carry_closing_on(closing=closing, at=at)
    again = carry_closing_on(closing=closing, at=at + timedelta(minutes=1))
    assert (again.done, again.finished_at, Statement.objects.count()) == (3, at, 3)
    assert Activity.objects.filter(verb="commission_month_closed").count() == 1
    with pytest.raises(NothingToClose):
        close_month(actor=finn, month=NOVEMBER, at=at)


def test_a_bonus_accepted_later_and_old_lines_enter_the_next_month(
    earned: HandedOver, hal: User, finn: User, at: datetime, not_sent: None
) -> None:
    carry_closing_on(closing=close_month(actor=finn, month=NOVEMBER, at=at), at=at)
    december = at + timedelta(days=20)
    accept(earned.handoff, december)
    # Posted in the closed month, after it was closed.
    pay(Sale.objects.get(kind="repeat"), "100.00", at)
    accrue_due(at=at)
    statement = close_statement(actor=finn, person=hal, month=DECEMBER, at=december)
    assert (statement.total, statement.lines_count) == (103, 2)
    assert not breaches()


def test_it_is_refused_and_nothing_changes(
    earned: HandedOver, hal: User, sue: User, finn: User, at: datetime, not_sent: None
) -> None:
    for who in (hal, sue):
        with pytest.raises(NotYours):
            close_month(actor=who, month=NOVEMBER, at=at)
    with pytest.raises(MonthNotBegun):
        close_month(actor=finn, month=DECEMBER, at=at)
    with pytest.raises(EarlierMonthOpen):
        close_month(actor=finn, month=DECEMBER, at=at + timedelta(days=20))
    with pytest.raises(NothingToClose):
        close_month(actor=finn, month=date(2026, 10, 1), at=at)
    assert not MonthClosing.objects.exists()
    close_month(actor=finn, month=NOVEMBER, at=at)
    with pytest.raises(ClosingUnderWay):
        close_month(actor=finn, month=NOVEMBER, at=at)
    assert (MonthClosing.objects.count(), Statement.objects.count()) == (1, 0)


def test_it_stops_when_the_clerk_is_no_longer_in_finance(
    earned: HandedOver, finn: User, at: datetime, not_sent: None
) -> None:
    closing = close_month(actor=finn, month=NOVEMBER, at=at)
    User.objects.filter(pk=finn.pk).update(role="hunter")
    done = carry_closing_on(closing=MonthClosing.objects.get(pk=closing.pk), at=at)
    assert (done.done, done.finished_at, Statement.objects.count()) == (0, at, 0)


def test_no_line_passes_through_python(
    handed: HandedOver, hal: User, fay: User, finn: User, at: datetime, django_assert_num_queries: Any
) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at)
    for _n in range(30):
        pay(sale, "10.00", at)
    accrue_due(at=at)
    with django_assert_num_queries(9):
        assert close_statement(actor=finn, person=hal, month=NOVEMBER, at=at).total == Decimal("9.00")
    assert Accrual.objects.filter(statement_line__isnull=False).count() == 30


def test_by_the_page(
    earned: HandedOver, finn: User, sue: User, at: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    page = login(finn).get("/commissions/statements/").content.decode()
    assert "Close all of the month" in page
    assert "Close all of the month" not in login(sue).get("/commissions/statements/").content.decode()
    sent = {"month": "2026-11-01", "idempotency_key": "k"}
    with django_capture_on_commit_callbacks(execute=True):
        answer = login(finn).post("/commissions/statements/close-month/", sent)
    assert answer.status_code == 302
    assert Statement.objects.count() == 3
    progress = login(sue).get(answer["Location"])
    assert b"3 statements are closed." in progress.content
    assert b"data-live" not in progress.content
    assert login(finn).post("/commissions/statements/close-month/", sent)["Location"] == answer["Location"]
    assert login(finn).post("/commissions/statements/close-month/", {"month": "x"}).status_code == 422
    assert login(finn).get("/commissions/closings/999/").status_code == 404
