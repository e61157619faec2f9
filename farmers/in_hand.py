"""What every action on an account begins with, and how an account's dates are kept."""

from datetime import date, datetime

from farmers.access import KEEPERS
from farmers.models import Account, NeglectFlag
from farmers.neglect import day_that_counts, local_day, neglect_dates
from farmers.refusals import NotYourAccount
from salesorg.clients.models import Company
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, Role, User


def account_in_hand(*, actor: User, account: Account) -> Account:
    """Lock the company, then the account, and return it as it is now, if `actor` may work with it.

    Refusals: `NotYours` (neither farmer nor head of the client department), `NotYourAccount` (somebody else's, which
    it may have become since the page was rendered).
    """
    if not actor.is_in(*KEEPERS):
        raise NotYours
    company = Company.objects.locked().get(pk=account.company_id)
    held = (
        Account.objects.select_for_update(of=("self",), no_key=True)
        .select_related("service_level")
        .get(company=company)
    )
    if not actor.is_in(Role.FARMERS_HEAD) and held.farmer_id != actor.pk:
        raise NotYourAccount if actor.is_in(Role.FARMER) else NotYours
    held.company = company
    return held


def recount(account: Account, *, settings: Organisation, at: datetime) -> None:
    """Set the days of neglect and loss anew from the last real touch, and let an open flag agree with them at once.

    `at` is now. Nothing is raised here: that is the sweep's, so that everybody is told exactly once. Does not save.
    """
    dates = neglect_dates(counts_from=counts_from(account, settings), limits=account.service_level.limits)
    account.neglected_from, account.lost_from = dates.neglected_from, dates.lost_from
    if account.neglected_since is not None:
        _agree_with_flag(account, today=local_day(at, settings.zone), at=at)


def _agree_with_flag(account: Account, *, today: date, at: datetime) -> None:
    flag = NeglectFlag.objects.filter(account=account, cleared_at__isnull=True)
    if account.neglected_from > today:
        account.neglected_since = account.lost_since = None
        flag.update(cleared_at=at)
        return
    # A touch that was logged late moves the beginning, but the client is neglected still.
    account.neglected_since = account.neglected_from
    account.lost_since = account.lost_from if account.lost_since and account.lost_from <= today else None
    flag.update(since=account.neglected_since, lost_since=account.lost_since)


def counts_from(account: Account, settings: Organisation) -> date:
    """Return the day from which this account's neglect is counted."""
    zone = settings.zone
    return day_that_counts(
        opened_on=local_day(account.opened_at, zone),
        touched_on=local_day(account.last_touch_at, zone) if account.last_touch_at else None,
        quiet_until=account.quiet_until,
    )
