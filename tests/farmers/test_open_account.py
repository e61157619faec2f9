from datetime import date, datetime, timedelta

import pytest

from farmers.actions import move_account, open_account
from farmers.queries import account_of
from farmers.refusals import AlreadyServed, NoAccount, NotAFarmer
from salesorg.clients.models import Activity, Ownership
from salesorg.clients.queries import current_owner
from salesorg.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_client_comes_into_a_farmers_care(hal: User, fay: User, at: datetime) -> None:
    company = factories.company()
    account = open_account(actor=hal, company=company, farmer=fay, at=at)
    assert account_of(company) == account
    assert (account.service_level.code, account.last_touch_at) == ("B", None)
    # Opened on Monday 16 November in New York: B is touched every 14 days, neglected after 30, lost after 90.
    assert account.next_touch_on == date(2026, 11, 30)
    assert account.neglected_from == date(2026, 12, 17)
    assert account.lost_from == date(2027, 2, 15)
    owner = current_owner(company)
    assert owner is not None
    assert (owner.owner, owner.stage) == (fay, Ownership.Stage.FARMING)
    assert [a.verb for a in Activity.objects.filter(company=company)] == ["account_opened"]


def test_the_day_of_opening_is_the_organisations_local_day(fay: User, at: datetime) -> None:
    late_evening = datetime.fromisoformat("2026-11-17T04:30:00+00:00")  # 23:30 of the 16th in New York
    account = open_account(actor=None, company=factories.company(), farmer=fay, at=late_evening)
    assert account.neglected_from == date(2026, 12, 17)


def test_the_queue_of_the_head_is_a_farmer_too(hal: User, fern: User, at: datetime) -> None:
    account = open_account(actor=hal, company=factories.company(), farmer=fern, at=at)
    assert account.farmer == fern


def test_nobody_else_can_have_accounts(hal: User, cara: User, at: datetime) -> None:
    company = factories.company()
    with pytest.raises(NotAFarmer):
        open_account(actor=hal, company=company, farmer=cara, at=at)
    assert account_of(company) is None
    assert current_owner(company) is None


def test_a_company_has_one_account(hal: User, fay: User, flo: User, at: datetime) -> None:
    company = factories.company()
    open_account(actor=hal, company=company, farmer=fay, at=at)
    with pytest.raises(AlreadyServed):
        open_account(actor=hal, company=company, farmer=flo, at=at)
    owner = current_owner(company)
    assert owner is not None
    assert owner.owner == fay


def test_a_move_changes_owner_but_not_neglect(fay: User, flo: User, fern: User, at: datetime) -> None:
    company = factories.company()
    before = open_account(actor=None, company=company, farmer=fay, at=at)
    later = at + timedelta(days=3)
    moved = move_account(actor=fern, company=company, farmer=flo, at=later, reason="Vacation")
    assert (moved.farmer, moved.neglected_from) == (flo, before.neglected_from)
    periods = company.ownerships.values_list("owner", "ended_at")
    assert list(periods) == [(fay.pk, later), (flo.pk, None)]
    assert Activity.objects.filter(company=company, verb="account_moved").count() == 1


def test_a_move_to_the_same_farmer_changes_nothing(fay: User, fern: User, at: datetime) -> None:
    company = factories.company()
    open_account(actor=None, company=company, farmer=fay, at=at)
    move_account(actor=fern, company=company, farmer=fay, at=at + timedelta(days=1), reason="x")
    assert company.ownerships.count() == 1
    assert Activity.objects.filter(company=company).count() == 1


def test_a_move_without_account_is_refused(fay: User, fern: User, at: datetime) -> None:
    with pytest.raises(NoAccount):
        move_account(actor=fern, company=factories.company(), farmer=fay, at=at, reason="x")
