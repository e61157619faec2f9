"""Two beats and four workers: one flag, one notice. Two first sales and one free place: one gets it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from farmers.actions import log_touch, open_account, settle_promise, sweep_neglect
from farmers.actions.make_promise import make_promise
from farmers.actions.sweep_neglect import NeglectSweep
from farmers.models import Account, NeglectFlag
from farmers.queries import farmer_for
from farmers.refusals import AlreadySettled
from salesorg.clients.models import Activity, Company
from salesorg.people.models import Notice, User
from tests import factories
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 60


def test_four_sweeps_at_once_raise_each_flag_once(fay: User, fern: User, at: datetime) -> None:
    for _ in range(MANY):
        open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    late = at + timedelta(days=100)
    swept = at_once(*[lambda: sweep_neglect(at=late)] * 4)
    assert all(isinstance(each, NeglectSweep) for each in swept), swept
    assert sum(each.raised for each in swept if isinstance(each, NeglectSweep)) == MANY
    assert NeglectFlag.objects.filter(cleared_at__isnull=True).count() == NeglectFlag.objects.count() == MANY
    assert Notice.objects.filter(person=fay).count() == MANY
    assert Notice.objects.get(person=fern).data == {"neglected": MANY, "lost": MANY}
    assert Activity.objects.filter(verb="neglected").count() == MANY


def test_a_touch_and_a_sweep_at_once_agree_in_the_end(fay: User, fern: User, at: datetime) -> None:
    account = open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    late = at + timedelta(days=40)
    both = at_once(
        lambda: sweep_neglect(at=late),
        lambda: log_touch(actor=fay, account=account, kind="call", note="", at=late),
    )
    assert not any(isinstance(each, Exception) for each in both), both
    account.refresh_from_db()
    assert account.neglected_since is None
    assert not NeglectFlag.objects.filter(cleared_at__isnull=True).exists()


def test_two_first_sales_do_not_both_take_the_last_place(fay: User, fern: User, at: datetime) -> None:
    fay.capacity = Decimal(1)
    fay.save()

    def take() -> str:
        company = Company.objects.locked().get(pk=factories.company().pk)
        farmer = farmer_for(company=company, at=at).farmer or fern
        open_account(actor=None, company=company, farmer=farmer, at=at)
        return farmer.username

    assert sorted(map(str, at_once(take, take, take))) == ["fay", "fern", "fern"]
    assert Account.objects.filter(farmer=fay).count() == 1


def test_a_promise_is_settled_once(fay: User, at: datetime) -> None:
    account = open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    promise = make_promise(actor=fay, account=account, text="Send", due_on=at.date(), at=at)
    answers = at_once(
        lambda: settle_promise(actor=fay, promise=promise, kept=True, at=at),
        lambda: settle_promise(actor=fay, promise=promise, kept=False, at=at),
    )
    assert sum(isinstance(each, AlreadySettled) for each in answers) == 1
    assert Activity.objects.filter(verb__in=["promise_kept", "promise_broken"]).count() == 1
