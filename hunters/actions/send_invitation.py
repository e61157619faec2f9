import logging
from datetime import datetime

from django.db.models import F

from hunters.invitation_mail import invitation_mail
from hunters.models import Invitation, Meeting
from salesorg.lib.mail import DELAYS, UNDER_WAY, is_final

log = logging.getLogger(__name__)
State = Invitation.State


def send_invitation(*, invitation: int, at: datetime) -> bool:
    """Send one queued mail to the client; return whether it was sent. Safe twice and in parallel, at any moment.

    A conditional UPDATE claims the row before anything is sent: it stands as `failed` while the mail is under way and
    becomes `sent` afterwards, or `queued` again with a growing delay if the server was not to be had. So there is at most
    one mail per row, as far as SMTP allows. What a kill means: before the claim, nothing happened; between claim and mark,
    nobody knows whether the mail left, and it is *not* sent again by itself - the row stays `failed`, the meeting's page
    says so and a person decides to send again. (Should a server take a mail and die before it says so, the next try sends
    it twice: same Message-ID, same event, so calendars keep one.)

    No transaction of its own: it would be held open over the network.
    """
    lease = at + UNDER_WAY
    claimed = Invitation.objects.filter(pk=invitation, state=State.QUEUED, due_at__lte=at).update(
        state=State.FAILED, tries=F("tries") + 1, due_at=lease
    )
    if not claimed:
        return False
    row = Invitation.objects.select_related(
        "meeting__company", "meeting__hunter", "meeting__contact_person", "contact_point"
    ).get(pk=invitation)
    if not _is_still_wanted(row, at):
        return _mark(row, state=State.DROPPED)
    try:
        invitation_mail(row, at).send()
    except Exception as error:  # Whatever a mail server, a name server or a strange address comes up with.
        # By its kind only: the text of an SMTP error holds the address.
        log.warning("invitation %s was not sent: %s", row.pk, type(error).__name__)
        return _failed(row, error, at)
    _mark(row, state=State.SENT, sent_at=at)
    return True


def _is_still_wanted(row: Invitation, at: datetime) -> bool:
    """Not for a meeting that has begun or is off, not to an address that is gone, not if a newer mail says it better."""
    if row.contact_point is None or row.contact_point.is_wrong or row.meeting.starts_at <= at:
        return False
    on = row.meeting.state == Meeting.State.SCHEDULED and not row.meeting.on_hold
    newer = Invitation.objects.filter(
        meeting=row.meeting_id, contact_point=row.contact_point_id, sequence__gt=row.sequence
    ).exclude(state=State.DROPPED)
    return (row.kind == Invitation.Kind.CANCEL or on) and not newer.exists()


def _failed(row: Invitation, error: Exception, at: datetime) -> bool:
    if row.tries > len(DELAYS) or is_final(error):
        return _mark(row, state=State.FAILED, due_at=at)
    return _mark(row, state=State.QUEUED, due_at=at + DELAYS[row.tries - 1])


def _mark(row: Invitation, **what: object) -> bool:
    """Only who has claimed the row marks it: the claim's own time tells."""
    Invitation.objects.filter(pk=row.pk, state=State.FAILED, due_at=row.due_at).update(**what)
    return False
