"""Commission plans: the versions, one of them in words, a new one, and what it would have cost."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from handoff import actions
from handoff.access import SEES_ALL_MONEY
from handoff.models import CommissionPlan
from handoff.plan_forms import PlanForm, Tiers, draft_of, plan_form, tier_rows
from handoff.queries import plan_in_force, plans
from handoff.queries.comparison import what_it_would_have_cost
from handoff.views.pay_tabs import pay_tabs
from handoff.views.terms import Version, versions
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, done, person
from salesorg.people.queries import organisation


@for_roles(*SEES_ALL_MONEY)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """All versions, newest first."""
    viewer = person(request)
    context = {
        "versions": versions(plans(), timezone.now()), "tabs": pay_tabs(viewer, "plans"), "writes": viewer.is_in(Role.SALES_HEAD),
    }  # fmt: skip
    return render(request, "handoff/plans.html", context)


@for_roles(*SEES_ALL_MONEY)
@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One version in words."""
    context = {"version": _version(pk), "writes": person(request).is_in(Role.SALES_HEAD)}
    return render(request, "handoff/plan.html", context)


@for_roles(*SEES_ALL_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new version, prefilled from the one in force; POST publishes it (the head of sales only)."""
    if request.method != "POST":
        return _page(request, *_forms(request))
    if not person(request).is_in(Role.SALES_HEAD):
        raise PermissionDenied
    form, tiers = _forms(request)
    if form.is_valid() and tiers.is_valid():
        try:
            answer = act_once(request, "publish_plan", lambda: _publish(request, form, tiers))
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            text = _("The version «%(name)s» is published.") % answer
            return done(request, text, reverse("handoff:plan", args=[answer["id"]]))
    return _page(request, form, tiers, status=422)


@for_roles(*SEES_ALL_MONEY)
@require_POST
def compare(request: HttpRequest) -> HttpResponse:
    """What the version as typed would have cost over the last twelve months; nothing is written."""
    form, tiers = _forms(request)
    if form.is_valid() and tiers.is_valid():
        try:
            found = what_it_would_have_cost(draft_of(form, tiers), timezone.now())
        except ActionRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _page(request, form, tiers, comparison=found)
    return _page(request, form, tiers, status=422)


@for_roles(Role.SALES_HEAD)
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a version that is not in force yet."""

    def effect() -> dict[str, str]:
        found = get_object_or_404(CommissionPlan, pk=pk)
        actions.withdraw_plan(actor=person(request), plan=found, at=timezone.now())
        return {"name": found.name}

    answer = act_once(request, "withdraw_plan", effect)
    return done(request, _("The version «%(name)s» is withdrawn.") % answer, reverse("handoff:plans"))


def _publish(request: HttpRequest, form: PlanForm, tiers: Tiers) -> dict[str, Any]:
    made = actions.publish_plan(actor=person(request), draft=draft_of(form, tiers), at=timezone.now())
    return {"id": made.pk, "name": made.name}


def _version(pk: int) -> Version:
    """Found among all of them: until when it holds, the next one says."""
    found = next((one for one in versions(plans(), timezone.now()) if one.plan.pk == pk), None)
    if found is None:
        get_object_or_404(CommissionPlan.objects.none())
    assert found is not None
    return found


def _forms(request: HttpRequest) -> tuple[PlanForm, Tiers]:
    now, org = timezone.now(), organisation()
    present = plan_in_force(now)
    data = request.POST if request.method == "POST" else None
    tomorrow = now.astimezone(org.zone).date() + timedelta(days=1)
    return plan_form(data, present, tomorrow, org.currency), tier_rows(data, present)


def _page(
    request: HttpRequest, form: PlanForm, tiers: Tiers, *, comparison: Any = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    context = {
        "form": form, "tiers": tiers, "comparison": comparison, "writes": person(request).is_in(Role.SALES_HEAD),
    }  # fmt: skip
    return render(request, "handoff/plan_new.html", context, status=status)
