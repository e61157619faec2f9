from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions._own_callback import lock_own_callback
from callcenter.callback_times import refuse_impossible_time
from callcenter.models import Lead
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def move_callback(*, actor: User, lead: int, callback_at: datetime, reason: str, at: datetime) -> Lead:
    """Promise an own callback for another time, and say why; return the lead.

    Refusals, nothing changed: `CallbackNotYours` (also when it is gone), `AnswerNeeded` (no reason; a time that has passed
    or lies beyond what the list allows).
    """
    found = lock_own_callback(lead, of=actor, reason=reason)
    refuse_impossible_time(callback_at, at=at, days=found.call_list.callback_days)
    was, found.due_at = found.due_at, callback_at
    found.save(update_fields=["due_at"])
    record_activity(
        company=found.company_id, actor=actor, verb=verbs.CALLBACK_MOVED, at=at, lead=found.pk,
        was=was.isoformat(), callback_at=callback_at.isoformat(), reason=reason.strip(),
    )  # fmt: skip
    return found
