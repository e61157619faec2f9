"""`{% load hunting %}`: how meetings and deals are marked on pages."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hunters.models import Deal, Meeting
from salesorg.lib.ui.marks import status

register = template.Library()

COLOURS = {
    "scheduled": "blue",
    "held": "green",
    "no_show": "red",
    "cancelled": "secondary",
    "withdrawn": "secondary",
}


@register.simple_tag
def meeting_state(meeting: Meeting, now: datetime | None) -> SafeString:
    """The state as a word with a colour; a meeting that is over and says nothing owes its outcome."""
    if meeting.on_hold:
        return status(_("To be audited"), "yellow")
    if meeting.state == Meeting.State.SCHEDULED and meeting.ends_at <= (now or timezone.now()):
        return status(_("Outcome owed"), "red")
    return status(meeting.get_state_display(), COLOURS[meeting.state])


@register.simple_tag
def deal_state(deal: Deal) -> SafeString:
    """The stage of an open deal, else won or lost."""
    if deal.state == Deal.State.OPEN:
        return status(deal.stage.label, "blue")
    return status(deal.get_state_display(), "green" if deal.state == Deal.State.WON else "red")


@register.simple_tag
def their_time(meeting: Meeting) -> SafeString | str:
    """When the meeting begins by the company's own clock, if that differs from the viewer's."""
    here, there = timezone.localtime(meeting.starts_at), meeting.starts_at.astimezone(meeting.company.zone)
    if here.utcoffset() == there.utcoffset():
        return ""
    text = _("%(at)s their time") % {"at": date_format(there, "D H:i")}
    return format_html('<span class="badge bg-azure-lt">{}</span> ', text)
