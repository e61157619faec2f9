"""How a lead comes back into the queue: due now or later, and in front if somebody is waiting for our call."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from callcenter import verbs
from callcenter.claim_lock import Held
from callcenter.models import Claim, Lead
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Activity, Company
from salesorg.people.models import User


def give_back(*, held: Held, ending: Claim.Ending, actor: User | None, at: datetime) -> None:
    """End a locked open claim and make its lead wait, due at `at`; a promised callback comes before other leads.

    The caller holds the locks and has checked that the claim is open.
    """
    Claim.objects.filter(pk=held.claim).update(ended_at=at, ending=ending)
    closed = _closed_before(held) if held.is_inbound else ""
    Lead.objects.filter(pk=held.lead, state=Lead.State.CLAIMED).update(
        state=Lead.State.CLOSED if closed else Lead.State.WAITING,
        closed_reason=closed,
        due_at=at,
        urgent=not closed and (held.urgent or held.callback_owner is not None),
        callback_owner=None,
    )
    record_activity(
        company=held.company,
        actor=actor,
        verb=verbs.LEAD_RETURNED,
        at=at,
        lead=held.lead,
        reason=f"claim_{ending}",
    )


def _closed_before(held: Held) -> str:
    """Why the lead was closed when they called us: opened for their call alone, it is not called afterwards."""
    told = Activity.objects.filter(company=held.company, verb=verbs.LEAD_CALLED_IN).first()
    return str(told.data.get("closed_reason", "")) if told else ""


@transaction.atomic
def return_lead(
    *, lead: int, still: Q, reason: str, actor: User | None, at: datetime, afresh: bool = False
) -> bool:
    """Put a lead that still is what `still` says in front of the queue, not before its due time; return whether it was.

    `afresh`: it counts as never called (its meeting failed). Locks company and lead and asks again.
    """
    company = Company.objects.locked().get(lead=lead)
    found = Lead.objects.select_for_update(no_key=True).filter(still, pk=lead).first()
    if found is None:
        return False
    found.state, found.due_at, found.urgent = Lead.State.WAITING, max(found.due_at, at), True
    found.callback_owner = None
    if afresh:
        found.attempts, found.tried_parts = 0, []
    found.save(update_fields=["state", "due_at", "urgent", "callback_owner", "attempts", "tried_parts"])
    record_activity(company=company, actor=actor, verb=verbs.LEAD_RETURNED, at=at, lead=lead, reason=reason)
    return True
