from datetime import datetime

from django.db import transaction

from farmers.actions import move_account
from handoff import verbs
from handoff.locks import lock_handoff
from handoff.models import Handoff
from handoff.notifications import tell
from handoff.queries import head_who_takes
from handoff.refusals import AlreadyAccepted, NobodyCanTake, NotYourHandoff, ReasonMissing
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def return_handoff(*, actor: User, handoff: Handoff, reason: str, at: datetime) -> Handoff:
    """The farmer gives an offered client back to the head, who keeps the account until it is assigned anew.

    Refusals: `AlreadyAccepted`, `NotYourHandoff`, `ReasonMissing`, `NobodyCanTake` (there is no head).
    """
    handoff = lock_handoff(handoff)
    if handoff.state == Handoff.State.ACCEPTED:
        raise AlreadyAccepted
    if handoff.farmer_id != actor.pk:
        raise NotYourHandoff
    if not reason.strip():
        raise ReasonMissing
    return send_to_queue(actor=actor, handoff=handoff, reason=reason.strip()[:500], at=at)


def send_to_queue(*, actor: User, handoff: Handoff, reason: str, at: datetime) -> Handoff:
    """Put a handoff into the head's queue, with the account. A step: the caller holds the lock and has decided."""
    head = head_who_takes(at)
    if head is None:
        raise NobodyCanTake
    before = handoff.farmer_id
    handoff.state, handoff.farmer = Handoff.State.RETURNED, None
    handoff.returned_at, handoff.return_reason = at, reason
    handoff.save(update_fields=["state", "farmer", "returned_at", "return_reason"])
    move_account(actor=actor, company=handoff.company, farmer=head, at=at, reason=verbs.HANDOFF_RETURNED)
    record_activity(
        company=handoff.company_id, actor=actor, verb=verbs.HANDOFF_RETURNED, at=at,
        handoff=handoff.pk, farmer=before, keeper=head.pk, reason=reason,
    )  # fmt: skip
    tell({head, handoff.hunter}, "handoff_returned", handoff, at, reason=reason)
    return handoff
