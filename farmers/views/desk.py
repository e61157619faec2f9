"""The farmer's desk: the portfolio, most urgent first, and a touch logged right from its row."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from farmers import queries
from farmers.forms import PortfolioFilter
from farmers.models import Account
from farmers.neglect import local_day
from farmers.urgency import marks_of
from salesorg.clients.models import ContactPoint
from salesorg.lib.api import COUNT_CAP
from salesorg.lib.paging import CappedPaginator
from salesorg.people.guards import for_roles
from salesorg.people.models import Organisation, Role, User
from salesorg.people.pages import person
from salesorg.people.queries import organisation

READERS = (Role.FARMER, Role.FARMERS_HEAD, Role.SALES_HEAD)
PAGE = 50


@require_safe
@for_roles(*READERS)
def desk(request: HttpRequest) -> HttpResponse:
    """The portfolio of a farmer; heads see everybody's."""
    me, settings, now = person(request), organisation(), timezone.now()
    today = local_day(now, settings.zone)
    form = PortfolioFilter(request.GET, person=me)
    asked = form.asked()
    page = CappedPaginator(listed(queries.portfolio(me, today=today, asked=asked)), PAGE).get_page(
        request.GET.get("page")
    )
    for account in page.object_list:
        account.marks = marks_of(account, today=today, at=now)
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "capped": page.paginator.count >= COUNT_CAP,
        "asked": any(asked.values()),
        "mine": me.is_in(Role.FARMER),
        "serves": me.is_in(Role.FARMER, Role.FARMERS_HEAD),
        **_figures(me, settings),
    }
    if request.headers.get("HX-Target") == "portfolio":
        return render(request, "farmers/_portfolio.html", context)
    return render(request, "farmers/desk.html", context)


@require_safe
@for_roles(*READERS)
def figures(request: HttpRequest) -> HttpResponse:
    """The tiles again, after a row has changed."""
    return render(request, "farmers/_figures.html", _figures(person(request), organisation()))


@require_safe
@for_roles(*READERS)
def row(request: HttpRequest, pk: int) -> HttpResponse:
    """One row again: its form was put away."""
    found = get_object_or_404(listed(queries.accounts_visible_to(person(request))), pk=pk)
    return render(request, "farmers/_row.html", row_context(request, found))


def row_context(request: HttpRequest, account: Account) -> dict[str, Any]:
    """What one row needs, apart from its list."""
    me, now = person(request), timezone.now()
    account.marks = marks_of(account, today=local_day(now, organisation().zone), at=now)  # type: ignore[attr-defined]
    return {
        "account": account,
        "mine": me.is_in(Role.FARMER),
        "serves": me.is_in(Role.FARMER, Role.FARMERS_HEAD),
    }


def listed(found: "QuerySet[Account]") -> "QuerySet[Account]":
    """Fetch with each account what its row shows."""
    phones = ContactPoint.objects.filter(kind=ContactPoint.Kind.PHONE, is_wrong=False)
    return found.select_related("company", "service_level", "farmer").prefetch_related(
        Prefetch("company__contact_points", queryset=phones, to_attr="phones")
    )


def _figures(me: User, settings: Organisation) -> dict[str, Any]:
    figures = queries.figures(me, today=local_day(timezone.now(), settings.zone))
    mine = me.is_in(Role.FARMER)
    capacity = me.capacity or settings.farmer_capacity
    return {"figures": figures, "capacity": capacity if mine else None, "mine": mine}
