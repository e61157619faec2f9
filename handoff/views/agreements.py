"""Agreements: what a client still pays its hunter, by which rates, until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handoff.access import SEES_ALL_MONEY
from handoff.filters import AgreementFilter
from handoff.queries import accruals_visible_to, agreements_visible_to
from handoff.views.commissions import sums
from handoff.views.pay_tabs import AGREED, pay_tabs
from handoff.views.terms import standings_of, tiers_of
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.pages import person
from salesorg.people.queries import organisation

LINES = 20


@for_roles(*AGREED)
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The agreements, newest first: one's own for a hunter, everybody's for finance and the head of sales."""
    viewer, org = person(request), organisation()
    chosen = AgreementFilter(request.GET, queryset=agreements_visible_to(viewer), request=request)
    page = page_of(request, chosen.qs)
    context = {
        "page": page, "filter": chosen, **sums(viewer, org), "tabs": pay_tabs(viewer, "agreements"),
        "rows": standings_of(page.object_list, org, timezone.now().astimezone(org.zone).date()),
    }  # fmt: skip
    return render(request, "handoff/agreements.html", context)


@for_roles(*AGREED)
@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement: its terms in words, what it earned, what comes next, its last lines."""
    viewer, org = person(request), organisation()
    found = get_object_or_404(agreements_visible_to(viewer), pk=pk)
    row = standings_of([found], org, timezone.now().astimezone(org.zone).date())[0]
    lines = accruals_visible_to(viewer).filter(agreement=found)[: LINES + 1]
    context = {
        "row": row, "agreement": found, "tiers": tiers_of(found.plan), "lines": lines[:LINES], "more": len(lines) > LINES,
        "everybody": viewer.is_in(*SEES_ALL_MONEY), "opens_clients": True,
    }  # fmt: skip
    return render(request, "handoff/agreement.html", context)
