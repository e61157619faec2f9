"""Any history, under any plan, delivered in any order: the ledger equals the oracle, to the kopeck."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handoff.actions import accrue_due, end_agreements, record_exchange_rate
from handoff.models import Accrual, CommissionPlan, TrailingTier
from salesorg.people.models import Organisation, User
from salesorg.sales.actions import record_payment, refund_payment
from salesorg.sales.actions.record_payment import PaymentKnown
from salesorg.sales.actions.refund_payment import RefundTooLarge
from salesorg.sales.models import Payment, Sale
from tests.handoff.oracle_of_plans import Money, Version, in_force, what_everybody_earned
from tests.handoff.steps import first_sale, sell

pytestmark = pytest.mark.django_db

RATES = st.integers(min_value=0, max_value=3000)  # hundredths of a per cent
VERSION = st.fixed_dictionaries({
    "bonus": RATES, "cross_sell": RATES, "repeat": RATES,
    "tiers": st.dictionaries(st.integers(1, 30), RATES, max_size=3), "first_tier": RATES,
    "duration": st.none() | st.integers(31, 60), "cap": st.none() | st.integers(0, 300_000),
    "cap_per_month": st.none() | st.integers(0, 60_000), "net": st.booleans(),
})  # fmt: skip
PAYMENT = st.fixed_dictionaries({
    "kind": st.sampled_from(["first", "repeat", "cross_own", "cross_other"]), "foreign": st.booleans(),
    "later_version": st.booleans(), "kopecks": st.integers(1, 10_000_000), "days": st.integers(0, 1500) | st.integers(0, 40),
    "refunds": st.lists(st.integers(1, 100), max_size=3),
})  # fmt: skip
VAT = Decimal("0.200")
SECOND_VERSION = 3  # days after the first sale


@given(
    plans=st.tuples(VERSION, VERSION), payments=st.lists(PAYMENT, min_size=1, max_size=6),
    euros=st.dictionaries(st.integers(1, 1500), st.integers(1, 200_000_000), max_size=3),
    left_after=st.none() | st.integers(0, 1500), times=st.integers(1, 3), order=st.randoms(use_true_random=False),
)  # fmt: skip
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_ledger_is_what_the_oracle_says(
    hal: User, hugo: User, fay: User, finn: User, at: datetime, plans: Any, payments: Any, euros: Any, left_after: Any,
    times: int, order: Any,
) -> None:  # fmt: skip
    with transaction.atomic():
        world = World({"hal": hal, "hugo": hugo, "fay": fay, "finn": finn}, at, plans)
        if left_after is not None:
            User.objects.filter(pk=hal.pk).update(is_active=False, dismissed_at=world.moment(left_after))
            assert end_agreements(at=world.moment(2000)) == in_force_ends(world)
        history = world.deliver(payments, euros, times, order)
        left_on = None if left_after is None or not in_force_ends(world) else world.day(left_after)
        owed = what_everybody_earned(history, world.versions, world.day(0), world.euros, left_on)
        assert [kopecks(one) for one in (hal, hugo, fay)] == [owed.hunter, owed.colleague, owed.farmer]
        seen = Accrual.objects.filter(payment__isnull=False).values("payment").distinct().count()
        assert seen == Payment.objects.count()
        assert accrue_due(at=world.moment(2000)) == 0
        transaction.set_rollback(True)


def in_force_ends(world: "World") -> int:
    """The first version ends agreements when the hunter leaves."""
    return int(world.handed.agreement.plan.on_leaving == "ends")


def kopecks(person: User) -> int:
    total = Accrual.objects.filter(beneficiary=person).aggregate(total=Sum("amount"))["total"] or Decimal(0)
    return int(total * 100)


class World:
    """A department with two versions of a plan, a client and its sales in dollars and in euros."""

    def __init__(self, people: dict[str, User], at: datetime, plans: Any) -> None:
        self.people, self.at = people, at
        org = Organisation.objects.get()
        org.vat_rate = VAT
        org.save()
        self.zone = org.zone
        self.versions = [self.publish(-1, plans[0]), self.publish(SECOND_VERSION, plans[1])]
        self.handed = first_sale(people["hal"], at)
        self.sales: dict[tuple[str, bool, bool], Sale] = {("first", False, False): self.handed.handoff.sale}
        self.euros: dict[date, Fraction] = {}

    def moment(self, days: int) -> datetime:
        return self.at + timedelta(days=days)

    def day(self, days: int) -> date:
        return self.moment(days).astimezone(self.zone).date()

    def publish(self, days: int, typed: dict[str, Any]) -> Version:
        tiers = {0: typed["first_tier"], **typed["tiers"]}
        cents = {
            name: None if typed[name] is None else Decimal(typed[name]) / 100
            for name in ("cap", "cap_per_month")
        }
        plan = CommissionPlan.objects.create(
            name="Any", in_force_from=self.moment(days), currency="USD", duration_months=typed["duration"],
            bonus_rate=Decimal(typed["bonus"]) / 10_000, cross_sell_rate=Decimal(typed["cross_sell"]) / 10_000,
            repeat_rate=Decimal(typed["repeat"]) / 10_000, net_of_vat=typed["net"], **cents,
        )  # fmt: skip
        for month, rate in tiers.items():
            TrailingTier.objects.create(plan=plan, from_month=month, rate=Decimal(rate) / 10_000)
        part = Fraction(1, 10_000)
        return Version(
            self.day(days), typed["bonus"] * part, typed["cross_sell"] * part,
            {month: rate * part for month, rate in tiers.items()}, typed["duration"], typed["repeat"] * part,
            typed["cap"], typed["cap_per_month"], Fraction(VAT) if typed["net"] else Fraction(0),
        )  # fmt: skip

    def sale(self, kind: str, foreign: bool, later: bool) -> Sale:
        """One sale of each sort, in dollars or euros, sold before or after the second version."""
        if kind == "first":
            if foreign:  # The first sale itself is in dollars.
                kind, foreign = "repeat", True
            else:
                later = False
        key = (kind, foreign, later)
        if key not in self.sales:
            seller = {"repeat": "fay", "cross_own": "hal", "cross_other": "hugo"}[kind]
            of = Sale.Kind.REPEAT if kind == "repeat" else Sale.Kind.CROSS_SELL
            sold_at = self.moment(SECOND_VERSION + 1 if later else 0)
            made = sell(self.handed.handoff.company, self.people[seller], of, "1.00", sold_at)
            if foreign:
                Sale.objects.filter(pk=made.pk).update(currency="EUR")
                made.refresh_from_db()
            self.sales[key] = made
        return self.sales[key]

    def record_rates(self, euros: dict[int, int]) -> None:
        """All days at once, at any place in the stream: until then everything in euros waits."""
        for days, units in {-10: 110_000_000, **euros}.items():
            rate = Decimal(units) / 100_000_000
            record_exchange_rate(
                actor=self.people["finn"],
                currency="EUR",
                into="USD",
                from_day=self.day(days),
                rate=rate,
                at=self.at,
            )
            self.euros[self.day(days)] = Fraction(units, 100_000_000)

    def deliver(self, payments: Any, euros: Any, times: int, order: Any) -> list[Money]:
        """Send everything up to `times` times in a random order, accruing in between; return what happened."""
        events: list[tuple[int, int | None]] = [(n, None) for n in range(len(payments))] * times
        events += [(n, i) for n, one in enumerate(payments) for i in range(len(one["refunds"]))] * times
        events.append((-1, None))
        order.shuffle(events)
        made: dict[int, Payment] = {}
        happened: dict[int, Money] = {}
        for n, i in events:
            if n == -1:
                self.record_rates(euros)
            elif i is None:
                self.pay(n, payments[n], made, happened)
            elif n in made:
                self.refund(n, i, payments[n], made, happened)
            if order.random() < 0.3:
                accrue_due(at=self.moment(2000))
        accrue_due(at=self.moment(2000))
        return list(happened.values())

    def pay(self, n: int, one: Any, made: dict[int, Payment], happened: dict[int, Money]) -> None:
        sale, paid_at = self.sale(one["kind"], one["foreign"], one["later_version"]), self.moment(one["days"])
        try:
            with transaction.atomic():
                made[n] = record_payment(
                    actor=None, sale=sale, amount=Decimal(one["kopecks"]) / 100, currency=sale.currency, paid_at=paid_at,
                    external_id=f"{n}", at=paid_at,
                )  # fmt: skip
        except PaymentKnown:
            assert n in happened
            return
        kind = {"first": "first", "repeat": "repeat"}.get(sale.kind) or (
            "cross_own" if sale.seller == self.people["hal"] else "cross_other"
        )
        sold = sale.sold_at.astimezone(self.zone).date()
        happened[n] = Money(kind, sold, self.day(one["days"]), one["kopecks"], sale.currency == "EUR")

    def refund(self, n: int, i: int, one: Any, made: dict[int, Payment], happened: dict[int, Money]) -> None:
        cents, at = max(1, one["kopecks"] * one["refunds"][i] // 100), self.moment(one["days"])
        try:
            with transaction.atomic():
                refund_payment(
                    actor=None,
                    payment=made[n],
                    amount=Decimal(cents) / 100,
                    refunded_at=at,
                    external_id=f"{n}-{i}",
                    at=at,
                )
            happened[n].refunds.append(cents)
        except PaymentKnown:
            pass
        except RefundTooLarge:
            assert sum(happened[n].refunds) + cents > happened[n].kopecks


def test_the_oracle_itself() -> None:
    """By hand: cap of the month 50.00 in two months, cap 80.00 altogether."""
    day = date(2026, 11, 16)
    version = Version(
        date(2026, 1, 1), Fraction(1, 10), Fraction(1, 20), {0: Fraction(3, 100)}, 36, Fraction(1, 100), 8000, 5000
    )  # fmt: skip
    history = [
        Money("first", day, day, 100_000), Money("repeat", day, date(2026, 12, 1), 200_000, refunds=[100_000]),
    ]  # fmt: skip
    owed = what_everybody_earned(history, [version], day, {})
    assert (owed.hunter, owed.colleague, owed.farmer) == (8000, 0, 1000)
    assert in_force([version], day) is version
