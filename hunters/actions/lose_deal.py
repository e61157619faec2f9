from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.locking import lock_deal
from hunters.models import Deal
from hunters.refusals import ReasonMissing
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def lose_deal(*, actor: User, deal: Deal, reason: str, at: datetime) -> Deal:
    """Close a deal without a sale; the reason is compulsory.

    The prospect stays with its hunter, who met it, until the head gives it to somebody else: no cold call follows.
    Refusals: `NotYours`, `DealClosed`, `ReasonMissing`.
    """
    deal = lock_deal(actor=actor, deal=deal)
    if not reason.strip():
        raise ReasonMissing
    deal.state, deal.closed_at, deal.lost_reason = Deal.State.LOST, at, reason.strip()[:200]
    deal.save(update_fields=["state", "closed_at", "lost_reason"])
    record_activity(
        company=deal.company, actor=actor, verb=verbs.DEAL_LOST, at=at, deal=deal.pk, reason=deal.lost_reason
    )
    return deal
