"""Contested lines: the queue of finance, one's own for everybody who earns."""

from decimal import Decimal
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from handoff import actions
from handoff.access import SEES_ALL_MONEY, SEES_PAY
from handoff.models import Dispute
from handoff.pay_forms import GrantForm, RefuseForm
from handoff.queries.disputes import answered_disputes, disputes_visible_to, waiting_disputes
from handoff.queries.trace import find_line, trace_of
from handoff.views.pay_tabs import pay_tabs
from salesorg.lib.paging import page_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(*SEES_PAY)
@require_safe
def disputes(request: HttpRequest) -> HttpResponse:
    """Those that wait for an answer, longest first; with `?show=answered` the others, newest first."""
    viewer = person(request)
    answered = request.GET.get("show") == "answered"
    found = answered_disputes(viewer) if answered else waiting_disputes(viewer)
    url = reverse("handoff:disputes")
    context = {
        "page": page_of(request, found),
        "answered": answered,
        "everybody": viewer.is_in(*SEES_ALL_MONEY),
        "tabs": pay_tabs(viewer, "disputes"),
        "shows": [
            {"label": _("Waiting for an answer"), "url": url, "active": not answered},
            {"label": _("Answered"), "url": f"{url}?show=answered", "active": answered},
        ],
    }
    return render(request, "handoff/disputes.html", context)


@for_roles(*SEES_PAY)
@require_safe
def dispute(request: HttpRequest, pk: int) -> HttpResponse:
    """One dispute, with the line it is about; finance answers here."""
    return _page(request, _found(request, pk))


@for_roles(Role.FINANCE)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer that the line is right."""
    found, form = _found(request, pk), RefuseForm(request.POST)

    def effect() -> dict[str, Any]:
        actions.refuse_dispute(
            actor=person(request), dispute=found, answer=form.cleaned_data["answer"], at=timezone.now()
        )
        return {}

    return _answered(request, found, "refuse_dispute", form, effect, "refuse_form")


@for_roles(Role.FINANCE)
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer that it was wrong, and correct it."""
    found, form = _found(request, pk), GrantForm(request.POST)

    def effect() -> dict[str, Any]:
        amount: Decimal = form.cleaned_data["amount"]
        actions.grant_dispute(
            actor=person(request), dispute=found, answer=form.cleaned_data["answer"], amount=amount,
            currency=found.accrual.currency, at=timezone.now(),
        )  # fmt: skip
        return {}

    return _answered(request, found, "grant_dispute", form, effect, "grant_form")


def _answered(
    request: HttpRequest, found: Dispute, action: str, form: Form, effect: Any, name: str
) -> HttpResponse:
    if form.is_valid():
        try:
            act_once(request, action, effect)
        except NotYours:
            raise
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("The person is told of your answer.")
            return done(request, text, reverse("handoff:dispute", args=[found.pk]))
    return _page(request, found, **{name: form})


def _found(request: HttpRequest, pk: int) -> Dispute:
    return get_object_or_404(disputes_visible_to(person(request)), pk=pk)


def _page(request: HttpRequest, found: Dispute, **forms: Form) -> HttpResponse:
    viewer = person(request)
    line = find_line(viewer, found.accrual_id)
    context = {
        "dispute": found, "line": line, "trace": trace_of(line, viewer, organisation()) if line else None,
        "answers": viewer.is_in(Role.FINANCE) and found.state == Dispute.State.OPEN,
        "refuse_form": RefuseForm(), "grant_form": GrantForm(), **forms,
    }  # fmt: skip
    return render(request, "handoff/dispute.html", context, status=422 if forms else 200)
