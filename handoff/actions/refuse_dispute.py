from datetime import datetime

from django.db import transaction

from handoff.actions._settling import open_one, settle
from handoff.models import Dispute
from salesorg.people.models import User


@transaction.atomic
def refuse_dispute(*, actor: User, dispute: Dispute, answer: str, at: datetime) -> Dispute:
    """Answer that the line is right, and why. Finance only. Refusals: `NotYours`, `AnswerMissing`, `DisputeSettled`."""
    found = open_one(actor, dispute, answer)
    return settle(actor, found, Dispute.State.REFUSED, answer, at)
