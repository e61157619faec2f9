"""What the screen says after a call: the company, the result, and what comes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from callcenter.labels import disposition_label
from callcenter.models import Call, Lead
from salesorg.people.models import Organisation


@dataclass(frozen=True)
class Told:
    """The sentence, and which call may be corrected `until` when; None if it may not, and why its result `stands`."""

    text: str
    call: int
    until: datetime | None
    stands: str = ""


def told_of(call: int, at: datetime) -> Told:
    """Return what is to be said of a call just logged. One query."""
    minutes = Subquery(Organisation.objects.values("correct_call_minutes")[:1])
    known = Call.objects.select_related("disposition", "lead__company", "meeting__hunter")
    found = known.annotate(minutes=minutes).get(pk=call)
    until = corrected_until(found, found.minutes, at)  # type: ignore[attr-defined]
    return Told(_sentence(found, at), call, until, _why_it_stands(found))


def _why_it_stands(call: Call) -> str:
    """Why «do not call» is not taken back by a key; empty for other results."""
    if not call.disposition.forbids_calls:
        return ""
    return _(
        "Not to be corrected here: the numbers are on do-not-call. If it was a slip, tell the administrator."
    )


def corrected_until(call: Call, minutes: int, at: datetime) -> datetime | None:
    """Until when its result may be corrected if that is allowed for so many `minutes`, None if it is over or the result stands;
    what else happened to the lead is seen when it is tried. Needs the disposition."""
    until = call.at + timedelta(minutes=minutes)
    stands = call.disposition.books or call.disposition.forbids_calls
    return None if stands or until <= at else until


def _sentence(call: Call, at: datetime) -> str:
    label, lead = disposition_label(call.disposition.code), call.lead
    words = {"company": lead.company.name, "result": label[:1].lower() + label[1:]}
    if call.meeting is not None:
        # To be said before hanging up: hunter, day and hour on their clock.
        there = call.meeting.starts_at.astimezone(lead.company.zone)
        when = date_format(there, "D, j E, H:i")
        words |= {"hunter": call.meeting.hunter.name, "when": when, "result": label}
        return _("%(result)s: %(company)s meets %(hunter)s on %(when)s, their time") % words
    words["when"] = when_said(lead.due_at, at)
    if lead.state == Lead.State.CALLBACK:
        return _("%(company)s: you call back %(when)s") % words
    if lead.state == Lead.State.CLOSED:
        return _("%(company)s: %(result)s, not called again") % words
    if lead.state == Lead.State.WAITING and lead.due_at > at:
        return _("%(company)s: %(result)s, again %(when)s") % words
    return (
        _("%(company)s: %(result)s, again at once") % words
        if lead.state == Lead.State.WAITING
        else (_("%(company)s: %(result)s") % words)
    )


def when_said(moment: datetime, at: datetime) -> str:
    """A time to come by the reader's clock, in as few words as will do."""
    here, today = timezone.localtime(moment), timezone.localtime(at).date()
    days = (here.date() - today).days
    words = {"time": date_format(here, "H:i"), "day": date_format(here, "D, j E")}
    if days == 0:
        return _("today at %(time)s") % words
    return _("tomorrow at %(time)s") % words if days == 1 else _("on %(day)s at %(time)s") % words
