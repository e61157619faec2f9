"""Two clerks, two workers, two statements at the same moment."""

from datetime import datetime
from decimal import Decimal

import pytest

from handoff.actions import close_statement, pay_month, pay_statement
from handoff.models import Statement
from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Role, User
from salesorg.sales.actions import (
    Share,
    ignore_line,
    match_line,
    move_payment,
    read_statement,
    refund_payment,
    split_line,
)
from salesorg.sales.bank_refusals import LineDecided
from salesorg.sales.models import BankLine, Payment
from tests.concurrency.rivals import at_once
from tests.factories import person
from tests.handoff.steps import held, pay
from tests.sales.bank_files import Move, one_c
from tests.sales.conftest import Owes, owes, read, uploaded  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_clerks_at_one_line_one_wins(owes: Owes, at: datetime, finn: User) -> None:  # noqa: F811
    rival = person("fiona", Role.FINANCE)
    first, second = owes("1000.00"), owes("1000.00")
    for n in range(4):
        read(one_c([Move("20.00", tax_id="", document=str(n))]), at)
        line = BankLine.objects.get(state="unmatched")
        shares = [Share(first, Decimal("5.00")), Share(second, Decimal("15.00"))]
        answers = at_once(
            lambda line=line: match_line(actor=finn, line=line, sale=first, at=at),
            lambda line=line: match_line(actor=rival, line=line, sale=second, at=at),
            lambda line=line, shares=shares: split_line(actor=rival, line=line, shares=shares, at=at),
            lambda line=line: ignore_line(actor=finn, line=line, reason="not_a_sale", at=at),
        )  # fmt: skip
        assert sorted(isinstance(one, LineDecided) for one in answers) == [False, True, True, True], answers
    kept = BankLine.objects.filter(state="matched")
    assert sum(one.amount for one in kept) == sum(one.amount for one in Payment.objects.all())


def test_two_workers_and_two_statements_make_each_payment_once(owes: Owes, at: datetime) -> None:  # noqa: F811
    sale = owes("1000.00")
    shared = [Move("1.00", sale.number, document=str(n)) for n in range(40)]
    first = uploaded(one_c(shared), at)
    second = uploaded(one_c([*reversed(shared), Move("2.00", sale.number, document="x")]), at)
    answers = at_once(
        *(lambda one=one: read_statement(statement=one, at=at) for one in (first, second, first, second)),
        alone=True,
    )
    assert not [one for one in answers if isinstance(one, Exception)], answers
    sale.refresh_from_db()
    assert (sale.received, Payment.objects.count()) == (Decimal("42.00"), 41)
    assert BankLine.objects.filter(state="duplicate").count() == 40
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status, first.lines, second.lines) == ("done", "done", 40, 41)


def test_a_payment_is_moved_or_given_back_once(owes: Owes, at: datetime, finn: User) -> None:  # noqa: F811
    rival = person("fiona", Role.FINANCE)
    wrong, one, other = owes("1000.00"), owes("1000.00"), owes("1000.00", "7812014560")
    for n in range(4):
        payment = pay(wrong, "20.00", at)
        answers = at_once(
            lambda payment=payment: move_payment(actor=finn, payment=payment, sale=one, at=at),
            lambda payment=payment: move_payment(actor=rival, payment=payment, sale=other, at=at),
            lambda payment=payment, n=n: refund_payment(
                actor=rival, payment=payment, amount=Decimal("20.00"), refunded_at=at, external_id=f"R{n}", at=at
            ),
        )  # fmt: skip
        assert sum(isinstance(answer, Payment) for answer in answers) == 1, answers
        assert all(isinstance(answer, Payment | ActionRefused) for answer in answers), answers
    wrong.refresh_from_db()
    assert wrong.received == Decimal("0.00")


def test_a_month_is_paid_once(cara: User, cody: User, finn: User, at: datetime) -> None:
    rival = person("fiona", Role.FINANCE)
    month = at.date().replace(day=1)
    for caller in (cara, cody):
        held(caller, at)
    first, _second = (close_statement(actor=finn, person=one, month=month, at=at) for one in (cara, cody))
    answers = at_once(
        lambda: pay_month(actor=finn, month=month, at=at),
        lambda: pay_month(actor=rival, month=month, at=at),
        lambda: pay_statement(actor=rival, statement=first, at=at),
    )
    assert all(isinstance(answer, int | Statement | ActionRefused) for answer in answers), answers
    assert Activity.objects.filter(verb="statement_paid").count() == 2
    assert set(Statement.objects.values_list("state", flat=True)) == {"paid"}
