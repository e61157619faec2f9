"""Rivals over pay: one line for a held meeting, one end of an agreement, one version for a day, one rate for a pair."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handoff.actions import (
    accrue_due,
    end_agreements,
    publish_plan,
    record_exchange_rate,
    record_held_meeting,
)
from handoff.models import Accrual, CommissionPlan, ExchangeRate
from handoff.refusals import PlanDayTaken, RateKnown
from salesorg.clients.models import Activity
from salesorg.people.models import Notice, User
from tests.concurrency.rivals import at_once
from tests.factories import company
from tests.handoff.plans import draft
from tests.handoff.steps import first_sale, pay

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _only_the_default_plan() -> Any:
    """Plans are reference rows that a flush leaves alone: what a test here publishes goes behind it."""
    known = list(CommissionPlan.objects.values_list("pk", flat=True))
    yield
    CommissionPlan.objects.exclude(pk__in=known).filter(agreements__isnull=True).delete()


def test_two_workers_post_payments_and_meetings_once(hal: User, fay: User, cara: User, at: datetime) -> None:
    for n in range(4):
        pay(first_sale(hal, at).handoff.sale, "99.99", at)
        record_held_meeting(reference=n, company=company(), booked_by=cara, held_at=at)
    answers = at_once(lambda: accrue_due(at=at), lambda: accrue_due(at=at), alone=True)
    assert all(isinstance(answer, int) for answer in answers), answers
    accrue_due(at=at)
    assert (Accrual.objects.filter(kind="bonus").count(), Accrual.objects.filter(kind="meeting").count()) == (
        4,
        4,
    )


def test_an_outcome_sent_twice_at_once_is_one_held_meeting(cara: User, at: datetime) -> None:
    firm = company()
    answers = at_once(*[
        lambda: record_held_meeting(reference=1, company=firm, booked_by=cara, held_at=at) for _ in range(2)
    ])  # fmt: skip
    assert answers[0] == answers[1]


def test_two_workers_end_an_agreement_once(hal: User, fay: User, at: datetime) -> None:
    for _ in range(3):
        first_sale(hal, at)
    User.objects.filter(pk=hal.pk).update(is_active=False, dismissed_at=at)
    answers = at_once(lambda: end_agreements(at=at), lambda: end_agreements(at=at), alone=True)
    assert sum(int(str(answer)) for answer in answers) == 3
    assert Activity.objects.filter(verb="agreement_ended").count() == 3
    assert Notice.objects.filter(kind="agreement_ended_left").count() == 3


def test_two_versions_for_today_and_two_rates_for_a_day(sue: User, finn: User, at: datetime) -> None:
    day = date(2026, 11, 16)
    answers = at_once(*[
        lambda n=n: publish_plan(actor=sue, draft=draft(day), at=at + timedelta(seconds=n)) for n in range(2)
    ])  # fmt: skip
    assert [isinstance(answer, PlanDayTaken) for answer in answers].count(True) == 1
    rates = at_once(*[
        lambda n=n: record_exchange_rate(
            actor=finn, currency="EUR", into="USD", from_day=day, rate=Decimal(n), at=at
        ) for n in (1, 2)
    ])  # fmt: skip
    assert [isinstance(answer, RateKnown) for answer in rates].count(True) == 1
    assert (CommissionPlan.objects.filter(in_force_from__gte=at).count(), ExchangeRate.objects.count()) == (
        1,
        1,
    )
