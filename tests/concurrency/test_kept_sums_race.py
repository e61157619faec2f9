"""Sums that are kept beside the rows, while several write, accept, fold and add up at the same moment."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from callcenter.models import Call
from farmers.models import AccountLoad
from handoff.actions import accrue_due
from handoff.models import PayableMonth
from handoff.queries import commissions_owed
from salesorg.dashboards.actions import fold_calls
from salesorg.dashboards.invariants import breaches
from salesorg.dashboards.models import CallDay
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests.concurrency.rivals import at_once
from tests.dashboards.conftest import Story, story  # noqa: F401 - a fixture
from tests.dashboards.test_kept_sums import logged
from tests.handoff.steps import accept, first_sale, introduce, pay, sell

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_bonus_posted_while_its_handoff_is_accepted_is_payable_once(
    hal: User, fay: User, at: datetime
) -> None:
    """The handoff's row is held while its bonus is posted: one of the two always sees the other."""
    for n in range(8):
        handed = first_sale(hal, at)
        pay(handed.handoff.sale, "1000.00", at)
        introduce(handed.handoff, at)
        answers = at_once(
            lambda: accrue_due(at=at), lambda handed=handed: accept(handed.handoff, at), alone=bool(n % 2)
        )
        assert not [one for one in answers if isinstance(one, Exception)]
        assert commissions_owed(hal)["payable"] == 100 * (n + 1)
    assert breaches() == []


def test_an_acceptance_waits_for_the_bonus_that_is_being_posted(hal: User, fay: User, at: datetime) -> None:
    handed = first_sale(hal, at)
    pay(handed.handoff.sale, "1000.00", at)
    introduced = introduce(handed.handoff, at)

    def take() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '400ms'")
        return accept(introduced, at)

    with transaction.atomic():
        accrue_due(at=at)
        (answer,) = at_once(take)
        assert "lock timeout" in str(answer)
    accept(introduced, at)
    assert (commissions_owed(hal)["payable"], breaches()) == (100, [])


def test_four_fold_and_post_at_once_and_nothing_is_lost(hal: User, fay: User, at: datetime) -> None:
    handed = first_sale(hal, at)
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "1000.00", at)
    for n in range(6):
        pay(sale, "100.00", at)
        at_once(
            lambda: accrue_due(at=at),
            PayableMonth.fold,
            PayableMonth.fold,
            AccountLoad.fold,
            PayableMonth.fold,
            alone=True,
        )
        accrue_due(at=at)
        assert commissions_owed(hal)["payable"] == 3 * (n + 1)
    PayableMonth.fold()
    assert (PayableMonth.objects.count(), breaches()) == (1, [])


def test_a_late_call_and_the_addition_of_its_day_wait_for_each_other(story: Story, cara: User) -> None:  # noqa: F811
    long_ago = timezone.now() - timedelta(days=9)
    with transaction.atomic():
        logged(story, cara, long_ago)
        assert at_once(lambda: fold_calls(at=timezone.now())) == [None], (
            "somebody is just bringing an old call"
        )
    for _n in range(5):
        at_once(lambda: logged(story, cara, long_ago), lambda: fold_calls(at=timezone.now()), alone=True)
    fold_calls(at=timezone.now())
    assert (
        sum(one.calls for one in CallDay.objects.filter(split="person"))
        >= Call.objects.filter(at=long_ago).count()
        > 0
    )
    assert "inv_call_day_is_not_its_calls" not in {breach.view for breach in breaches()}
