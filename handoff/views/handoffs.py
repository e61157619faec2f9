"""Where each handoff stands, and what each side does about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff import actions
from handoff.forms import AssignForm, ChecklistForm, ReturnForm
from handoff.models import Handoff
from handoff.queries import handoffs_visible_to, with_bonus
from handoff.views.rows import case_context, desk_context
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person

R = Role
READERS = (R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD, R.SALES_HEAD)


@for_roles(*READERS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """My handoffs (hunter, farmer), or all of them with the queue (heads)."""
    return render(request, "handoff/desk.html", desk_context(request))


@for_roles(*READERS)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """One handoff: checklist, sentence to say, promises, clock, who did what."""
    return _page(request, _visible(request, pk))


@for_roles(R.HUNTER, R.HUNTERS_HEAD)
@require_POST
def introduce(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the checklist, or say that the introduction took place."""
    handoff, form = _visible(request, pk), ChecklistForm(request.POST)
    if not form.is_valid():
        return _page(request, handoff, checklist_form=form, status=422)
    finished = request.POST.get("step") == "introduced"
    act = actions.introduce_farmer if finished else actions.prepare_handoff

    def effect() -> dict[str, int]:
        return {
            "id": act(actor=person(request), handoff=handoff, checklist=form.checklist, at=timezone.now()).pk
        }

    try:
        act_once(request, act.__name__, effect)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, handoff, checklist_form=form, status=422)
    text = _("The farmer is introduced and can accept.") if finished else _("Saved.")
    return done(request, text, reverse("handoff:case", args=[pk]))


@for_roles(R.FARMER, R.FARMERS_HEAD)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The farmer takes the client."""
    handoff = _visible(request, pk)

    def effect() -> dict[str, int]:
        return {"id": actions.accept_handoff(actor=person(request), handoff=handoff, at=timezone.now()).pk}

    act_once(request, "accept_handoff", effect)
    text = _("%(company)s is accepted.") % {"company": handoff.company.name}
    return done(request, text, reverse("handoff:desk"))


@for_roles(R.FARMER, R.FARMERS_HEAD)
@require_POST
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The farmer returns the client to the head, with a reason."""
    handoff, form = _visible(request, pk), ReturnForm(request.POST)
    if not form.is_valid():
        return _page(request, handoff, return_form=form, status=422)

    def effect() -> dict[str, int]:
        reason = form.cleaned_data["reason"]
        act = actions.return_handoff(actor=person(request), handoff=handoff, reason=reason, at=timezone.now())
        return {"id": act.pk}

    try:
        act_once(request, "return_handoff", effect)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, handoff, return_form=form, status=422)
    text = _("%(company)s is returned to the head.") % {"company": handoff.company.name}
    return done(request, text, reverse("handoff:desk"))


@for_roles(R.FARMERS_HEAD, R.SALES_HEAD)
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """The head gives the client to a farmer."""
    handoff, form = _visible(request, pk), AssignForm(request.POST)
    if not form.is_valid():
        return _page(request, handoff, assign_form=form, status=422)
    farmer = form.cleaned_data["farmer"]

    def effect() -> dict[str, int]:
        at = timezone.now()
        return {"id": actions.assign_handoff(actor=person(request), handoff=handoff, farmer=farmer, at=at).pk}

    act_once(request, "assign_handoff", effect)
    text = _("%(company)s is offered to %(farmer)s.") % {
        "company": handoff.company.name,
        "farmer": farmer.name,
    }
    return done(request, text, reverse("handoff:desk"))


@require_safe
def panel(request: HttpRequest, company_id: int) -> HttpResponse:
    """The handoff on the client's card; nothing for those who may not see it."""
    viewer = person(request)
    handoff = with_bonus(handoffs_visible_to(viewer)).filter(company_id=company_id).first()
    if handoff is None:
        return HttpResponse("")
    return render(request, "handoff/_panel.html", case_context(viewer, handoff))


def _visible(request: HttpRequest, pk: int) -> Handoff:
    return get_object_or_404(with_bonus(handoffs_visible_to(person(request))), pk=pk)


def _page(request: HttpRequest, handoff: Handoff, status: int = 200, **forms: Any) -> HttpResponse:
    return render(request, "handoff/case.html", case_context(person(request), handoff) | forms, status=status)
