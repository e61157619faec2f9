from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._own_callback import lock_own_callback
from callcenter.models import Lead
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def give_up_callback(*, actor: User, lead: int, reason: str, at: datetime) -> Lead:
    """Leave an own callback to the others, and say why: at its time it comes before other leads, to anybody.

    Returns the lead. Refusals, nothing changed: `CallbackNotYours` (also when it is gone), `AnswerNeeded` without a reason.
    """
    found = lock_own_callback(lead, of=actor, reason=reason)
    found.state, found.urgent, found.callback_owner = Lead.State.WAITING, True, None
    # Whatever returns to waiting is due now or later, never earlier.
    found.due_at = max(found.due_at, at)
    found.save(update_fields=["state", "urgent", "callback_owner", "due_at"])
    record_activity(
        company=found.company_id,
        actor=actor,
        verb=verbs.CALLBACK_GIVEN_UP,
        at=at,
        lead=found.pk,
        reason=reason.strip(),
    )
    return found
