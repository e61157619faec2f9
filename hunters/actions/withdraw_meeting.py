from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.actions._invitations import drop_invitations
from hunters.locking import lock_meeting_on_hold
from hunters.models import Meeting
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def withdraw_meeting(*, actor: User, meeting: Meeting, reason: str, at: datetime) -> Meeting:
    """End a meeting on hold before its hunter ever saw it: the time is free again, and it counts as nobody's cancellation.

    A step of the call centre's audit, which has checked who asks. Refusal: `NotOnHold`.
    """
    meeting = lock_meeting_on_hold(meeting)
    meeting.on_hold, meeting.state, meeting.outcome_at = False, Meeting.State.WITHDRAWN, at
    meeting.outcome_note = reason
    meeting.save(update_fields=["on_hold", "state", "outcome_at", "outcome_note"])
    drop_invitations(meeting)
    record_activity(
        company=meeting.company, actor=actor, verb=verbs.MEETING_WITHDRAWN, at=at,
        meeting=meeting.pk, note=reason,
    )  # fmt: skip
    return meeting
