from datetime import datetime
from decimal import Decimal

from django.db import transaction

from handoff.access import EARNS
from handoff.actions._correction import post_correction
from handoff.models import Accrual
from handoff.refusals import DoesNotEarn, WrongCurrency
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def correct_pay(
    *, actor: User, person: User, amount: Decimal, currency: str, reason: str, at: datetime
) -> Accrual:
    """Post a correction that belongs to no line (an advance, an agreed extra) into the open month of `person`.

    For whoever earns by role or has lines already, employed or not. Finance only. Refusals: `NotYours`, `DoesNotEarn`,
    `ReasonMissing`, `NothingToCorrect`, `WrongCurrency` (statements are in the organisation's).
    """
    if not person.is_in(*EARNS) and not Accrual.objects.filter(beneficiary=person).exists():
        raise DoesNotEarn
    if currency != organisation().currency:
        raise WrongCurrency
    return post_correction(
        actor=actor, person=person, line=None, amount=amount, currency=currency, reason=reason, at=at
    )
