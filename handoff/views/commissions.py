"""The ledger: what earned what, what is payable, what waits."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from handoff.access import SEES_ALL_MONEY
from handoff.filters import AccrualFilter
from handoff.forms import AmountForm
from handoff.months import begin_of, month_of
from handoff.queries import accruals_visible_to, clients_paying, commissions_owed, sum_of, what_it_would_pay
from handoff.views.pay_tabs import AGREED, HUNTERS, READERS, pay_tabs
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation


@for_roles(*READERS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The ledger, newest line first: one's own lines; everybody's for finance and the head of sales."""
    viewer = person(request)
    chosen = AccrualFilter(request.GET, queryset=accruals_visible_to(viewer), request=request)
    page = page_of(request, chosen.qs)
    context = {
        "page": page,
        "filter": chosen,
        **sums(viewer),
        "tabs": pay_tabs(viewer, "commissions"),
        "opens_clients": not viewer.is_in(Role.CALL_MANAGER),
        "opens_agreements": viewer.is_in(*AGREED),
        **_would_pay(request, viewer),
    }
    return render(request, "handoff/commissions.html", context)


@for_roles(*READERS)
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """What each client has brought so far, by what for."""
    viewer = person(request)
    context = {
        "page": page_of(request, clients_paying(viewer)), **sums(viewer), "tabs": pay_tabs(viewer, "commission_clients"),
    }  # fmt: skip
    return render(request, "handoff/commission_clients.html", context)


def sums(viewer: User, org: Organisation | None = None) -> dict[str, Any]:
    """The figures above every page of commissions."""
    org = org or organisation()
    everybody = viewer.is_in(*SEES_ALL_MONEY)
    month = month_of(timezone.now(), org.zone)
    lines: QuerySet[Any] = accruals_visible_to(viewer).filter(posted_at__gte=begin_of(month, org.zone))
    return {
        "owed": commissions_owed(None if everybody else viewer),
        "this_month": sum_of(lines),
        "month": month,
        "currency": org.currency,
        "everybody": everybody,
        "closes": viewer.is_in(Role.FINANCE),
        "bonuses": viewer.is_in(*AGREED),
    }


def _would_pay(request: HttpRequest, viewer: User) -> dict[str, Any]:
    if not viewer.is_in(*HUNTERS):
        return {}
    form = AmountForm(request.GET if "amount" in request.GET else None)
    if not form.is_valid():
        return {"amount_form": form}
    answer = what_it_would_pay(hunter=viewer, amount=form.cleaned_data["amount"], at=timezone.now())
    return {"amount_form": form, "would_pay": answer}
