"""All leads: found by name, list and state; one lead with the history of its calls."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from callcenter.admin_forms import LeadFilter
from callcenter.labels import CLOSED_REASONS, disposition_label, reason_label
from callcenter.lead_search import SEARCH_CAP, find_leads
from callcenter.list_queries import calls_of, leads_visible_to
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import database_now

WATCH = (Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


@require_safe
@for_roles(*WATCH)
def leads(request: HttpRequest) -> HttpResponse:
    """The table of leads; htmx gets the rows only."""
    form = LeadFilter(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    state = chosen.get("state", "")
    call_list = chosen.get("call_list")
    at = database_now()
    found = find_leads(
        person(request), at=at, search=chosen.get("search", ""), call_list=call_list.pk if call_list else None,
        state="" if state == "due" else state, due=state == "due",
    )  # fmt: skip
    live = request.headers.get("HX-Request") == "true"
    page = page_of(request, found)
    many = bool(chosen.get("search")) and page.paginator.count >= SEARCH_CAP
    context = {"form": form, "page": page, "at": at, "many": many}
    return render(request, "callcenter/_leads.html" if live else "callcenter/leads.html", context)


@require_safe
@for_roles(*WATCH)
def lead(request: HttpRequest, pk: int) -> HttpResponse:
    """One lead: who it is, where it stands, every attempt."""
    found = get_object_or_404(leads_visible_to(person(request)), pk=pk)
    calls = [
        (call, disposition_label(call.disposition.code), reason_label(call.reason))
        for call in calls_of(found)[:100]
    ]
    reason = CLOSED_REASONS.get(found.closed_reason, found.closed_reason)
    return render(request, "callcenter/lead.html", {"lead": found, "calls": calls, "closed_reason": reason})
