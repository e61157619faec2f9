"""Loads and the base of clients are what the accounts say, whatever happens to them and whenever the sums are folded."""

from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

import pytest

from farmers.actions import open_account, sweep_neglect
from farmers.models import Account, AccountLoad, ClientMonth, ServiceLevel
from farmers.queries import farmer_loads
from farmers.queries.base import client_base
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db


def check(org: Organisation, at: datetime) -> None:
    accounts = list(Account.objects.select_related("service_level"))
    for load in farmer_loads(at=at):
        mine = [one for one in accounts if one.farmer_id == load.farmer.pk and one.closed_at is None]
        assert load.accounts == len(mine)
        assert load.load == sum((one.service_level.weight for one in mine), Decimal(0))
        assert load.neglected == sum(one.neglected_since is not None for one in mine)
        assert load.last_opened_at == max((one.opened_at for one in mine), default=None)
    gained = Counter(one.opened_at.astimezone(org.zone).date().replace(day=1) for one in accounts)
    lost = Counter(one.lost_since.replace(day=1) for one in accounts if one.lost_since)
    total = 0
    for month in client_base(since=at.date() - timedelta(days=900), until=at.date() + timedelta(days=900)):
        total += gained[month.month] - lost[month.month]
        assert (month.gained, month.lost, month.clients) == (gained[month.month], lost[month.month], total)
    broken = {breach.view for breach in breaches()}
    assert not broken & {"inv_account_load_is_not_its_accounts", "inv_client_month_is_not_its_accounts"}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_sums_are_those_of_the_accounts(
    seed: int, org: Organisation, fay: User, flo: User, fern: User, at: datetime
) -> None:
    """Opened, moved, served by another level, closed, deleted, neglected, lost and found again, one by one and by the dozen."""
    dice, moment, levels = Random(seed), at, list(ServiceLevel.objects.all())

    def some() -> Account | None:
        return Account.objects.order_by("?").first()

    def comes() -> None:
        farmer = dice.choice([fay, flo, fern])
        open_account(actor=None, company=factories.company(), farmer=farmer, at=moment)

    def changes() -> None:
        if account := some():
            account.farmer, account.service_level = dice.choice([fay, flo]), dice.choice(levels)
            account.closed_at = dice.choice([None, None, moment])
            account.save(update_fields=["farmer", "service_level", "closed_at"])

    def goes() -> None:
        if account := some():
            account.neglect_flags.all().delete()
            account.delete()

    def sweep() -> None:
        sweep_neglect(at=moment)

    def is_touched() -> None:
        days = moment.date() + timedelta(days=30)
        Account.objects.filter(pk__in=list(Account.objects.values_list("pk", flat=True)[::2])).update(
            neglected_from=days, lost_from=days + timedelta(days=60)
        )

    for _step in range(40):
        dice.choice([comes, comes, changes, goes, is_touched, sweep])()
        if dice.random() < 0.3:
            AccountLoad.fold()
            ClientMonth.fold()
        moment += timedelta(days=dice.choice([0, 3, 20]), hours=dice.randint(0, 23))
        check(org, moment)


def test_a_month_is_worked_out_anew_when_the_organisation_moves(
    org: Organisation, fay: User, at: datetime
) -> None:
    evening = at.replace(day=30, hour=23)  # in New York still November, in Moscow December
    open_account(actor=None, company=factories.company(), farmer=fay, at=evening)
    assert [one.month.month for one in client_base(since=at.date(), until=at.date()) if one.gained] == [11]
    org.time_zone = "Europe/Moscow"
    org.save()
    assert ClientMonth.objects.get().month.month == 12
    check(org, at)


def test_many_changed_at_once_are_one_line_a_key(org: Organisation, fay: User, at: datetime) -> None:
    for _n in range(5):
        open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    AccountLoad.fold()
    Account.objects.update(neglected_since=at.date())
    assert sorted(AccountLoad.objects.values_list("accounts", "neglected")) == [(0, 5), (5, 0)]
    Account.objects.update(next_touch_on=at.date())
    assert AccountLoad.objects.count() == 2, "what changes no sum writes nothing"
