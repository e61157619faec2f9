from datetime import date, datetime

from django.db import transaction

from hunters import verbs
from hunters.locking import checked_step, lock_deal
from hunters.models import Deal
from hunters.refusals import ReasonMissing
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def log_contact(
    *, actor: User, deal: Deal, note: str, at: datetime, next_step: str = "", next_step_on: date | None = None
) -> Deal:
    """Record a real contact (a call that reached them, a visit, an answered message): from now the deal does not rot.

    `note` says what was spoken of; a next step may be planned in the same breath.
    Refusals: `NotYours`, `DealClosed`, `ReasonMissing` (no note), `StepMissing`, `StepInThePast`.
    """
    deal = lock_deal(actor=actor, deal=deal)
    if not note.strip():
        raise ReasonMissing
    if next_step.strip():
        deal.next_step, deal.next_step_on = checked_step(next_step, next_step_on, at)
    deal.last_contact_at = at
    deal.save(update_fields=["last_contact_at", "next_step", "next_step_on"])
    record_activity(
        company=deal.company, actor=actor, verb=verbs.DEAL_CONTACTED, at=at, deal=deal.pk, note=note.strip()
    )
    return deal
