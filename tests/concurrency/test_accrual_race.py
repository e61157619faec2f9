"""Four workers at once: one line for each payment, one notice for each late handoff, one statement for each month."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

from handoff.actions import accrue_due, close_statement, escalate_late
from handoff.models import Accrual, Handoff, Statement
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Notice, User
from salesorg.sales.actions.refund_payment import RefundTooLarge
from salesorg.sales.models import Payment
from tests.handoff.steps import first_sale, give_back, pay

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Run `act` in four threads that begin together; a refusal is an answer."""
    barrier = Barrier(WORKERS)

    def one(n: int) -> Any:
        try:
            barrier.wait()
            return act(n)
        except ActionRefused as refusal:
            return refusal
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WORKERS) as pool:
        return list(pool.map(one, range(WORKERS)))


def test_four_workers_post_each_payment_once(hal: User, fay: User, at: datetime) -> None:
    """Red when the agreement's lock *and* the unique constraint are taken away; either alone holds."""
    for _n in range(5):
        handed = first_sale(hal, at)
        for _m in range(3):
            give_back(pay(handed.handoff.sale, "99.99", at), "33.33", at)
    posted = at_once(lambda n: accrue_due(at=at))
    assert sum(posted) == Accrual.objects.count() == Payment.objects.count() == 30


def test_without_the_lock_the_constraint_decides(
    hal: User, fay: User, at: datetime, monkeypatch: Any
) -> None:
    from django.db.models import QuerySet

    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **kwargs: self)
    handed = first_sale(hal, at)
    for _m in range(5):
        pay(handed.handoff.sale, "10.00", at)
    at_once(lambda n: accrue_due(at=at))
    accrue_due(at=at)
    assert Accrual.objects.count() == 5


def test_four_workers_tell_of_a_late_handoff_once(hal: User, fay: User, fern: User, at: datetime) -> None:
    first_sale(hal, at)
    late = Handoff.objects.get().due_at + timedelta(hours=1)
    assert sorted(at_once(lambda n: escalate_late(at=late))) == [0, 0, 0, 1]
    assert Notice.objects.filter(person=fern, kind="handoff_late").count() == 1


def test_four_clerks_close_a_month_once(hal: User, fay: User, finn: User, at: datetime) -> None:
    from tests.handoff.steps import accept

    handed = first_sale(hal, at)
    pay(handed.handoff.sale, "100.00", at)
    accept(handed.handoff, at)
    accrue_due(at=at)
    answers = at_once(lambda n: close_statement(actor=finn, person=hal, month=date(2026, 11, 1), at=at))
    assert sum(isinstance(answer, Statement) for answer in answers) == 1
    assert Statement.objects.get().lines.count() == 1


def test_four_refunds_at_once_never_go_beyond_the_payment(hal: User, fay: User, at: datetime) -> None:
    payment = pay(first_sale(hal, at).handoff.sale, "100.00", at)
    answers = at_once(lambda n: give_back(payment, "40.00", at))
    assert sum(isinstance(answer, RefundTooLarge) for answer in answers) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT sum(amount) FROM sales_payment")
        assert cursor.fetchone()[0] == 20
