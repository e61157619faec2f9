"""The same engine looks ahead (portfolio, open deal) and back (a draft of a plan), and writes nothing."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.actions import HandedOver, accrue_due, record_exchange_rate, record_held_meeting
from handoff.commission import Terms
from handoff.models import Accrual, Agreement
from handoff.queries import cross_sell_would_pay, first_sale_would_pay, portfolio_forecast
from handoff.queries.comparison import what_it_would_have_cost
from handoff.terms_in_time import month_begins, standing
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests.factories import company
from tests.handoff.plans import draft, publish
from tests.handoff.steps import first_sale, give_back, pay, sell

pytestmark = pytest.mark.django_db

A_YEAR_ON = datetime(2027, 11, 20, 15, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)


def counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


@pytest.fixture
def bought(handed: HandedOver, fay: User, at: datetime) -> Sale:
    """The client bought again for 100.00 in each of twelve months from December, and gave the last back."""
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "9000.00", at)
    for n in range(12):
        payment = pay(sale, "100.00", at + timedelta(days=30 * n + 20))
    give_back(payment, "100.00", at + timedelta(days=30 * 11 + 21))
    return sale


def test_the_portfolio_ahead(bought: Sale, hal: User, hugo: User) -> None:
    """On 20 Nov 2027 the client is a year old: what was paid at 3 % comes again at 2 %."""
    ahead = portfolio_forecast(hal, A_YEAR_ON)
    assert (ahead.months[0].month, ahead.months[-1].month) == (date(2027, 12, 1), date(2028, 11, 1))
    by_month = {month.month: (month.payments, month.commission) for month in ahead.months}
    assert by_month[date(2027, 12, 1)] == (Decimal("100.00"), Decimal("2.00"))
    assert by_month[date(2028, 10, 1)] == (Decimal("100.00"), Decimal("2.00"))
    assert by_month[date(2028, 11, 1)] == (Decimal("0.00"), Decimal("0.00"))
    client = ahead.clients[0]
    assert (client.standing.rate, client.standing.ends_on) == (Decimal("0.0200"), date(2029, 11, 16))
    assert client.commission == ahead.commission == ahead.payments * Decimal("0.02")
    assert portfolio_forecast(hugo, A_YEAR_ON).clients == []


def test_each_payment_of_the_last_twelve_months_comes_once(hal: User, fay: User, at: datetime) -> None:
    """At both edges: the day a year ago is out, the day after it and today are in, each in November after next."""
    sale = sell(first_sale(hal, at).handoff.company, fay, Sale.Kind.REPEAT, "9000.00", at)
    pay(sale, "1.00", datetime(2026, 11, 20, 12, 0, tzinfo=UTC))
    pay(sale, "10.00", datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    pay(sale, "100.00", datetime(2026, 12, 1, 12, 0, tzinfo=UTC))
    pay(sale, "1000.00", A_YEAR_ON - timedelta(hours=2))
    ahead = portfolio_forecast(hal, A_YEAR_ON)
    assert (ahead.since, ahead.until) == (date(2026, 11, 21), date(2027, 11, 20))
    by_month = {month.month: month.payments for month in ahead.months if month.payments}
    assert by_month == {date(2027, 12, 1): Decimal("100.00"), date(2028, 11, 1): Decimal("1010.00")}
    assert ahead.clients[0].paid == ahead.payments == Decimal("1110.00")


def test_the_forecast_is_what_the_ledger_then_says(bought: Sale, hal: User, fay: User) -> None:
    """The client does buy the same again: the ledger posts what was foretold."""
    ahead = portfolio_forecast(hal, A_YEAR_ON)
    accrue_due(at=A_YEAR_ON)
    before = Accrual.objects.count()
    for payment in list(bought.payments.order_by("pk"))[:11]:
        pay(bought, payment.amount, payment.paid_at + timedelta(days=366))
    accrue_due(at=A_YEAR_ON + timedelta(days=400))
    assert sum(line.amount for line in Accrual.objects.order_by("pk")[before:]) == ahead.commission


def test_caps_and_ends_of_agreements_are_looked_ahead(hal: User, fay: User, sue: User, at: datetime) -> None:
    publish(sue, at, cap=Decimal("104.00"), cap_per_month=Decimal("100.00"))
    handed = first_sale(hal, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    ahead = portfolio_forecast(hal, at + timedelta(days=40))
    assert (ahead.clients[0].cap_left, ahead.commission) == (Decimal("4.00"), Decimal("4.00"))
    Agreement.objects.update(ended_at=at, end_reason="lost")
    assert portfolio_forecast(hal, at + timedelta(days=40)).clients == []


def test_the_forecast_asks_few_queries(hal: User, fay: User, at: datetime) -> None:
    seen = []
    for _ in range(2):
        for _n in range(3):
            pay(first_sale(hal, at).handoff.sale, "10.00", at)
        with CaptureQueriesContext(connection) as queries:
            portfolio_forecast(hal, at + timedelta(days=40))
        seen.append(len(queries))
    assert seen[0] == seen[1] <= 7


def test_a_deal_by_what_ones_clients_usually_buy(bought: Sale, hal: User, hugo: User) -> None:
    pays = first_sale_would_pay(hunter=hal, amount=Decimal("1000.00"), at=A_YEAR_ON)
    assert (pays["bonus"], pays["yearly_from"], pays["yearly"]) == (
        Decimal("100.00"),
        "portfolio",
        Decimal("1100.00"),
    )
    assert pays["trailing_12_months"] == Decimal("33.00")
    given = first_sale_would_pay(
        hunter=hal, amount=Decimal("1000.00"), yearly=Decimal("2400.00"), at=A_YEAR_ON
    )
    assert (given["yearly_from"], given["trailing_12_months"]) == ("given", Decimal("72.00"))
    new = first_sale_would_pay(hunter=hugo, amount=Decimal("1000.00"), at=A_YEAR_ON)
    assert (new["yearly_from"], new["trailing_12_months"]) == ("sale", Decimal("30.00"))


def test_a_cross_sell_by_the_clients_agreement(
    handed: HandedOver, hal: User, hugo: User, at: datetime
) -> None:
    def pays(seller: User) -> Decimal:
        found = cross_sell_would_pay(
            agreement=Agreement.objects.select_related("plan").get(), seller=seller, amount=Decimal("200.00"),
            at=at + timedelta(days=2),
        )  # fmt: skip
        return Decimal(found["cross_sell"])

    assert (pays(hal), pays(hugo)) == (Decimal("10.00"), Decimal("10.00"))
    Agreement.objects.update(ended_at=at, end_reason="left")
    assert (pays(hal), pays(hugo)) == (Decimal("0.00"), Decimal("10.00"))


@pytest.mark.parametrize(("first_sale_on", "months", "day"), [
    (date(2026, 11, 16), 12, date(2027, 11, 16)), (date(2026, 12, 31), 2, date(2027, 3, 1)),
    (date(2028, 2, 29), 12, date(2029, 3, 1)), (date(2026, 10, 31), 1, date(2026, 12, 1)),
])  # fmt: skip
def test_the_day_of_a_step_is_the_first_at_the_new_rate(first_sale_on: date, months: int, day: date) -> None:
    terms = Terms(Decimal(0), Decimal(0), [(0, Decimal("0.03")), (months, Decimal("0.02"))])
    assert month_begins(first_sale_on, months) == day
    assert standing(terms, first_sale_on, day).rate == Decimal("0.02")
    assert standing(terms, first_sale_on, day - timedelta(days=1)).rate == Decimal("0.03")
    assert standing(terms, first_sale_on, day - timedelta(days=1)).next_day == day


# What a draft would have cost


def test_a_draft_over_the_last_year_and_nothing_is_written(
    bought: Sale, hal: User, fay: User, cara: User, handed: HandedOver, at: datetime
) -> None:
    pay(handed.handoff.sale, "1000.00", at + timedelta(days=30))
    record_held_meeting(reference=1, company=company(), booked_by=cara, held_at=at + timedelta(days=30))
    accrue_due(at=at + timedelta(days=340))
    before = counts()
    other = draft(
        TODAY, bonus_rate=Decimal("0.20"), meeting_pay=Decimal("25.00"), repeat_rate=Decimal("0.01")
    )
    found = what_it_would_have_cost(other, at + timedelta(days=345))
    assert counts() == before
    kinds = {pair.label: (pair.then, pair.would, pair.difference) for pair in found.by_kind}
    assert kinds == {
        "First-sale bonus": (Decimal("100.00"), Decimal("200.00"), Decimal("100.00")),
        "Trailing commission": (Decimal("33.00"), Decimal("33.00"), Decimal("0.00")),
        "Repeat sale": (Decimal("0.00"), Decimal("11.00"), Decimal("11.00")),
        "Held meeting": (Decimal("0.00"), Decimal("25.00"), Decimal("25.00")),
    }
    people = {pair.label: pair.difference for pair in found.by_person}
    assert people == {"Hal": Decimal("100.00"), "Cara": Decimal("25.00"), "Fay": Decimal("11.00")}
    assert (
        found.total.difference
        == sum((pair.difference for pair in found.by_month), Decimal(0))
        == Decimal("136.00")
    )
    assert (found.payments, found.unpriced) == (14, 0)
    assert found.total.ratio == Decimal("136.00") / Decimal("133.00")
    assert found.kinds["meeting"].ratio is None


def test_the_plan_in_force_as_a_draft_costs_what_it_cost(
    bought: Sale, handed: HandedOver, at: datetime
) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=A_YEAR_ON)
    for capped in ({}, {"cap": Decimal("999.00")}):
        found = what_it_would_have_cost(draft(TODAY, **capped), A_YEAR_ON)
        assert found.total.then == found.total.would != 0
        assert all(pair.difference == 0 for pair in found.by_month)


def test_a_cap_in_the_draft_looks_at_what_was_earned_before_the_year(
    handed: HandedOver, fay: User, at: datetime
) -> None:
    """The bonus of November 2026 lies before the months that are shown and fills the cap."""
    pay(handed.handoff.sale, "1000.00", at)
    later = at + timedelta(days=400)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at), "500.00", later)
    accrue_due(at=later)
    found = what_it_would_have_cost(draft(TODAY, cap=Decimal("100.00")), later)
    assert (found.total.then, found.total.would, found.payments) == (Decimal("10.00"), Decimal("0.00"), 1)


def test_a_draft_in_another_currency_counts_what_has_no_rate(bought: Sale, finn: User, at: datetime) -> None:
    accrue_due(at=A_YEAR_ON)
    found = what_it_would_have_cost(draft(TODAY, currency="EUR"), A_YEAR_ON)
    assert (found.total.would, found.unpriced, found.other_currency) == (0, found.payments, True)
    record_exchange_rate(
        actor=finn, currency="USD", into="EUR", from_day=date(2026, 1, 1), rate=Decimal("0.5"), at=at
    )
    found = what_it_would_have_cost(draft(TODAY, currency="EUR"), A_YEAR_ON)
    assert (found.unpriced, found.total.would) == (0, Decimal("16.50"))


def test_the_comparison_asks_few_queries(hal: User, fay: User, at: datetime, org: Any) -> None:
    seen = []
    for _ in range(2):
        for _n in range(3):
            pay(first_sale(hal, at).handoff.sale, "10.00", at)
        with CaptureQueriesContext(connection) as queries:
            what_it_would_have_cost(draft(TODAY, cap=Decimal(5)), at)
        seen.append(len(queries))
    assert seen[0] == seen[1] <= 12
