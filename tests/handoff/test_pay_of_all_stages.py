"""The other two stages are paid by the same ledger, foreign money goes by the day's rate, and the month has its cap."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from handoff.actions import HandedOver, accrue_due, record_exchange_rate, record_held_meeting
from handoff.models import Accrual, ExchangeRate, HeldMeeting
from handoff.queries import rulebook
from handoff.queries.due import stuck_payments, waiting_for_rate
from handoff.refusals import CurrencyUnknown, RateKnown, RateNotPositive, SameCurrency
from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import User
from salesorg.sales.models import Payment, Sale
from tests.factories import company
from tests.handoff.plans import publish
from tests.handoff.steps import first_sale, give_back, pay, sell

pytestmark = pytest.mark.django_db


def lines() -> list[tuple[str, str, str]]:
    rows = Accrual.objects.order_by("pk").values_list("beneficiary__username", "kind", "amount")
    return [(who, kind, str(amount)) for who, kind, amount in rows]


def euros(sale: Sale) -> Sale:
    Sale.objects.filter(pk=sale.pk).update(currency="EUR")
    sale.refresh_from_db()
    return sale


# Held meetings


def test_a_held_meeting_pays_its_call_manager_once(cara: User, sue: User, org: object, at: datetime) -> None:
    publish(sue, at, meeting_pay=Decimal("25.00"))
    firm = company()
    first, again = (
        record_held_meeting(reference=7, company=firm, booked_by=cara, held_at=at) for _ in range(2)
    )
    assert first == again
    assert [accrue_due(at=at), accrue_due(at=at)] == [1, 0]
    assert lines() == [("cara", "meeting", "25.00")]
    line = Accrual.objects.get()
    assert (line.plan.name, line.company, line.currency) == ("Second", firm, "USD")  # type: ignore[union-attr]


def test_the_plan_of_the_meeting_counts_and_a_zero_is_written_down(
    cara: User, sue: User, org: object, at: datetime
) -> None:
    record_held_meeting(reference=1, company=company(), booked_by=cara, held_at=at - timedelta(seconds=1))
    publish(sue, at, meeting_pay=Decimal("25.00"))
    accrue_due(at=at)
    assert lines() == [("cara", "meeting", "0.00")]


def test_nobody_else_is_paid_for_a_meeting(hal: User, hera: User, at: datetime) -> None:
    for person in (hal, hera):
        assert record_held_meeting(reference=1, company=company(), booked_by=person, held_at=at) is None
    assert HeldMeeting.objects.count() == 0


def test_the_database_pays_a_meeting_once(cara: User, org: object, at: datetime) -> None:
    record_held_meeting(reference=1, company=company(), booked_by=cara, held_at=at)
    accrue_due(at=at)
    line = Accrual.objects.get()
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)


# Repeat sales


def test_a_repeat_sale_pays_its_farmer_beside_the_hunter(
    hal: User, fay: User, sue: User, at: datetime
) -> None:
    handed = first_sale(hal, at)
    plan = publish(sue, at, repeat_rate=Decimal("0.01"))
    payment = pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "200.00", at), "200.00", at)
    accrue_due(at=at)
    assert lines() == [("hal", "trailing", "6.00"), ("fay", "repeat", "2.00")]
    assert Accrual.objects.get(kind="repeat").plan == plan
    give_back(payment, "200.00", at)
    accrue_due(at=at)
    assert lines()[2:] == [("hal", "trailing", "-6.00"), ("fay", "repeat", "-2.00")]


def test_the_farmers_rate_is_that_of_the_day_of_the_sale(
    hal: User, fay: User, sue: User, at: datetime
) -> None:
    handed = first_sale(hal, at)
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "200.00", at)
    publish(sue, at + timedelta(hours=1), repeat_rate=Decimal("0.01"))
    pay(sale, "200.00", at + timedelta(days=1))
    accrue_due(at=at + timedelta(days=1))
    assert lines() == [("hal", "trailing", "6.00")]


# Caps


def test_the_cap_of_a_month_holds_each_month_and_refunds_give_room(
    hal: User, fay: User, sue: User, at: datetime
) -> None:
    publish(sue, at, cap_per_month=Decimal("50.00"))
    handed = first_sale(hal, at)
    bonus = pay(handed.handoff.sale, "400.00", at)
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "9000.00", at)
    pay(sale, "1000.00", at)
    pay(sale, "1000.00", at + timedelta(days=20))
    accrue_due(at=at + timedelta(days=20))
    assert [line[2] for line in lines()] == ["40.00", "10.00", "30.00"]
    # Given back in December it still counts into November: bonus 10 and trailing 30 are below the cap now.
    give_back(bonus, "300.00", at + timedelta(days=20))
    accrue_due(at=at + timedelta(days=20))
    assert lines()[3:] == [("hal", "bonus", "-10.00")]


# Exchange


def test_a_payment_in_another_currency_waits_for_its_rate_in_sight(
    handed: HandedOver, fay: User, finn: User, at: datetime
) -> None:
    sale = euros(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at))
    payment = pay(sale, "100.00", at)
    give_back(payment, "40.00", at + timedelta(days=3))
    # The rate of the next day is not the rate of the payment's day.
    rate(finn, at, date(2026, 11, 17), "2")
    assert (accrue_due(at=at), lines()) == (0, [])
    waiting = waiting_for_rate(rulebook())
    assert [(one.pk, one.currency, one.into, one.day) for one in waiting] == [
        (payment.pk, "EUR", "USD", date(2026, 11, 16)), (payment.pk + 1, "EUR", "USD", date(2026, 11, 16)),
    ]  # fmt: skip
    assert stuck_payments(at + timedelta(days=9), rulebook()) == []
    rate(finn, at, date(2026, 11, 1), "1.1")
    assert (accrue_due(at=at), waiting_for_rate(rulebook())) == (2, [])
    assert lines() == [("hal", "trailing", "3.30"), ("hal", "trailing", "-1.32")]
    line = Accrual.objects.order_by("pk")[0]
    assert (line.currency, line.exchange_rate) == ("USD", Decimal("1.1"))


def test_a_later_rate_changes_no_refund(handed: HandedOver, fay: User, finn: User, at: datetime) -> None:
    payment = pay(euros(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at)), "100.00", at)
    rate(finn, at, date(2026, 11, 1), "1.1")
    accrue_due(at=at)
    rate(finn, at, date(2026, 11, 15), "9")
    give_back(payment, "100.00", at)
    accrue_due(at=at)
    assert lines() == [("hal", "trailing", "3.30"), ("hal", "trailing", "-3.30")]


def rate(finn: User, at: datetime, day: date, value: str, **fields: Any) -> ExchangeRate:
    pair = {"currency": "EUR", "into": "USD"} | fields
    return record_exchange_rate(actor=finn, from_day=day, rate=Decimal(value), at=at, **pair)


@pytest.mark.parametrize(("refusal", "value", "fields"), [
    (CurrencyUnknown, "1", {"currency": "eur"}), (CurrencyUnknown, "1", {"into": "DOLLAR"}),
    (SameCurrency, "1", {"into": "EUR"}), (RateNotPositive, "0", {}), (RateNotPositive, "-1", {}), (RateKnown, "2", {}),
])  # fmt: skip
def test_a_rate_is_refused_and_nothing_changed(
    finn: User, org: object, at: datetime, refusal: type[ActionRefused], value: str, fields: dict[str, Any]
) -> None:
    rate(finn, at, date(2026, 11, 1), "1.1")
    with pytest.raises(refusal):
        rate(finn, at, date(2026, 11, 1), value, **fields)
    assert list(ExchangeRate.objects.values_list("rate", flat=True)) == [Decimal("1.1")]
    assert Activity.objects.filter(verb="exchange_rate_recorded").count() == 1


def test_only_finance_records_a_rate(sue: User, hal: User, org: object, at: datetime) -> None:
    for person in (sue, hal):
        with pytest.raises(NotYours):
            rate(person, at, date(2026, 11, 1), "1.1")


# Failures


def test_one_agreement_that_fails_stops_no_other_and_stands_in_sight(
    hal: User, fay: User, at: datetime, monkeypatch: Any, caplog: Any
) -> None:
    from handoff.actions import accrue_due as module  # the function; its module is looked up by name

    bad, good = (first_sale(hal, at) for _ in range(2))
    for handed in (bad, good):
        pay(handed.handoff.sale, "100.00", at)
    real = module.__globals__["_new_lines"]

    def failing(agreement: Any, book: Any) -> Any:
        if agreement == bad.agreement:
            raise ArithmeticError("a bad day")
        return real(agreement, book)

    monkeypatch.setitem(module.__globals__, "_new_lines", failing)
    assert accrue_due(at=at) == 1
    assert Accrual.objects.get().agreement == good.agreement
    assert f"agreement {bad.agreement.pk}" in caplog.text
    assert len(stuck_payments(at + timedelta(minutes=11), rulebook())) == 1
    monkeypatch.undo()
    assert (accrue_due(at=at), Accrual.objects.count()) == (1, 2)
    assert stuck_payments(at + timedelta(minutes=11), rulebook()) == []


@pytest.mark.parametrize("kill_at", [1, 2, 3])
def test_killed_in_the_middle_and_run_again(
    hal: User, fay: User, cara: User, at: datetime, monkeypatch: Any, kill_at: int
) -> None:
    """The process ends while the n-th agreement is written: what was done stays, the rest is posted by the next run."""
    from handoff.actions import accrue_due as module

    for _ in range(3):
        sale = first_sale(hal, at).handoff.sale
        give_back(pay(sale, "100.00", at), "30.00", at)
    record_held_meeting(reference=1, company=company(), booked_by=cara, held_at=at)
    real, calls = module.__globals__["_accrue"], []

    def killed(pk: int, book: Any, moment: Any) -> int:
        posted = real(pk, book, moment)
        calls.append(pk)
        if len(calls) == kill_at:
            raise KeyboardInterrupt
        return int(posted)

    monkeypatch.setitem(module.__globals__, "_accrue", killed)
    with pytest.raises(KeyboardInterrupt):
        accrue_due(at=at)
    assert Accrual.objects.count() == 2 * (kill_at - 1)
    monkeypatch.undo()
    accrue_due(at=at)
    assert Accrual.objects.filter(payment__isnull=False).count() == Payment.objects.count() == 6
    assert (Accrual.objects.filter(kind="meeting").count(), accrue_due(at=at)) == (1, 0)


def test_few_queries_per_agreement_however_many_payments(
    handed: HandedOver, fay: User, at: datetime, django_assert_num_queries: Any
) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at)
    for count in (3, 300):
        for _ in range(count):
            pay(sale, "1.00", at)
        with django_assert_num_queries(12):
            assert accrue_due(at=at) == count
