from datetime import datetime

from django.db import transaction

from handoff.actions.return_handoff import send_to_queue
from handoff.locks import lock_handoff
from handoff.models import Handoff
from salesorg.people.models import User


@transaction.atomic
def return_handoffs_of(*, actor: User, person: User, at: datetime) -> int:
    """Put the handoffs that a leaving person has not accepted yet into the head's queue; return how many.

    A step of the dismissal, to be called before the portfolio is returned. Refusal: `NobodyCanTake`.
    """
    pending = (
        Handoff.objects.filter(farmer=person).exclude(state=Handoff.State.ACCEPTED).order_by("company_id")
    )
    returned = 0
    for found in pending:
        handoff = lock_handoff(found)
        if handoff.farmer_id == person.pk and handoff.state != Handoff.State.ACCEPTED:
            send_to_queue(actor=actor, handoff=handoff, reason=person.name, at=at)
            returned += 1
    return returned
