"""One meeting: read the brief, say what became of it, move it, meet again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hunters import queries
from hunters.actions import record_outcome, reschedule_meeting, schedule_meeting
from hunters.forms import FailedForm, HeldForm, MeetAgainForm, RescheduleForm
from hunters.links import deal_url, meeting_url
from hunters.locking import next_working_day
from hunters.log import told
from hunters.models import Meeting
from hunters.views.contacts import contacts_of
from hunters.views.desk import READERS
from hunters.views.invitations import invitation_context
from salesorg.clients.models import Company
from salesorg.clients.queries import companies_visible_to, timeline
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation

WORKERS = (Role.HUNTER, Role.HUNTERS_HEAD)


@for_roles(*READERS)
@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """Who, why, what the script learnt; and the outcome, which is compulsory once it is over."""
    return _page(request, get_object_or_404(queries.meetings_visible_to(person(request)), pk=pk))


@for_roles(*WORKERS)
@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """Record the outcome: `held` leads on to the deal, the others back to the desk."""
    found = _own(request, pk)
    what = request.POST.get("outcome", "")
    form: HeldForm | FailedForm = HeldForm(request.POST) if what == "held" else FailedForm(request.POST)
    if not form.is_valid():
        return _page(request, found, {what: form}, status=422)
    given = {name: value for name, value in form.cleaned_data.items() if name != "on_target"}
    if isinstance(form, HeldForm):
        given["on_target"] = form.cleaned_data["on_target"] == "yes"

    def effect() -> dict[str, Any]:
        recorded = record_outcome(
            actor=person(request), meeting=found, outcome=what, at=timezone.now(), **given
        )
        return {"deal": recorded.deal.pk if recorded.deal else None}

    try:
        answer = act_once(request, "record_outcome", effect)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, found, {what: form}, status=422)
    url = reverse("hunters:deal", args=[answer["deal"]]) if answer["deal"] else reverse("hunters:desk")
    return done(request, _("The outcome is recorded."), url)


@for_roles(*WORKERS)
def reschedule(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose another time: GET offers the hunter's free slots, POST moves the meeting."""
    found = _own(request, pk)
    minutes = int((found.ends_at - found.starts_at).total_seconds() // 60)
    at = timezone.now()
    slots = queries.free_slots(
        start=at, end=queries.default_horizon(at), minutes=minutes, at=at, hunter=found.hunter
    )
    form = RescheduleForm(request.POST or None, slots=slots, zone=found.company.zone)
    if request.method != "POST":
        return _reschedule_page(request, found, form)
    if not form.is_valid():
        return _reschedule_page(request, found, form, status=422)

    def effect() -> dict[str, Any]:
        data = form.cleaned_data
        moved = reschedule_meeting(
            actor=person(request),
            meeting=found,
            starts_at=data["starts_at"],
            reason=data["reason"],
            at=timezone.now(),
        )
        return {"id": moved.pk}

    try:
        act_once(request, "reschedule_meeting", effect)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _reschedule_page(request, found, form, status=422)
    return done(request, _("The meeting is moved."), meeting_url(found))


@for_roles(*WORKERS)
def meet_again(request: HttpRequest, company_id: int) -> HttpResponse:
    """Another meeting with one's own prospect, or with a client for a cross-sell."""
    company = get_object_or_404(companies_visible_to(person(request)), pk=company_id)
    at, minutes = timezone.now(), organisation().meeting_minutes
    slots = queries.free_slots(
        start=at, end=queries.default_horizon(at), minutes=minutes, at=at, hunter=person(request)
    )
    form = MeetAgainForm(request.POST or None, slots=slots, zone=company.zone, initial={"minutes": minutes})
    if request.method != "POST":
        return render(request, "hunters/meet_again.html", {"form": form, "company": company})
    if form.is_valid():
        try:
            answer = act_once(request, "schedule_meeting", lambda: _meet(request, company, form.cleaned_data))
            return done(request, _("The meeting is booked."), reverse("hunters:meeting", args=[answer["id"]]))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "hunters/meet_again.html", {"form": form, "company": company}, status=422)


def _meet(request: HttpRequest, company: Company, data: dict[str, Any]) -> dict[str, int]:
    names = ("starts_at", "minutes", "place", "video_link", "contact", "brief")
    made = schedule_meeting(
        actor=person(request),
        company=company,
        hunter=None,
        at=timezone.now(),
        **{name: data[name] for name in names},
    )
    return {"id": made.pk}


def _own(request: HttpRequest, pk: int) -> Meeting:
    """The meeting if it is one's own (or one heads the hunters); else it does not exist."""
    visible = queries.meetings_visible_to(person(request))
    return get_object_or_404(visible & Meeting.objects.held_by(person(request)), pk=pk)


def _reschedule_page(
    request: HttpRequest, found: Meeting, form: RescheduleForm, status: int = 200
) -> HttpResponse:
    return render(request, "hunters/reschedule.html", {"meeting": found, "form": form}, status=status)


def _page(
    request: HttpRequest, found: Meeting, sent: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    viewer, at, sent = person(request), timezone.now(), sent or {}
    mine = viewer.is_in(Role.HUNTERS_HEAD) or found.hunter_id == viewer.pk
    held = sent.get("held") or HeldForm(initial={"next_step_on": next_working_day(at)})
    deals = queries.deals_visible_to(viewer).filter(company=found.company).order_by("-opened_at")
    context = {
        "meeting": found,
        "contacts": contacts_of(viewer, found.company),
        "events": told(timeline(found.company).filter(verb__startswith="meeting")[:12]),
        "deal": deals.first(),
        "open": mine and found.state == Meeting.State.SCHEDULED,
        "owed": found.state == Meeting.State.SCHEDULED and found.ends_at <= at,
        "held_form": held,
        "failed_form": sent.get("no_show") or sent.get("cancelled") or FailedForm(),
        "sent": next(iter(sent), ""),
        "deal_url": deal_url,
        **invitation_context(found, at, may_send=mine),
    }
    return render(request, "hunters/meeting.html", context, status=status)
