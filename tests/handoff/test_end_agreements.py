"""Agreements end when the hunter leaves or the client is lost, if their plan says so; once, told, for later days only."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from farmers.models import Account
from handoff.actions import HandedOver, accrue_due, end_agreements
from handoff.models import Accrual, Agreement
from salesorg.clients.models import Activity
from salesorg.people.models import Notice, Role, User
from salesorg.sales.models import Sale
from tests.handoff.plans import publish
from tests.handoff.steps import first_sale, give_back, pay, sell

pytestmark = pytest.mark.django_db


def dismiss(person: User, at: datetime) -> None:
    User.objects.filter(pk=person.pk).update(is_active=False, dismissed_at=at)


def lose(handed: HandedOver, day: date) -> None:
    Account.objects.filter(company=handed.handoff.company).update(neglected_since=day, lost_since=day)


def test_the_hunter_left(handed: HandedOver, hal: User, at: datetime) -> None:
    left = at + timedelta(days=3)
    dismiss(hal, left)
    assert [end_agreements(at=left + timedelta(minutes=1)) for _ in range(2)] == [1, 0]
    agreement = Agreement.objects.get()
    assert (agreement.ended_at, agreement.end_reason) == (left, "left")
    assert Activity.objects.filter(verb="agreement_ended", company=handed.handoff.company).count() == 1
    assert Notice.objects.filter(person=hal, kind="agreement_ended_left").count() == 1


def test_the_hunter_moved_to_another_desk(handed: HandedOver, hal: User, at: datetime) -> None:
    User.objects.filter(pk=hal.pk).update(role=Role.FARMER)
    end_agreements(at=at)
    assert (Agreement.objects.get().ended_at, Agreement.objects.get().end_reason) == (at, "left")


@pytest.mark.parametrize("role", [Role.HUNTERS_HEAD, Role.SALES_HEAD])
def test_who_becomes_a_head_goes_on(handed: HandedOver, hal: User, at: datetime, role: Role) -> None:
    User.objects.filter(pk=hal.pk).update(role=role)
    assert (end_agreements(at=at), Agreement.objects.get().ended_at) == (0, None)


def test_the_client_is_lost(handed: HandedOver, hal: User, at: datetime) -> None:
    lose(handed, date(2027, 2, 1))
    assert [end_agreements(at=at + timedelta(days=90)) for _ in range(2)] == [1, 0]
    agreement = Agreement.objects.get()
    assert (agreement.ended_at, agreement.end_reason) == (datetime(2027, 2, 1, 5, 0, tzinfo=UTC), "lost")
    assert Notice.objects.filter(person=hal, kind="agreement_ended_lost").count() == 1


def test_the_plan_may_let_it_go_on(hal: User, fay: User, sue: User, at: datetime) -> None:
    publish(sue, at, on_leaving="goes_on", on_lost_client="goes_on")
    handed = first_sale(hal, at)
    dismiss(hal, at)
    lose(handed, at.date())
    assert (end_agreements(at=at), Agreement.objects.get().ended_at) == (0, None)


def test_a_client_that_is_served_and_a_hunter_who_works_here_end_nothing(
    handed: HandedOver, at: datetime
) -> None:
    assert (end_agreements(at=at), Activity.objects.filter(verb="agreement_ended").count()) == (0, 0)


def test_payments_of_later_days_earn_nothing_and_what_was_posted_stays(
    handed: HandedOver, hal: User, fay: User, at: datetime
) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "900.00", at)
    before = pay(sale, "100.00", at)
    accrue_due(at=at)
    dismiss(hal, at)
    end_agreements(at=at)
    pay(sale, "200.00", at, paid_at=at + timedelta(hours=2))
    pay(sale, "300.00", at + timedelta(days=1))
    accrue_due(at=at + timedelta(days=1))
    give_back(before, "50.00", at + timedelta(days=2))
    accrue_due(at=at + timedelta(days=2))
    assert list(Accrual.objects.order_by("pk").values_list("amount", flat=True)) == [
        Decimal("3.00"), Decimal("6.00"), Decimal("0.00"), Decimal("-1.50"),
    ]  # fmt: skip
