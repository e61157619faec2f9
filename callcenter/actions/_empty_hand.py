"""What must not be done with a lead in hand."""

from datetime import datetime

from callcenter.actions.sweep_claims import expire_claim
from callcenter.models import Claim
from callcenter.refusals import ClaimHeld
from salesorg.people.models import User


def refuse_with_a_lead_in_hand(actor: User, at: datetime) -> None:
    """Raise `ClaimHeld` if the person holds a lead; one whose lease ran out goes back to the queue instead."""
    held = Claim.objects.filter(manager=actor, ended_at__isnull=True).values_list("pk", flat=True).first()
    if held is not None and not expire_claim(claim=held, at=at):
        raise ClaimHeld(held)
