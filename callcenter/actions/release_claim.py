from datetime import datetime

from django.db import transaction

from callcenter.claim_lock import lock_claim_in_hand
from callcenter.giving_back import give_back
from callcenter.models import Claim
from salesorg.people.models import User


@transaction.atomic
def release_claim(*, actor: User, claim: Claim | int, at: datetime) -> None:
    """Give a lead back uncalled; it is due at once, for anyone. `claim` may be its id.

    Refusals: `ClaimNotYours`, `ClaimExpired`, `ClaimEnded`.
    """
    held = lock_claim_in_hand(claim, of=actor, at=at)
    give_back(held=held, ending=Claim.Ending.RELEASED, actor=actor, at=at)
