"""A version of the plan: published, refused, withdrawn; it pays what comes later and changes nothing agreed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from handoff.actions import follow_currency, publish_plan, withdraw_plan
from handoff.models import CommissionPlan
from handoff.queries import plan_in_force
from handoff.refusals import (
    CurrencyUnknown,
    PlanDayTaken,
    PlanInThePast,
    PlanInUse,
    RatesImpossible,
    TiersImpossible,
)
from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import User
from tests.handoff.plans import draft, publish
from tests.handoff.steps import first_sale

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 16)


def test_a_version_is_in_force_from_the_first_instant_of_its_day(
    sue: User, org: object, at: datetime
) -> None:
    made = publish_plan(actor=sue, draft=draft(TODAY + timedelta(days=1), repeat_rate=Decimal("0.01")), at=at)
    assert made.in_force_from == datetime(2026, 11, 17, 5, 0, tzinfo=UTC)
    assert [(tier.from_month, tier.rate) for tier in made.tiers.all()] == [
        (0, Decimal("0.0300")), (12, Decimal("0.0200")),
    ]  # fmt: skip
    assert plan_in_force(made.in_force_from - timedelta(seconds=1)) != made
    assert plan_in_force(made.in_force_from) == made
    assert Activity.objects.filter(verb="commission_plan_published", actor=sue).count() == 1


def test_a_version_for_today_begins_now_and_not_this_morning(
    sue: User, hal: User, fay: User, org: object, at: datetime
) -> None:
    before = first_sale(hal, at - timedelta(hours=1)).agreement
    made = publish(sue, at)
    assert made.in_force_from == at
    assert (before.plan == made, first_sale(hal, at).agreement.plan == made) == (False, True)


REFUSED: list[tuple[type[ActionRefused], dict[str, Any]]] = [
    (PlanInThePast, {"from_day": TODAY - timedelta(days=1)}),
    (CurrencyUnknown, {"currency": "usd"}),
    (RatesImpossible, {"bonus_rate": Decimal("1.01")}),
    (RatesImpossible, {"repeat_rate": Decimal("-0.01")}),
    (RatesImpossible, {"meeting_pay": Decimal("-1")}),
    (RatesImpossible, {"cap_per_month": Decimal("-1")}),
    (RatesImpossible, {"tiers": ((0, Decimal("1.5")),)}),
    (TiersImpossible, {"tiers": ()}),
    (TiersImpossible, {"tiers": ((1, Decimal("0.03")),)}),
    (TiersImpossible, {"tiers": ((0, Decimal("0.03")), (0, Decimal("0.02")))}),
    (TiersImpossible, {"tiers": ((0, Decimal("0.03")), (36, Decimal("0.02")))}),
]


@pytest.mark.parametrize(("refusal", "fields"), REFUSED)
def test_refused_and_nothing_changed(
    sue: User, org: object, at: datetime, refusal: type[ActionRefused], fields: dict[str, Any]
) -> None:
    with pytest.raises(refusal):
        publish_plan(actor=sue, draft=replace(draft(TODAY), **fields), at=at)
    assert (CommissionPlan.objects.count(), Activity.objects.count()) == (1, 0)


def test_a_day_is_taken_once(sue: User, org: object, at: datetime) -> None:
    publish(sue, at)
    later = at + timedelta(hours=1)
    with pytest.raises(PlanDayTaken):
        publish(sue, later)
    assert CommissionPlan.objects.count() == 2


def test_only_the_head_of_sales(finn: User, hera: User, root: User, org: object, at: datetime) -> None:
    coming = CommissionPlan.objects.create(
        name="Coming", in_force_from=at + timedelta(days=9), currency="USD"
    )
    for someone in (finn, hera, root):
        with pytest.raises(NotYours):
            publish(someone, at)
        with pytest.raises(NotYours):
            withdraw_plan(actor=someone, plan=coming, at=at)
    assert CommissionPlan.objects.count() == 2


def test_withdrawn_before_it_begins_and_once(sue: User, org: object, at: datetime) -> None:
    coming = publish_plan(actor=sue, draft=draft(TODAY + timedelta(days=5)), at=at)
    withdraw_plan(actor=sue, plan=coming, at=at)
    with pytest.raises(PlanInUse):
        withdraw_plan(actor=sue, plan=coming, at=at)
    assert CommissionPlan.objects.count() == 1
    assert Activity.objects.filter(verb="commission_plan_withdrawn").count() == 1


def test_a_version_in_force_or_agreed_by_stays(
    sue: User, hal: User, fay: User, org: object, at: datetime
) -> None:
    begun = publish(sue, at)
    coming = publish_plan(actor=sue, draft=draft(TODAY + timedelta(days=5)), at=at)
    first_sale(hal, at + timedelta(days=6))
    for plan in (begun, coming):
        with pytest.raises(PlanInUse):
            withdraw_plan(actor=sue, plan=plan, at=at)
    assert CommissionPlan.objects.count() == 3


def test_an_unused_plan_follows_the_currency(
    sue: User, hal: User, fay: User, org: object, at: datetime
) -> None:
    first_sale(hal, at)
    unused = publish(sue, at)
    assert [follow_currency(actor=sue, currency="RUB", at=at) for _ in range(2)] == [1, 0]
    assert list(CommissionPlan.objects.order_by("pk").values_list("currency", flat=True)) == ["USD", "RUB"]
    unused.refresh_from_db()
    assert unused.currency == "RUB"
