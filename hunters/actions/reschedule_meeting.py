from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.actions._invitations import tell_client
from hunters.links import meeting_url, when_for
from hunters.locking import lock_hunter, lock_meeting
from hunters.models import Invitation, Meeting, MeetingMove
from hunters.queries import is_present
from hunters.refusals import HunterNotFree, SlotTaken, TimeInThePast
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import refusing
from salesorg.people.actions import notify
from salesorg.people.models import User


@transaction.atomic
def reschedule_meeting(
    *, actor: User, meeting: Meeting, starts_at: datetime, at: datetime, reason: str = ""
) -> Meeting:
    """Move a meeting of the same length to another time; it keeps its row and its call, the old time is kept beside it.
    Invited clients get the new time.

    Also the outcome «rescheduled» of a meeting that is past. Refusals: `NotYours`, `OutcomeRecorded`, `TimeInThePast`,
    `HunterNotFree` (absent that day), `SlotTaken`. Source: product.md 4.2.
    """
    meeting = lock_meeting(actor=actor, meeting=meeting)
    if starts_at <= at:
        raise TimeInThePast
    if not is_present(meeting.hunter, starts_at):
        raise HunterNotFree
    was, length = meeting.starts_at, meeting.ends_at - meeting.starts_at
    meeting.starts_at, meeting.ends_at = starts_at, starts_at + length
    with refusing("meeting_hunter_not_double_booked", SlotTaken), transaction.atomic():
        lock_hunter(meeting.hunter)
        meeting.save(update_fields=["starts_at", "ends_at"])
    MeetingMove.objects.create(
        meeting=meeting, starts_at_was=was, moved_by=actor, moved_at=at, reason=reason.strip()[:200]
    )
    record_activity(
        company=meeting.company, actor=actor, verb=verbs.MEETING_MOVED, at=at,
        meeting=meeting.pk, was=was.isoformat(), starts_at=starts_at.isoformat(), note=reason,
    )  # fmt: skip
    tell_client(meeting, Invitation.Kind.MOVE, at)
    _tell(meeting, actor, at)
    return meeting


def _tell(meeting: Meeting, actor: User, at: datetime) -> None:
    if meeting.hunter == actor:
        return
    data = {"company": meeting.company.name, "when": when_for(meeting.hunter, meeting.starts_at)}
    notify(
        people=[meeting.hunter], key=f"meeting:{meeting.pk}:moved:{at.isoformat()}", kind="meeting_moved", at=at,
        url=meeting_url(meeting), data=data,
    )  # fmt: skip
