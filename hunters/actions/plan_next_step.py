from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from hunters import verbs
from hunters.locking import checked_step, lock_deal
from hunters.models import Deal
from hunters.refusals import AmountNegative
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def plan_next_step(
    *,
    actor: User,
    deal: Deal,
    next_step: str,
    next_step_on: date | None,
    at: datetime,
    amount: Decimal | None = None,
) -> Deal:
    """Write down what comes next and on which day (the organisation's); `amount` renews the estimate.

    Refusals: `NotYours`, `DealClosed`, `StepMissing`, `StepInThePast`, `AmountNegative`.
    """
    deal = lock_deal(actor=actor, deal=deal)
    deal.next_step, deal.next_step_on = checked_step(next_step, next_step_on, at)
    if amount is not None and amount < 0:
        raise AmountNegative
    deal.amount = deal.amount if amount is None else amount
    deal.save(update_fields=["next_step", "next_step_on", "amount"])
    record_activity(
        company=deal.company, actor=actor, verb=verbs.DEAL_STEP_PLANNED, at=at,
        deal=deal.pk, note=deal.next_step, next_step_on=deal.next_step_on.isoformat(), amount=str(deal.amount),
    )  # fmt: skip
    return deal
