from datetime import datetime

from django.db import transaction

from callcenter.claim_lock import lock_claim_in_hand
from callcenter.models import Claim
from salesorg.people.models import User


@transaction.atomic
def mark_answered(*, actor: User, claim: Claim | int, at: datetime) -> datetime:
    """Say that somebody answered: the talk begins. Return since when; told again, or told by the exchange before, it stays.

    Refusals: `ClaimNotYours`, `ClaimExpired`, `ClaimEnded`. No activity: the call's own row will tell.
    """
    held = lock_claim_in_hand(claim, of=actor, at=at)
    if held.answered_at is not None:
        return held.answered_at
    Claim.objects.filter(pk=held.claim).update(answered_at=at)
    return at
