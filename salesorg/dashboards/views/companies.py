"""The client base as a list and as cards: what one may see of it, with contacts masked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from salesorg.clients.actions import reveal_contacts
from salesorg.clients.models import Company, ContactPoint
from salesorg.clients.queries import companies_visible_to, owners_of, search_companies, timeline
from salesorg.dashboards.forms.companies import CompanyFilter
from salesorg.dashboards.origin import line_of_owners
from salesorg.dashboards.timeline import events_of
from salesorg.dashboards.views.dossiers import READERS as STORY_READERS
from salesorg.lib.paging import CappedPaginator
from salesorg.lib.refusals import ActionRefused
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import person

SEES_COMPANIES = (
    Role.CALL_CENTER_ADMIN,
    Role.HUNTER,
    Role.HUNTERS_HEAD,
    Role.FARMER,
    Role.FARMERS_HEAD,
    Role.FINANCE,
    Role.SALES_HEAD,
)
EVENTS_A_PAGE = 30
# The stages' parts of the card, the present one first: each answers with nothing to who may not see it.
PANELS = [
    ("farmers", _("Client department")),
    ("handoff", _("Handoff")),
    ("hunters", _("Active sales")),
    ("callcenter", _("Call centre")),
]
COLOURS = {"lead": "secondary", "prospect": "blue", "client": "green"}


@require_safe
@for_roles(*SEES_COMPANIES)
def companies(request: HttpRequest) -> HttpResponse:
    """Companies by name; the search finds parts of words."""
    form = CompanyFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    page = CappedPaginator(search_companies(person(request), **asked)).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "colours": COLOURS, "asked": any(asked.values())}
    part = request.headers.get("HX-Target") == "companies_list"
    return render(
        request, "dashboards/_companies_list.html" if part else "dashboards/companies.html", context
    )


@require_safe
@for_roles(*SEES_COMPANIES)
def company(request: HttpRequest, pk: int) -> HttpResponse:
    """The client's card: all stages of one company."""
    found = get_object_or_404(companies_visible_to(person(request)), pk=pk)
    if found.merged_into_id:
        return redirect("dashboards:company", pk=found.merged_into_id)
    page = CappedPaginator(timeline(found), EVENTS_A_PAGE).get_page(request.GET.get("page"))
    if request.headers.get("HX-Target") == "company_timeline":
        return render(request, "dashboards/_company_timeline.html", {"page": page, "events": events_of(page)})
    return render(request, "dashboards/company.html", _card(person(request), found, page))


@require_POST
@for_roles(*SEES_COMPANIES)
def reveal(request: HttpRequest, pk: int) -> HttpResponse:
    """The contacts in full, or the sentence why not; the look is recorded."""
    found = get_object_or_404(companies_visible_to(person(request)), pk=pk)
    try:
        shown = reveal_contacts(actor=person(request), company=found, at=timezone.now())
        context = _contacts(person(request), found) | {"shown": True, "contacts": shown}
    except ActionRefused as refusal:
        context = _contacts(person(request), found) | {"refusal": str(refusal)}
    status = 422 if "refusal" in context else 200
    if request.headers.get("HX-Request") == "true":
        return render(request, "dashboards/_company_contacts.html", context, status=status)
    page = CappedPaginator(timeline(found), EVENTS_A_PAGE).get_page(1)
    return render(
        request, "dashboards/company.html", _card(person(request), found, page) | context, status=status
    )


def _contacts(viewer: User, found: Company) -> dict[str, Any]:
    points: list[ContactPoint] = list(found.contact_points.select_related("person"))
    return {
        "company": found,
        "contacts": points,
        "shown": False,
        "in_hand": Company.objects.contactable_by(viewer).filter(pk=found.pk).exists(),
        "owner": next((period for period in owners_of(found) if period.ended_at is None), None),
    }


def _card(viewer: User, found: Company, page: Any) -> dict[str, Any]:
    context = _contacts(viewer, found)
    return context | {
        "colour": COLOURS.get(found.status, "secondary"),
        "line": line_of_owners(found),
        "story": viewer.is_in(*STORY_READERS),
        "panels": [
            {"id": app, "label": label, "url": reverse(f"{app}:panel", args=[found.pk])}
            for app, label in PANELS
        ],
        "page": page,
        "events": events_of(page),
        "local_now": timezone.localtime(timezone.now(), found.zone),
    }
