"""What a call manager looks back at: promised callbacks, own calls; and the calls on a company's card."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from callcenter.labels import disposition_label, reason_label
from callcenter.models import Call
from callcenter.queries import callbacks_of, calls_of_company, calls_visible_to
from salesorg.lib.paging import page_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import database_now


@require_safe
@for_roles(Role.CALL_MANAGER)
def callbacks(request: HttpRequest) -> HttpResponse:
    """What I promised, the earliest first."""
    rows = page_of(request, callbacks_of(person(request)))
    return render(request, "callcenter/callbacks.html", {"page": rows, "now": database_now()})


@require_safe
@for_roles(Role.CALL_MANAGER)
def my_calls(request: HttpRequest) -> HttpResponse:
    """What I logged, newest first."""
    page = page_of(request, calls_visible_to(person(request)))
    rows = _in_words(page.object_list)
    return render(request, "callcenter/my_calls.html", {"page": page, "rows": rows})


@require_safe
@for_roles(*Role)
def company_panel(request: HttpRequest, company: int) -> HttpResponse:
    """The calls made at a company, on its card; empty for who may not see them."""
    calls = calls_of_company(person(request), company)[:50]
    rows = _in_words(calls)
    return render(request, "callcenter/_company_panel.html", {"rows": rows})


def _in_words(calls: Iterable[Call]) -> list[tuple[Call, str, str]]:
    """Each call with its result and reason in the reader's language."""
    return [(call, disposition_label(call.disposition.code), reason_label(call.reason)) for call in calls]
