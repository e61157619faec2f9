from datetime import datetime

from django.db import transaction

from callcenter.claim_lock import lock_claim_in_hand
from callcenter.models import Claim
from salesorg.people.models import User


@transaction.atomic
def mark_hung_up(*, actor: User, claim: Claim | int, at: datetime) -> datetime:
    """Say that the line is free: the wrap-up begins. Return since when; told again, or told by the exchange before, it stays.

    Refusals: `ClaimNotYours`, `ClaimExpired`, `ClaimEnded`. No activity: the call's own row will tell.
    """
    held = lock_claim_in_hand(claim, of=actor, at=at)
    if held.hung_up_at is not None:
        return held.hung_up_at
    Claim.objects.filter(pk=held.claim).update(hung_up_at=at)
    return at
