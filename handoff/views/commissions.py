"""The ledger: what earned what, what is payable, what waits."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from handoff.access import SEES_ALL_MONEY
from handoff.filters import AccrualFilter
from handoff.forms import AmountForm
from handoff.months import begin_of, month_of
from handoff.queries import accruals_visible_to, clients_paying, commissions_owed, sum_of, what_it_would_pay
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

READERS = (Role.HUNTER, Role.HUNTERS_HEAD, Role.FINANCE, Role.SALES_HEAD)


@for_roles(*READERS)
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The ledger, newest line first: one's own for a hunter, everybody's for finance and the head of sales."""
    viewer = person(request)
    chosen = AccrualFilter(request.GET, queryset=accruals_visible_to(viewer), request=request)
    page = page_of(request, chosen.qs)
    context = {
        "page": page,
        "filter": chosen,
        **sums(viewer),
        "tabs": tabs(viewer, "desk"),
        **_would_pay(request, viewer),
    }
    return render(request, "handoff/commissions.html", context)


@for_roles(*READERS)
@require_safe
def clients(request: HttpRequest) -> HttpResponse:
    """What each client has paid its hunter so far: bonus, trailing, cross-sell."""
    viewer = person(request)
    context = {
        "page": page_of(request, clients_paying(viewer)), **sums(viewer), "tabs": tabs(viewer, "commission_clients"),
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
    }


def tabs(viewer: User, active: str) -> list[dict[str, Any]]:
    """Ledger, clients, statements."""
    statements = _("Months to close and statements") if viewer.is_in(*SEES_ALL_MONEY) else _("Statements")
    labels = [("desk", _("Ledger")), ("commission_clients", _("By client")), ("statements", statements)]
    names = {"desk": "commissions"}
    return [
        {"label": label, "url": reverse(f"handoff:{names.get(name, name)}"), "active": name == active}
        for name, label in labels
    ]


def _would_pay(request: HttpRequest, viewer: User) -> dict[str, Any]:
    if not viewer.is_in(Role.HUNTER, Role.HUNTERS_HEAD):
        return {}
    form = AmountForm(request.GET if "amount" in request.GET else None)
    if not form.is_valid():
        return {"amount_form": form}
    answer = what_it_would_pay(hunter=viewer, amount=form.cleaned_data["amount"], at=timezone.now())
    return {"amount_form": form, "would_pay": answer}
