from datetime import datetime, timedelta

from django.db import transaction

from callcenter.claim_lock import lock_claim_in_hand
from callcenter.models import Claim
from salesorg.people.models import User


@transaction.atomic
def renew_claim(*, actor: User, claim: Claim | int, at: datetime) -> datetime:
    """Give the claim a whole lease again from `at`; return when it now expires.

    Refusals: `ClaimNotYours`, `ClaimExpired`, `ClaimEnded`. No activity: nothing happened to the company.
    """
    held = lock_claim_in_hand(claim, of=actor, at=at)
    expires_at = at + timedelta(minutes=held.lease_minutes)
    Claim.objects.filter(pk=held.claim).update(expires_at=expires_at)
    return expires_at
