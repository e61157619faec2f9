"""What is posted from a deal's page and from the board."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hunters import actions, queries
from hunters.forms import ContactForm, LoseForm, OpenDealForm, ReassignForm, StepForm
from hunters.links import deal_url
from hunters.locking import next_working_day
from hunters.models import Deal
from hunters.views.deals import deal_page
from salesorg.clients.queries import companies_visible_to
from salesorg.lib.money import ZERO
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation

WORKERS = (Role.HUNTER, Role.HUNTERS_HEAD)


def workable(request: HttpRequest, pk: int) -> Deal:
    """The deal if it is one's own (or one heads the hunters); else it does not exist."""
    visible = queries.deals_visible_to(person(request))
    return get_object_or_404(visible & Deal.objects.workable_by(person(request)), pk=pk)


@for_roles(*WORKERS)
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the deal into another stage; the board then fetches itself anew."""
    deal = workable(request, pk)
    stage = request.POST.get("stage", "")

    def effect() -> dict[str, int]:
        return {"id": actions.move_deal(actor=person(request), deal=deal, stage=stage, at=timezone.now()).pk}

    act_once(request, "move_deal", effect)
    if request.headers.get("HX-Request") == "true" and request.POST.get("from") == "board":
        return HttpResponse(status=204, headers={"HX-Trigger": "board:changed"})
    back = reverse("hunters:pipeline") if request.POST.get("from") == "board" else deal_url(deal)
    return done(request, _("The deal is moved."), back)


@for_roles(*WORKERS)
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan the next step."""
    deal, form = workable(request, pk), StepForm(request.POST)
    return _carry_out(
        request, deal, "step_form", form, actions.plan_next_step, _("The next step is planned.")
    )


@for_roles(*WORKERS)
@require_POST
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Log a real contact."""
    deal, form = workable(request, pk), ContactForm(request.POST)
    return _carry_out(request, deal, "contact_form", form, actions.log_contact, _("The contact is logged."))


@for_roles(*WORKERS)
@require_POST
def lose(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the deal as lost, with a reason."""
    deal, form = workable(request, pk), LoseForm(request.POST)
    return _carry_out(request, deal, "lose_form", form, actions.lose_deal, _("The deal is closed as lost."))


def _carry_out(
    request: HttpRequest, deal: Deal, name: str, form: forms.Form, act: Callable[..., Deal], text: str
) -> HttpResponse:
    """Run one action with what the form holds; a refusal shows the page again with everything typed."""

    def effect() -> dict[str, int]:
        return {"id": act(actor=person(request), deal=deal, at=timezone.now(), **form.cleaned_data).pk}

    if form.is_valid():
        try:
            act_once(request, act.__name__, effect)
            return done(request, text, deal_url(deal))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
    return deal_page(request, deal, {name: form}, status=422)


@for_roles(*WORKERS)
@require_POST
def go_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Continue a deal as a cross-sell after the company became a client through another one."""
    deal = workable(request, pk)

    def effect() -> dict[str, int]:
        return {"id": actions.continue_as_cross_sell(actor=person(request), deal=deal, at=timezone.now()).pk}

    act_once(request, "continue_as_cross_sell", effect)
    return done(request, _("The deal goes on as a cross-sell."), deal_url(deal))


@for_roles(*WORKERS)
def open_deal(request: HttpRequest, company_id: int) -> HttpResponse:
    """Open a deal with one's own prospect, or a cross-sell with a client."""
    company = get_object_or_404(companies_visible_to(person(request)), pk=company_id)
    form = OpenDealForm(request.POST or None, initial={"next_step_on": next_working_day(timezone.now())})
    context = {"form": form, "company": company}
    if request.method != "POST":
        return render(request, "hunters/open_deal.html", context)

    def effect() -> dict[str, int]:
        data = {**form.cleaned_data, "amount": form.cleaned_data["amount"] or ZERO}
        return {"id": actions.open_deal(actor=person(request), company=company, at=timezone.now(), **data).pk}

    if form.is_valid():
        try:
            answer = act_once(request, "open_deal", effect)
            return done(request, _("The deal is open."), reverse("hunters:deal", args=[answer["id"]]))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "hunters/open_deal.html", context, status=422)


@for_roles(Role.HUNTERS_HEAD)
def reassign(request: HttpRequest, company_id: int) -> HttpResponse:
    """Give a prospect with its meeting and deals to another hunter."""
    company = get_object_or_404(companies_visible_to(person(request)), pk=company_id)
    form, at = ReassignForm(request.POST or None), timezone.now()
    context: dict[str, Any] = {"form": form, "company": company}

    def effect() -> dict[str, int]:
        given = actions.reassign_prospect(actor=person(request), company=company, at=at, **form.cleaned_data)
        return {"id": given.pk}

    if request.method == "POST" and form.is_valid():
        try:
            act_once(request, "reassign_prospect", effect)
            return done(request, _("The prospect has another hunter."), reverse("hunters:desk"))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
    context["meeting"] = queries.upcoming_meetings(person(request), at).filter(company=company).first()
    context["loads"] = queries.hunter_loads(at, organisation().zone)
    return render(request, "hunters/reassign.html", context, status=422 if request.method == "POST" else 200)
