"""All leads: found by company, list, state, result or exact number; one lead with the history of its calls."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from callcenter.actions import find_by_number
from callcenter.admin_forms import LeadFilter
from callcenter.labels import CLOSED_REASONS, disposition_label, reason_label
from callcenter.lead_search import SEARCH_CAP, find_leads
from callcenter.list_queries import calls_of, leads_visible_to
from callcenter.look_up import LeadFound
from callcenter.refusals import NoNumber
from salesorg.clients.actions.reveal_contacts import QuotaSpent
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, person
from salesorg.people.queries import database_now

WATCH = (Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


@require_safe
@for_roles(*WATCH)
def leads(request: HttpRequest) -> HttpResponse:
    """The table of leads; htmx gets the rows only."""
    return _leads_page(request)


def _leads_page(request: HttpRequest, *, status: int = 200, **typed: str) -> HttpResponse:
    """`typed`: the number that was looked for and why not."""
    form, at = LeadFilter(request.GET), database_now()
    asked = form.asked
    found = find_leads(person(request), asked, at=at)
    live = request.headers.get("HX-Request") == "true"
    page = page_of(request, found.leads, total=found.total)
    many = asked.is_capped and page.paginator.count >= SEARCH_CAP
    context = {"form": form, "page": page, "at": at, "many": many, **typed}
    name = "callcenter/_leads.html" if live else "callcenter/leads.html"
    return render(request, name, context, status=status)


@require_POST
@for_roles(Role.CALL_CENTER_ADMIN)
def by_number(request: HttpRequest) -> HttpResponse:
    """The lead that has this number, exactly; the look counts against the day's quota."""
    number = request.POST.get("number", "")[:60]
    try:
        found = act_once(request, "find_by_number", lambda: asdict(_found(request, number)))
    except (NoNumber, QuotaSpent) as refusal:
        return _leads_page(request, number=number, number_refused=str(refusal), status=422)
    if found["lead"]:
        return redirect("callcenter:lead", found["lead"])
    told = _("This number is a client's.") if found["is_client"] else _("No lead has this number.")
    messages.info(request, told)
    return redirect("callcenter:leads")


def _found(request: HttpRequest, number: str) -> LeadFound:
    return find_by_number(actor=person(request), number=number, at=database_now())


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
