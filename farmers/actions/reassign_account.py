from datetime import datetime

from django.db import transaction
from django.urls import reverse

from farmers.actions.move_account import move_account
from farmers.models import Account
from farmers.notifications import ACCOUNT_GIVEN
from farmers.refusals import SameFarmer
from salesorg.clients.models import Company
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User


@transaction.atomic
def reassign_account(*, actor: User, account: Account, farmer: User, reason: str, at: datetime) -> Account:
    """Give a client to another farmer, or take it into the head's queue; the new one is told.

    The head of the client department decides, over any capacity; the head of sales only about clients kept for want of
    one. Refusals: `NotYours`, `NotAFarmer`, `SameFarmer`, `HandoffInThePast`.
    """
    if not actor.is_in(Role.FARMERS_HEAD, Role.SALES_HEAD):
        raise NotYours
    company = Company.objects.locked().get(pk=account.company_id)
    account = Account.objects.get(company=company)
    if actor.is_in(Role.SALES_HEAD) and account.farmer_id != actor.pk:
        raise NotYours
    if account.farmer_id == farmer.pk:
        raise SameFarmer
    moved = move_account(
        actor=actor, company=company, farmer=farmer, at=at, reason=reason.strip() or "reassigned"
    )
    notify(
        people=[farmer], key=f"account-given:{moved.pk}:{at.isoformat()}", kind=ACCOUNT_GIVEN, at=at,
        url=reverse("farmers:account", args=[moved.pk]), data={"company": company.name, "who": actor.name},
    )  # fmt: skip
    return moved
