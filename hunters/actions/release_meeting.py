from datetime import datetime

from django.db import transaction

from hunters.actions.schedule_meeting import give_to_hunter
from hunters.locking import lock_meeting_on_hold
from hunters.models import Invitation, Meeting
from salesorg.people.models import User


@transaction.atomic
def release_meeting(*, actor: User | None, meeting: Meeting, at: datetime) -> Meeting:
    """Pass a meeting on hold on to its hunter: the company becomes the hunter's prospect, the hunter is told, the client's
    invitation is due. `actor` None: it passes by itself. A step of the call centre's audit. Refusal: `NotOnHold`.
    """
    meeting = lock_meeting_on_hold(meeting)
    meeting.on_hold = False
    meeting.save(update_fields=["on_hold"])
    Invitation.objects.filter(meeting=meeting, state=Invitation.State.QUEUED).update(due_at=at)
    give_to_hunter(meeting, actor, at)
    return meeting
