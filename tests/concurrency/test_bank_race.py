"""Two clerks, two workers, two statements at the same moment."""

from datetime import datetime
from decimal import Decimal

import pytest

from salesorg.people.models import Role, User
from salesorg.sales.actions import Share, ignore_line, match_line, read_statement, split_line
from salesorg.sales.bank_refusals import LineDecided
from salesorg.sales.models import BankLine, Payment
from tests.concurrency.rivals import at_once
from tests.factories import person
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
