from datetime import datetime

from django.db import transaction

from farmers import verbs
from farmers.access import KEEPERS
from farmers.models import Account
from farmers.neglect import local_day, neglect_dates, next_touch_day
from farmers.queries import default_level
from farmers.refusals import AlreadyServed, NotAFarmer
from salesorg.clients.actions import change_owner, record_activity
from salesorg.clients.models import Company, Ownership
from salesorg.lib.refusals import refusing
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def open_account(*, actor: User | None, company: Company, farmer: User, at: datetime) -> Account:
    """Put a client into a farmer's care (or into the queue of the head of the client department) and return the account.

    A step of `hand_off_company`, whose caller holds the company's lock; also the way in for a list of existing clients.
    The service level is the default one; the opening counts as no touch, but neglect is counted from its local day.
    Refusals: `NotAFarmer`, `AlreadyServed`, `HandoffInThePast`.
    """
    if not (farmer.is_active and farmer.is_in(*KEEPERS)):
        raise NotAFarmer
    level = default_level()
    limits = level.limits
    dates = neglect_dates(counts_from=local_day(at, organisation().zone), limits=limits)
    with refusing("farmers_account_company_id_key", AlreadyServed), transaction.atomic():
        account = Account.objects.create(
            company=company,
            farmer=farmer,
            service_level=level,
            opened_at=at,
            next_touch_on=next_touch_day(counts_from=dates.counts_from, limits=limits),
            neglected_from=dates.neglected_from,
            lost_from=dates.lost_from,
        )
    change_owner(
        company=company, owner=farmer, stage=Ownership.Stage.FARMING, at=at, reason=verbs.ACCOUNT_OPENED
    )
    record_activity(
        company=company, actor=actor, verb=verbs.ACCOUNT_OPENED, at=at, account=account.pk, farmer=farmer.pk
    )
    return account
