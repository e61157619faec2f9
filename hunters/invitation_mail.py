"""An invitation as a mail: text for people, an entry for their calendar, in the client's language and on the client's clock."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hunters.invitation_file import Entry, invitation_file
from hunters.models import Invitation, Meeting
from salesorg.lib.mail import sender, sending_host
from salesorg.people.queries import organisation


def invitation_mail(row: Invitation, at: datetime) -> EmailMultiAlternatives:
    """Return the mail for a row with its meeting and contact point; its method is REQUEST or CANCEL."""
    assert row.contact_point is not None
    with translation.override(row.language):
        facts = _facts(row.meeting, row.kind)
        entry = _entry(row.meeting, facts, row.sequence, row.contact_point.value, row.kind)
        text = render_to_string("hunters/mail/invitation.txt", facts)
    mail = EmailMultiAlternatives(
        subject=" ".join(facts["subject"].split()), body=text, to=[row.contact_point.value],
        reply_to=[row.meeting.hunter.email] if row.meeting.hunter.email else None,
        headers={"Message-ID": f"<invitation-{row.pk}-{row.sequence}@{sending_host()}>"},
    )  # fmt: skip
    method = "CANCEL" if entry.cancelled else "REQUEST"
    mail.attach_alternative(invitation_file(entry, at=at), f"text/calendar; method={method}")
    return mail


def client_file(meeting: Meeting, sequence: int, language: str, at: datetime) -> str:
    """Return the calendar entry to hand over oneself, where no mail can be sent."""
    with translation.override(language):
        entry = _entry(meeting, _facts(meeting, Invitation.Kind.INVITE), sequence, "", "")
    return invitation_file(entry, at=at)


def _facts(meeting: Meeting, kind: str) -> dict[str, Any]:
    zone, own = meeting.company.zone, organisation()
    starts, ends = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    names = {"organisation": own.name, "when": date_format(starts, "D, j E, H:i")}
    subject = {
        Invitation.Kind.MOVE: _("New details: meeting with %(organisation)s, %(when)s"),
        Invitation.Kind.CANCEL: _("Cancelled: meeting with %(organisation)s, %(when)s"),
    }.get(Invitation.Kind(kind), _("Meeting with %(organisation)s, %(when)s"))
    return {
        "kind": kind, "subject": subject % names, "meeting": meeting, "organisation": own.name,
        "zone": zone.key, "contact": meeting.contact_person.name if meeting.contact_person else "",
        "when": f"{date_format(starts, 'l, j E Y, H:i')}–{date_format(ends, 'H:i')}",
    }  # fmt: skip


def _entry(meeting: Meeting, facts: dict[str, Any], sequence: int, attendee: str, kind: str) -> Entry:
    hunter = meeting.hunter
    names = {"hunter": hunter.name, "organisation": facts["organisation"]}
    return Entry(
        uid=f"meeting-{meeting.pk}@salesorg", sequence=sequence, starts_at=meeting.starts_at, ends_at=meeting.ends_at,
        summary=_("Meeting with %(organisation)s") % names,
        description=_("%(hunter)s, %(organisation)s") % names, url=meeting.video_link,
        where=meeting.place or meeting.video_link, cancelled=kind == Invitation.Kind.CANCEL,
        organiser=hunter.email or sender() or settings.DEFAULT_FROM_EMAIL,
        organiser_name=hunter.name if hunter.email else facts["organisation"],
        attendee=attendee, attendee_name=facts["contact"],
    )  # fmt: skip
