from datetime import datetime

from django.db import transaction
from django.urls import reverse

from callcenter import verbs
from callcenter.audit_lock import lock_audit
from callcenter.models import Call, Lead, MeetingAudit
from callcenter.refusals import SayWhy
from hunters.actions import withdraw_meeting
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User


@transaction.atomic
def send_back_meeting(*, actor: User, audit: int, reason: str, at: datetime) -> MeetingAudit:
    """Send a booked meeting back to the call manager who booked it: the lead is theirs to call again now, and they read why.

    The meeting ends as withdrawn; neither hunter nor client ever heard of it, and it counts as no booking. Has the call
    manager left, the lead comes first in everybody's queue. Refusals: `NotYours`, `SayWhy`, `AuditDecided`, `NotOnHold`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    reason = reason.strip()[:500]
    if not reason:
        raise SayWhy
    found = lock_audit(audit)
    found.state, found.reason = MeetingAudit.State.SENT_BACK, reason
    found.decided_by, found.decided_at = actor, at
    found.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    assert found.call.meeting is not None
    withdraw_meeting(actor=actor, meeting=found.call.meeting, reason=reason, at=at)
    _call_again(found.call, actor, at)
    return found


def _call_again(call: Call, actor: User, at: datetime) -> None:
    lead = Lead.objects.select_for_update(no_key=True).get(pk=call.lead_id)
    theirs = call.manager.is_active and call.manager.is_in(Role.CALL_MANAGER)
    lead.state = Lead.State.CALLBACK if theirs else Lead.State.WAITING
    lead.callback_owner, lead.due_at, lead.urgent = call.manager if theirs else None, at, not theirs
    lead.save(update_fields=["state", "callback_owner", "due_at", "urgent"])
    record_activity(
        company=call.lead.company, actor=actor, verb=verbs.LEAD_RETURNED, at=at, lead=lead.pk,
        reason="meeting_sent_back",
    )  # fmt: skip
    if theirs:
        notify(
            people=[call.manager], key=f"audit:{call.pk}:sent_back", kind="meeting_sent_back", at=at,
            url=reverse("callcenter:callbacks"),
            data={"company": call.lead.company.name, "reason": call.audit.reason},
        )  # fmt: skip
