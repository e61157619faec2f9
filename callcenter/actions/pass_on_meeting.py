from datetime import datetime

from django.db import transaction

from callcenter.audit_lock import lock_audit
from callcenter.models import MeetingAudit
from hunters.actions import release_meeting
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def pass_on_meeting(*, actor: User | None, audit: int, at: datetime) -> MeetingAudit:
    """Let the hunter have a booked meeting: the administrator has looked at it, or (`actor` None) nobody did in time.

    The hunter is told and the invitation becomes due. A meeting that is off the table meanwhile (its hunter left and nobody
    was free) has nothing to pass on; its audit ends all the same. Refusals: `NotYours`, `AuditDecided`.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    found = lock_audit(audit)
    found.state = MeetingAudit.State.APPROVED if actor else MeetingAudit.State.IN_TIME
    found.decided_by, found.decided_at = actor, at
    found.save(update_fields=["state", "decided_by", "decided_at"])
    meeting = found.call.meeting
    if meeting is not None and meeting.on_hold:
        release_meeting(actor=actor, meeting=meeting, at=at)
    return found
