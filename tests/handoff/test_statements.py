"""Months: what is payable, closed for ever, paid."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from handoff.actions import HandedOver, accrue_due, close_statement, pay_statement
from handoff.models import Statement, StatementLine
from handoff.queries import commissions_owed, lines_of, open_statements, people_with_payable_lines
from handoff.refusals import AlreadyPaid, MonthNotBegun, NothingToClose, StatementClosed
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, User
from salesorg.sales.models import Sale
from tests.handoff.steps import accept, give_back, pay, sell

pytestmark = pytest.mark.django_db

NOVEMBER, DECEMBER, JANUARY = date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1)


@pytest.fixture
def paid(handed: HandedOver, fay: User, at: datetime) -> HandedOver:
    """A bonus of 100.00 that waits, and a trailing commission of 3.00 that does not."""
    pay(handed.handoff.sale, "1000.00", at)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), "100.00", at)
    accrue_due(at=at)
    return handed


def test_the_bonus_waits_for_the_acceptance(paid: HandedOver, hal: User, finn: User, at: datetime) -> None:
    assert commissions_owed(hal) == {"payable": Decimal("3.00"), "waiting": Decimal("100.00"), "closed": 0}
    november = close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    assert (november.total, november.lines_count, november.number) == (
        Decimal("3.00"),
        1,
        f"C-2026-11-{hal.pk:03d}",
    )
    december = at + timedelta(days=20)
    accept(paid.handoff, december)
    assert commissions_owed(hal) == {"payable": Decimal("100.00"), "waiting": 0, "closed": Decimal("3.00")}
    assert close_statement(actor=finn, person=hal, month=DECEMBER, at=december).total == 100


def test_a_bonus_enters_the_month_of_the_acceptance(
    paid: HandedOver, hal: User, finn: User, at: datetime
) -> None:
    december = at + timedelta(days=20)
    accept(paid.handoff, december)
    months = open_statements(hal)
    assert [(one.month, one.total, one.is_first) for one in months] == [
        (NOVEMBER, 3, True),
        (DECEMBER, 100, False),
    ]
    assert [[line.amount for line in lines_of(one)] for one in months] == [[3], [100]]
    assert close_statement(actor=finn, person=hal, month=NOVEMBER, at=december).total == 3


def test_a_later_correction_goes_into_the_open_month(
    paid: HandedOver, hal: User, finn: User, at: datetime
) -> None:
    accept(paid.handoff, at)
    closed = close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    give_back(paid.handoff.sale.payments.get(), "1000.00", at)
    accrue_due(at=at)
    assert [(one.month, one.total) for one in open_statements(hal)] == [(DECEMBER, -100)]
    closed.refresh_from_db()
    assert (closed.total, lines_of(closed).count()) == (103, 2)
    with pytest.raises(StatementClosed):
        close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    december = datetime(2026, 12, 31, 22, 0, tzinfo=UTC)
    assert close_statement(actor=finn, person=hal, month=DECEMBER, at=december).total == -100


def test_months_end_at_the_organisations_midnight(
    handed: HandedOver, hal: User, fay: User, finn: User
) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", datetime(2026, 11, 20, tzinfo=UTC))
    for moment in (datetime(2026, 12, 1, 4, 59, 59, tzinfo=UTC), datetime(2026, 12, 1, 5, 0, tzinfo=UTC)):
        pay(sale, "100.00", moment)
        accrue_due(at=moment)
    statement = close_statement(actor=finn, person=hal, month=NOVEMBER, at=datetime(2026, 12, 3, tzinfo=UTC))
    assert (statement.total, commissions_owed(hal)["payable"]) == (3, 3)


def test_a_closed_statement_never_changes(paid: HandedOver, hal: User, finn: User, at: datetime) -> None:
    statement = close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    accept(paid.handoff, at)
    line = lines_of(open_statements(hal)[0]).get()
    for change in (
        lambda: Statement.objects.update(total=1),
        lambda: Statement.objects.update(month=DECEMBER),
        lambda: Statement.objects.update(number="X"),
        lambda: statement.delete(),
        lambda: StatementLine.objects.create(statement=statement, accrual=line),
        lambda: StatementLine.objects.all().delete(),
        lambda: StatementLine.objects.update(accrual=line),
    ):
        with pytest.raises(Exception, match=r"Cannot|cannot|protected|not its total"), transaction.atomic():
            change()
    assert lines_of(statement).count() == 1


def test_a_paid_one_is_paid_once(paid: HandedOver, hal: User, finn: User, at: datetime) -> None:
    statement = close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    assert pay_statement(actor=finn, statement=statement, at=at).state == "paid"
    with pytest.raises(AlreadyPaid):
        pay_statement(actor=finn, statement=statement, at=at)
    with pytest.raises(Exception, match="statement_closed_never_changes"), transaction.atomic():
        Statement.objects.update(state="closed", paid_at=None)
    assert list(Activity.objects.filter(company=None).values_list("verb", flat=True)) == [
        "statement_paid",
        "statement_closed",
    ]
    assert set(Notice.objects.filter(person=hal).values_list("kind", flat=True)) >= {
        "statement_closed",
        "statement_paid",
    }


def test_only_finance_closes_and_pays(
    paid: HandedOver, hal: User, sue: User, finn: User, at: datetime
) -> None:
    for other in (hal, sue):
        with pytest.raises(NotYours):
            close_statement(actor=other, person=hal, month=NOVEMBER, at=at)
    assert not Statement.objects.exists()
    statement = close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    with pytest.raises(NotYours):
        pay_statement(actor=sue, statement=statement, at=at)


def test_there_must_be_something_to_close(
    paid: HandedOver, hal: User, hugo: User, finn: User, at: datetime
) -> None:
    with pytest.raises(NothingToClose):
        close_statement(actor=finn, person=hugo, month=NOVEMBER, at=at)
    with pytest.raises(MonthNotBegun):
        close_statement(actor=finn, person=hal, month=DECEMBER, at=at)
    assert people_with_payable_lines(month=NOVEMBER) == [hal]


def test_a_skipped_month_is_not_closed_afterwards(
    paid: HandedOver, hal: User, finn: User, at: datetime
) -> None:
    close_statement(actor=finn, person=hal, month=DECEMBER, at=at + timedelta(days=20))
    with pytest.raises(StatementClosed):
        close_statement(actor=finn, person=hal, month=NOVEMBER, at=at + timedelta(days=20))


def test_the_database_wants_all_lines_at_once(paid: HandedOver, hal: User, finn: User, at: datetime) -> None:
    from django.db import connection

    with pytest.raises(IntegrityError, match="not its total"), transaction.atomic():  # noqa: PT012 - judged at commit
        Statement.objects.create(
            number="X",
            person=hal,
            month=NOVEMBER,
            total=5,
            lines_count=1,
            currency="USD",
            closed_at=at,
            closed_by=finn,
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
