"""Where each handoff stands, and what each side does about it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from handoff import actions
from handoff.forms import AssignForm, ChecklistForm, LanguageForm, ReturnForm
from handoff.models import Handoff
from handoff.queries import handoffs_visible_to, with_bonus, with_promises
from handoff.refusals import ReasonMissing
from handoff.views.cases import case_context
from handoff.views.rows import desk_context
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person

R = Role
SAID: dict[str, Any] = {
    "introduced": gettext_lazy("The farmer is introduced and can accept."),
    "promise": gettext_lazy("The promise is written down and passes over to the farmer."),
    "save": gettext_lazy("Saved."),
}
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
    """Keep the checklist, write down a promise, or say that the introduction took place."""
    handoff, form = _visible(request, pk), ChecklistForm(request.POST)
    if not form.is_valid():
        return _page(request, handoff, checklist_form=form, status=422)
    step = request.POST.get("step", "save")
    act = actions.introduce_farmer if step == "introduced" else actions.prepare_handoff

    def effect() -> dict[str, int]:
        done_with = act(
            actor=person(request), handoff=handoff, checklist=form.checklist(handoff.promises, own_words=handoff.introduced_at is None),
            promises=form.promises, at=timezone.now(),
        )  # fmt: skip
        return {"id": done_with.pk}

    try:
        act_once(request, act.__name__, effect)
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, handoff, checklist_form=form, status=422)
    back = reverse("handoff:case", args=[pk]) + ("#promises" if step == "promise" else "")
    return done(request, SAID.get(step, SAID["save"]), back)


@for_roles(R.FARMER, R.FARMERS_HEAD)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """The farmer takes the client."""
    handoff = _visible(request, pk)

    def effect() -> dict[str, int]:
        return {"id": actions.accept_handoff(actor=person(request), handoff=handoff, at=timezone.now()).pk}

    act_once(request, "accept_handoff", effect)
    text = _("%(company)s is accepted.") % {"company": handoff.company.name}
    return done(request, text, reverse("farmers:account", args=[handoff.company.account.pk]))


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
    farmer, reason = form.cleaned_data["farmer"], form.cleaned_data["reason"]

    def effect() -> dict[str, int]:
        given = actions.assign_handoff(
            actor=person(request), handoff=handoff, farmer=farmer, reason=reason, at=timezone.now()
        )
        return {"id": given.pk}

    try:
        act_once(request, "assign_handoff", effect)
    except ReasonMissing as refusal:
        form.add_error("reason", str(refusal))
        return _page(request, handoff, assign_form=form, status=422)
    text = _("%(company)s is offered to %(farmer)s.") % {
        "company": handoff.company.name,
        "farmer": farmer.name,
    }
    return done(request, text, reverse("handoff:desk"))


@for_roles(R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD)
@require_POST
def language(request: HttpRequest, pk: int) -> HttpResponse:
    """Say in which language the client is served and written to."""
    handoff = _visible(request, pk)
    form = LanguageForm(request.POST, now=handoff.company.language)
    if not form.is_valid():
        return _page(request, handoff, language_form=form, status=422)
    chosen = form.cleaned_data["language"]

    def effect() -> dict[str, int]:
        done_with = actions.set_client_language(
            actor=person(request), handoff=handoff, language=chosen, at=timezone.now()
        )
        return {"id": done_with.pk}

    act_once(request, "set_client_language", effect)
    return done(request, _("Saved."), reverse("handoff:case", args=[pk]))


def _visible(request: HttpRequest, pk: int) -> Handoff:
    return get_object_or_404(with_promises(with_bonus(handoffs_visible_to(person(request)))), pk=pk)


def _page(request: HttpRequest, handoff: Handoff, status: int = 200, **forms: Any) -> HttpResponse:
    return render(request, "handoff/case.html", case_context(person(request), handoff) | forms, status=status)
