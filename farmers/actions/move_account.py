from datetime import datetime

from django.db import transaction

from farmers import verbs
from farmers.access import KEEPERS
from farmers.models import Account
from farmers.refusals import NoAccount, NotAFarmer
from salesorg.clients.actions import change_owner, record_activity
from salesorg.clients.models import Company, Ownership
from salesorg.people.models import User


@transaction.atomic
def move_account(*, actor: User | None, company: Company, farmer: User, at: datetime, reason: str) -> Account:
    """Pass an account with everything open on it to `farmer` (or to the head's queue) and return it.

    A step: the caller has decided that `actor` may, and holds the company's lock. Neglect goes on counting: a new
    farmer is no contact with the client. To whom it already belongs, nothing is changed.
    Refusals: `NoAccount`, `NotAFarmer`, `HandoffInThePast`.
    """
    if not (farmer.is_active and farmer.is_in(*KEEPERS)):
        raise NotAFarmer
    account = Account.objects.select_for_update(no_key=True).filter(company=company).first()
    if account is None:
        raise NoAccount
    if account.farmer_id == farmer.pk:
        return account
    before, account.farmer = account.farmer_id, farmer
    account.save(update_fields=["farmer"])
    change_owner(company=company, owner=farmer, stage=Ownership.Stage.FARMING, at=at, reason=reason[:60])
    record_activity(
        company=company, actor=actor, verb=verbs.ACCOUNT_MOVED, at=at,
        account=account.pk, farmer=farmer.pk, before=before, reason=reason,
    )  # fmt: skip
    return account
