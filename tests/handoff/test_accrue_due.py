"""The ledger equals the rule, whatever happened in whatever order."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.actions import HandedOver, accrue_due
from handoff.models import Accrual, Agreement, CommissionPlan, TrailingTier
from salesorg.people.models import Organisation, User
from salesorg.sales.actions import record_payment, refund_payment
from salesorg.sales.actions.record_payment import PaymentKnown
from salesorg.sales.actions.refund_payment import RefundTooLarge
from salesorg.sales.models import Payment, Sale
from tests.handoff.oracle import Paid, owed
from tests.handoff.steps import first_sale, give_back, pay, sell

pytestmark = pytest.mark.django_db


def ledger(person: User) -> Decimal:
    return Accrual.objects.filter(beneficiary=person).aggregate(total=Sum("amount"))["total"] or Decimal(
        "0.00"
    )


def amounts() -> list[str]:
    return [str(line.amount) for line in Accrual.objects.order_by("id")]


def plan(at: datetime, **fields: Any) -> CommissionPlan:
    """A plan in force from `at` with the default tiers."""
    made = CommissionPlan.objects.create(name="Other", in_force_from=at, currency="USD", **fields)
    TrailingTier.objects.create(plan=made, from_month=0, rate=Decimal("0.03"))
    TrailingTier.objects.create(plan=made, from_month=12, rate=Decimal("0.02"))
    return made


def test_a_payment_of_the_first_sale_earns_the_bonus_once(
    handed: HandedOver, hal: User, at: datetime
) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    assert [accrue_due(at=at), accrue_due(at=at)] == [1, 0]
    line = Accrual.objects.get()
    assert (line.beneficiary, line.kind, line.amount, line.rate) == (
        hal,
        "bonus",
        Decimal("100.00"),
        Decimal("0.1"),
    )


def test_a_refund_takes_back_what_its_payment_gave(handed: HandedOver, at: datetime) -> None:
    payment = pay(handed.handoff.sale, "99.99", at)
    accrue_due(at=at)
    give_back(payment, "33.33", at)
    accrue_due(at=at)
    give_back(payment, "66.66", at)
    accrue_due(at=at)
    # round(9.999) = 10.00; left 66.66 -> 6.67; left 0 -> 0.
    assert amounts() == ["10.00", "-3.33", "-6.67"]


def test_refunded_before_it_was_looked_at(handed: HandedOver, hal: User, at: datetime) -> None:
    give_back(pay(handed.handoff.sale, "99.99", at), "99.99", at)
    assert (accrue_due(at=at), amounts(), ledger(hal)) == (2, ["10.00", "-10.00"], 0)


@pytest.mark.parametrize(("days_after", "rate"), [
    (0, "0.03"), (364, "0.03"), (365, "0.02"), (3 * 365, "0.02"), (3 * 365 + 1, "0"), (4000, "0"),
])  # fmt: skip
def test_trailing_by_the_age_of_the_client(
    handed: HandedOver, fay: User, at: datetime, days_after: int, rate: str
) -> None:
    """First sale on 2026-11-16; month 12 begins on 2027-11-16, month 36 on 2029-11-16 (1096 days, one leap year)."""
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at)
    later = at + timedelta(days=days_after)
    pay(sale, "500.00", at=max(at, later), paid_at=later)
    accrue_due(at=later)
    line = Accrual.objects.get()
    assert (line.kind, line.rate, line.amount) == ("trailing", Decimal(rate), Decimal(rate) * 500)


def test_days_are_the_organisations(handed: HandedOver, fay: User) -> None:
    """04:59 UTC on the 16th is still the 15th in New York: month 11, three per cent."""
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", datetime(2027, 1, 1, tzinfo=UTC))
    for moment in (datetime(2027, 11, 16, 4, 59, tzinfo=UTC), datetime(2027, 11, 16, 5, 0, tzinfo=UTC)):
        pay(sale, "100.00", moment)
    accrue_due(at=datetime(2027, 12, 1, tzinfo=UTC))
    assert amounts() == ["3.00", "2.00"]


def test_cross_sell_by_its_own_hunter(handed: HandedOver, hal: User, at: datetime) -> None:
    pay(sell(handed.handoff.company, hal, Sale.Kind.CROSS_SELL, "200.00", at), "200.00", at)
    accrue_due(at=at)
    assert [(line.beneficiary, line.kind, line.amount) for line in Accrual.objects.all()] == [
        (hal, "cross_sell", 10)
    ]


def test_cross_sell_by_a_colleague_pays_both(handed: HandedOver, hal: User, hugo: User, at: datetime) -> None:
    payment = pay(sell(handed.handoff.company, hugo, Sale.Kind.CROSS_SELL, "200.00", at), "200.00", at)
    accrue_due(at=at)
    assert (ledger(hal), ledger(hugo)) == (Decimal("6.00"), Decimal("10.00"))
    give_back(payment, "200.00", at)
    accrue_due(at=at)
    assert (ledger(hal), ledger(hugo), Accrual.objects.count()) == (0, 0, 4)


def test_a_later_plan_changes_no_agreement(
    handed: HandedOver, hal: User, hugo: User, fay: User, at: datetime
) -> None:
    later = at + timedelta(days=1)
    plan(later, bonus_rate=Decimal("0.5"))
    pay(handed.handoff.sale, "1000.00", later)
    pay(first_sale(hugo, later).handoff.sale, "1000.00", later)
    accrue_due(at=later)
    assert (ledger(hal), ledger(hugo)) == (Decimal("100.00"), Decimal("500.00"))


def test_an_agreed_plan_never_changes(handed: HandedOver) -> None:
    agreed = handed.agreement.plan
    for change in (
        lambda: CommissionPlan.objects.filter(pk=agreed.pk).update(bonus_rate=Decimal("0.5")),
        lambda: agreed.tiers.update(rate=Decimal("0.5")),
        lambda: agreed.tiers.all().delete(),
        lambda: TrailingTier.objects.create(plan=agreed, from_month=6, rate=Decimal("0.5")),
    ):
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            change()


def test_a_cap_holds_the_total(hal: User, fay: User, at: datetime) -> None:
    plan(at, cap=Decimal("120.00"))
    handed = first_sale(hal, at)
    first = pay(handed.handoff.sale, "1000.00", at)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "1000.00", at), "1000.00", at)
    accrue_due(at=at)
    assert amounts() == ["100.00", "20.00"]
    give_back(first, "200.00", at)
    accrue_due(at=at)
    assert amounts()[2:] == ["-10.00"]


def test_net_of_vat_and_a_later_change_of_the_vat(
    org: Organisation, hal: User, fay: User, at: datetime
) -> None:
    org.vat_rate = Decimal("0.200")
    org.save()
    plan(at, net_of_vat=True)
    payment = pay(first_sale(hal, at, "1200.00").handoff.sale, "1200.00", at)
    accrue_due(at=at)
    org.vat_rate = Decimal("0.220")
    org.save()
    give_back(payment, "1200.00", at)
    accrue_due(at=at)
    assert amounts() == ["100.00", "-100.00"]


def test_an_ended_agreement_pays_nothing_more_but_takes_back(
    handed: HandedOver, fay: User, at: datetime
) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at)
    before = pay(sale, "100.00", at)
    accrue_due(at=at)
    Agreement.objects.update(ended_at=at, end_reason="client lost")
    later = at + timedelta(days=2)
    pay(sale, "100.00", later)
    give_back(before, "100.00", later)
    accrue_due(at=later)
    assert amounts() == ["3.00", "0.00", "-3.00"]


def test_each_payment_is_looked_at_once(handed: HandedOver, fay: User, at: datetime) -> None:
    """A payment that earns nothing leaves a zero line, and is not due again."""
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at)
    later = at + timedelta(days=2000)
    pay(sale, "100.00", later)
    assert [accrue_due(at=later), accrue_due(at=later), amounts()] == [1, 0, ["0.00"]]


def test_a_refund_beyond_its_payment_is_refused(handed: HandedOver, at: datetime) -> None:
    payment = pay(handed.handoff.sale, "100.00", at)
    give_back(payment, "60.00", at)
    with pytest.raises(RefundTooLarge):
        give_back(payment, "40.01", at)
    assert Payment.objects.count() == 2


@pytest.mark.parametrize("sql", [
    "UPDATE handoff_accrual SET amount = 0", "DELETE FROM handoff_accrual", "TRUNCATE handoff_accrual CASCADE",
    "UPDATE sales_payment SET amount = 1", "DELETE FROM sales_payment",
])  # fmt: skip
def test_the_ledger_refuses_to_be_changed(handed: HandedOver, at: datetime, sql: str) -> None:
    pay(handed.handoff.sale, "100.00", at)
    accrue_due(at=at)
    with (
        pytest.raises(Exception, match=r"append|cannot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)
    assert amounts() == ["10.00"]


def test_the_database_refuses_a_second_line(handed: HandedOver, at: datetime) -> None:
    pay(handed.handoff.sale, "100.00", at)
    accrue_due(at=at)
    line = Accrual.objects.get()
    line.pk = None
    with pytest.raises(IntegrityError, match="accrual_one_per_agreement_and_payment"), transaction.atomic():
        line.save(force_insert=True)


# A history: payments, each with the shares of it that went back, and the order in which everything is delivered.
KOPECKS = st.integers(min_value=1, max_value=10_000_000)
PAYMENT = st.tuples(
    st.sampled_from(["first", "repeat", "cross_own", "cross_other"]), KOPECKS, st.integers(min_value=0, max_value=1500),
    st.lists(st.integers(min_value=1, max_value=100), max_size=3),
)  # fmt: skip


@given(
    payments=st.lists(PAYMENT, min_size=1, max_size=5), order=st.randoms(use_true_random=False),
    times=st.integers(min_value=1, max_value=3), cap=st.none() | st.integers(min_value=0, max_value=200_000),
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_history_in_any_order_any_number_of_times(
    hal: User,
    hugo: User,
    fay: User,
    at: datetime,
    payments: list[Any],
    order: Any,
    times: int,
    cap: int | None,
) -> None:
    """Ledger = rule, to the kopeck; what was delivered again is refused; what was not delivered earns nothing."""
    around = transaction.atomic()
    around.__enter__()
    try:
        plan(at - timedelta(days=1), cap=None if cap is None else Decimal(cap) / 100)
        handed = first_sale(hal, at)
        history = deliver(handed, {"hal": hal, "hugo": hugo, "fay": fay}, payments, order, times, at)
        accrue_due(at=at)
        hunter, colleague = owed(history, at.astimezone(handed_zone()).date(), cap)
        assert (ledger(hal), ledger(hugo)) == (Decimal(hunter) / 100, Decimal(colleague) / 100)
        assert Accrual.objects.values("payment").distinct().count() == Payment.objects.count()
    finally:
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


def handed_zone() -> Any:
    return Organisation.objects.get().zone


def deliver(
    handed: HandedOver, people: dict[str, User], payments: list[Any], order: Any, times: int, at: datetime
) -> list[Paid]:
    """Send each payment and refund up to `times` times in a random order, accruing in between; return what happened."""
    sales = {
        "first": handed.handoff.sale,
        "repeat": sell(handed.handoff.company, people["fay"], Sale.Kind.REPEAT, "1.00", at),
        "cross_own": sell(handed.handoff.company, people["hal"], Sale.Kind.CROSS_SELL, "1.00", at),
        "cross_other": sell(handed.handoff.company, people["hugo"], Sale.Kind.CROSS_SELL, "1.00", at),
    }
    happened: dict[int, Paid] = {}
    made: dict[int, Payment] = {}
    events = [(n, None) for n in range(len(payments))] * times
    events += [(n, i) for n, one in enumerate(payments) for i in range(len(one[3]))] * times
    order.shuffle(events)
    known: set[str] = set()
    for n, i in events:
        kind, kopecks, days, shares = payments[n]
        if i is not None and n not in made:
            continue  # a refund of a payment that nobody knows cannot be recorded
        paid_at = at + timedelta(days=days)
        name = f"{n}" if i is None else f"{n}-{i}"
        cents = kopecks if i is None else max(1, kopecks * shares[i] // 100)
        try:
            with transaction.atomic():
                if i is None:
                    made[n] = record_payment(
                        actor=None, sale=sales[kind], amount=Decimal(cents) / 100, currency="USD", paid_at=paid_at,
                        external_id=name, at=paid_at,
                    )  # fmt: skip
                    own = kind != "cross_other"
                    happened[n] = Paid(kind.split("_own")[0].split("_other")[0].replace("cross", "cross_sell"), own,
                                       paid_at.astimezone(handed_zone()).date(), cents)  # fmt: skip
                else:
                    refund_payment(
                        actor=None, payment=made[n], amount=Decimal(cents) / 100, refunded_at=paid_at,
                        external_id=name, at=paid_at,
                    )  # fmt: skip
                    happened[n].refunds.append(cents)
            assert name not in known
            known.add(name)
        except PaymentKnown:
            assert name in known
        except RefundTooLarge:
            assert name not in known
            assert sum(happened[n].refunds) + cents > happened[n].kopecks
        if order.random() < 0.3:
            accrue_due(at=at)
    return list(happened.values())
