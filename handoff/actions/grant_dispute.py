from datetime import datetime
from decimal import Decimal

from django.db import transaction

from handoff.actions._settling import open_one, settle
from handoff.actions.correct_line import correct_line
from handoff.models import Dispute
from salesorg.people.models import User


@transaction.atomic
def grant_dispute(
    *, actor: User, dispute: Dispute, answer: str, amount: Decimal, currency: str, at: datetime
) -> Dispute:
    """Answer that the line was wrong and correct it by the signed `amount`, in one transaction; the answer is its reason.

    Finance only. Refusals: `NotYours`, `AnswerMissing`, `DisputeSettled`, and those of `correct_line`.
    """
    found = open_one(actor, dispute, answer)
    correction = correct_line(
        actor=actor, line=found.accrual, amount=amount, currency=currency, reason=answer[:500], at=at
    )
    return settle(actor, found, Dispute.State.GRANTED, answer, at, correction)
