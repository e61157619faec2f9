from datetime import datetime
from decimal import Decimal

from django.db import transaction

from handoff.actions._correction import post_correction
from handoff.models import Accrual
from handoff.refusals import WrongCurrency
from salesorg.people.models import User


@transaction.atomic
def correct_line(
    *, actor: User, line: Accrual, amount: Decimal, currency: str, reason: str, at: datetime
) -> Accrual:
    """Post a correction of `line` into its person's open month and return it; the line and its statement stay as they are.

    `amount` is signed and in the line's own currency. Finance only (product.md 4.5: a later correction goes into the open
    month). Refusals: `NotYours`, `ReasonMissing`, `NothingToCorrect`, `WrongCurrency`.
    """
    if currency != line.currency:
        raise WrongCurrency
    return post_correction(
        actor=actor,
        person=line.beneficiary,
        line=line,
        amount=amount,
        currency=currency,
        reason=reason,
        at=at,
    )
