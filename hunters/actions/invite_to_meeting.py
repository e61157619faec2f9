from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.actions._invitations import InviteTo, invite
from hunters.locking import lock_meeting
from hunters.models import Invitation, Meeting
from hunters.refusals import AlreadyOnItsWay, NoMailServer, TimeInThePast
from salesorg.clients.actions import record_activity
from salesorg.lib.mail import mail_is_set_up
from salesorg.people.models import User


@transaction.atomic
def invite_to_meeting(*, actor: User, meeting: Meeting, to: InviteTo, at: datetime) -> Invitation:
    """Queue another invitation of the client to a meeting that is to come: to another address, or once more to the same.

    Each has a row of its own with a higher number, so a calendar takes it as the newest word on the same event.
    Refusals: `NotYours`, `MeetingOnHold`, `OutcomeRecorded`, `TimeInThePast`, `NoMailServer`, `AddressUnknown`,
    `AlreadyOnItsWay`.
    """
    meeting = lock_meeting(actor=actor, meeting=meeting)
    if meeting.starts_at <= at:
        raise TimeInThePast
    if not mail_is_set_up():
        raise NoMailServer
    made = invite(meeting, to, at)
    assert made is not None
    same = Invitation.objects.filter(meeting=meeting, contact_point=made.contact_point).exclude(pk=made.pk)
    if any(other.is_under_way(at) for other in same):
        raise AlreadyOnItsWay
    record_activity(
        company=meeting.company, actor=actor, verb=verbs.MEETING_INVITED, at=at, meeting=meeting.pk
    )
    return made
