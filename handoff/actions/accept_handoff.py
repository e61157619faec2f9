from datetime import datetime

from django.db import transaction

from farmers.queries import account_of
from handoff import verbs
from handoff.locks import lock_handoff
from handoff.models import Handoff
from handoff.notifications import tell
from handoff.refusals import AlreadyAccepted, ClientMoved, NotIntroduced, NotYourHandoff
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def accept_handoff(*, actor: User, handoff: Handoff, at: datetime) -> Handoff:
    """The farmer takes the client over; from now the hunter's bonus is payable.

    By the farmer it is offered to, after the introduction (product.md 4.3). Refusals: `AlreadyAccepted`,
    `NotYourHandoff`, `NotIntroduced`, `ClientMoved`.
    """
    handoff = lock_handoff(handoff)
    if handoff.state == Handoff.State.ACCEPTED:
        raise AlreadyAccepted
    if handoff.farmer_id != actor.pk:
        raise NotYourHandoff
    if handoff.state != Handoff.State.INTRODUCED:
        raise NotIntroduced
    account = account_of(handoff.company)
    if account is None or account.farmer_id != actor.pk:
        raise ClientMoved
    handoff.state, handoff.accepted_at = Handoff.State.ACCEPTED, at
    handoff.save(update_fields=["state", "accepted_at"])
    record_activity(
        company=handoff.company_id, actor=actor, verb=verbs.HANDOFF_ACCEPTED, at=at,
        handoff=handoff.pk, hunter=handoff.hunter_id,
    )  # fmt: skip
    tell([handoff.hunter], "handoff_accepted", handoff, at)
    return handoff
