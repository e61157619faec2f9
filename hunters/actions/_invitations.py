"""Steps about the client's invitation, in the transaction that books, moves or cancels; its caller holds the company's lock.

A row is all that is written here. Sending is `send_invitation`'s, after the commit.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from hunters.models import Invitation, Meeting
from hunters.refusals import AddressUnknown
from salesorg.clients.languages import language_for
from salesorg.clients.models import ContactPoint
from salesorg.lib.mail import mail_is_set_up
from salesorg.lib.phones import keyed_hash
from salesorg.people.queries import organisation

Kind, State = Invitation.Kind, Invitation.State


@dataclass(frozen=True)
class InviteTo:
    """Whom to write to: an address the company has (the contact point's id), or a new one."""

    contact_point: int | None = None
    email: str = ""


def invite(meeting: Meeting, to: InviteTo, at: datetime) -> Invitation | None:
    """Queue an invitation; what was typed becomes the company's contact. None without a mail server: only the contact is kept.

    While the meeting is on hold the mail is due at its start only; the release makes it due. Refusal: `AddressUnknown`.
    """
    point = _point(meeting, to)
    return _queue(meeting, point, Kind.INVITE, at) if mail_is_set_up() else None


def tell_client(meeting: Meeting, kind: Invitation.Kind, at: datetime) -> None:
    """Tell everybody who was invited of the newer time, or that the meeting is cancelled.

    A mail that has not left yet is dropped: who never heard of the meeting gets an invitation to the new time, and no
    cancellation at all. What has begun to leave (`failed` while it is under way) counts as heard of.
    """
    rows = Invitation.objects.filter(meeting=meeting)
    overtaken = set(rows.filter(state=State.QUEUED).values_list("pk", flat=True))
    rows.filter(state=State.QUEUED).update(state=State.DROPPED)
    by_point: dict[ContactPoint, list[Invitation]] = {}
    for row in rows.filter(contact_point__isnull=False).select_related("contact_point"):
        assert row.contact_point is not None
        by_point.setdefault(row.contact_point, []).append(row)
    for point, mails in by_point.items():
        heard = any(mail.state in (State.SENT, State.FAILED) for mail in mails)
        waited = any(mail.pk in overtaken for mail in mails)
        if meeting.starts_at > at and (heard or (waited and kind == Kind.MOVE)):
            _queue(meeting, point, kind if heard else Kind.INVITE, at)


def drop_invitations(meeting: Meeting) -> None:
    """Nothing that has not left yet leaves any more."""
    Invitation.objects.filter(meeting=meeting, state=State.QUEUED).update(state=State.DROPPED)


def _point(meeting: Meeting, to: InviteTo) -> ContactPoint:
    addresses = ContactPoint.objects.filter(company=meeting.company_id, kind=ContactPoint.Kind.EMAIL)
    if to.contact_point is not None:
        found = addresses.filter(pk=to.contact_point, is_wrong=False).first()
        if found is None:
            raise AddressUnknown
        return found
    value = to.email.strip().lower()
    try:
        validate_email(value)
    except ValidationError as error:
        raise AddressUnknown from error
    return addresses.filter(value_hash=keyed_hash(value)).first() or ContactPoint.objects.create(
        company=meeting.company, kind=ContactPoint.Kind.EMAIL, value=value, person=meeting.contact_person
    )


def _queue(meeting: Meeting, point: ContactPoint, kind: Invitation.Kind, at: datetime) -> Invitation:
    last = Invitation.objects.filter(meeting=meeting).order_by("-sequence").first()
    return Invitation.objects.create(
        meeting=meeting, contact_point=point, kind=kind, language=language_for(meeting.company, organisation()), created_at=at,
        sequence=last.sequence + 1 if last else 0, due_at=meeting.starts_at if meeting.on_hold else at,
    )  # fmt: skip
