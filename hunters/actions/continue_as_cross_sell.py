from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.actions.open_deal import tell_farmer
from hunters.locking import lock_deal
from hunters.models import Deal
from hunters.refusals import NotAClient
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.clients.queries import current_owner
from salesorg.people.models import User


@transaction.atomic
def continue_as_cross_sell(*, actor: User, deal: Deal, at: datetime) -> Deal:
    """Go on with an open deal whose company became a client through another one, knowing that it is now a cross-sell.

    The client's farmer is told. Refusals: `NotYours`, `DealClosed`, `NotAClient`.
    """
    deal = lock_deal(actor=actor, deal=deal)
    if deal.company.status != Company.Status.CLIENT or deal.cross_sell:
        raise NotAClient
    deal.cross_sell = True
    deal.save(update_fields=["cross_sell"])
    record_activity(company=deal.company, actor=actor, verb=verbs.DEAL_CONTINUED, at=at, deal=deal.pk)
    if owner := current_owner(deal.company):
        tell_farmer(deal, owner.owner, "cross_sell_opened", at)
    return deal
