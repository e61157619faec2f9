"""The client's invitation on a meeting's page: what became of it, send again, or take the file."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hunters import queries
from hunters.actions import InviteTo, invite_to_meeting
from hunters.invitation_form import InviteForm
from hunters.invitation_mail import client_file
from hunters.links import meeting_url
from hunters.models import Meeting
from salesorg.lib.mail import mail_is_set_up
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation

READERS = (Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD)
WORKERS = (Role.HUNTER, Role.HUNTERS_HEAD)


def invitation_context(meeting: Meeting, at: datetime, *, may_send: bool) -> dict[str, Any]:
    """What `_invitation.html` shows: the mails so far, and the form while there is something to invite to."""
    coming = meeting.state == Meeting.State.SCHEDULED and meeting.starts_at > at
    return {
        "mails": [(mail, mail.is_under_way(at)) for mail in queries.invitations_of(meeting)[:10]],
        "mail_is_set_up": mail_is_set_up(), "coming": coming,
        "invite_form": InviteForm(addresses=queries.addresses_of(meeting.company)) if coming and may_send else None,
    }  # fmt: skip


@for_roles(*WORKERS)
@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the invitation again, or to another address; a refusal is told by the page of refusals."""
    visible = queries.meetings_visible_to(person(request))
    found = get_object_or_404(visible & Meeting.objects.held_by(person(request)), pk=pk)
    form = InviteForm(request.POST, addresses=queries.addresses_of(found.company))
    to = form.to if form.is_valid() else InviteTo()

    def effect() -> dict[str, int]:
        made = invite_to_meeting(actor=person(request), meeting=found, to=to, at=timezone.now())
        return {"id": made.pk}

    act_once(request, "invite_to_meeting", effect)
    return done(request, _("The invitation is on its way."), meeting_url(found))


@for_roles(*READERS)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's calendar entry as a file, to be handed over by other means."""
    meeting = get_object_or_404(queries.meetings_visible_to(person(request)), pk=pk)
    last = queries.invitations_of(meeting).first()
    language = last.language if last else organisation().language
    body = client_file(meeting, last.sequence if last else 0, language, timezone.now())
    headers = {"Content-Disposition": f'attachment; filename="invitation-{pk}.ics"'}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)
