"""The administrator's desk and the wallboard: the call centre as it is right now."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from callcenter.floor_queries import floor_at
from callcenter.list_queries import call_lists, imports_under_way, states_of
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.queries import database_now

WATCH = (Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)
LISTS_ON_DESK = 20


@require_safe
@for_roles(*WATCH)
@conditional_page
def desk(request: HttpRequest) -> HttpResponse:
    """Today in figures, the lists, the imports under way, the staffing alarm; htmx gets the living part."""
    live = request.headers.get("HX-Request") == "true"
    at = database_now()
    return render(request, "callcenter/_admin_desk.html" if live else "callcenter/admin_desk.html", _desk(at))


def _desk(at: datetime) -> dict[str, Any]:
    lists = list(call_lists()[: LISTS_ON_DESK + 1])
    return {
        "floor": floor_at(at),
        "states": states_of(lists[:LISTS_ON_DESK], at),
        "more_lists": len(lists) > LISTS_ON_DESK,
        "imports": imports_under_way()[:10],
    }


@require_safe
@for_roles(*WATCH)
@conditional_page
def board(request: HttpRequest) -> HttpResponse:
    """The wallboard: who is in a call since when, readable from across a room."""
    live = request.headers.get("HX-Request") == "true"
    return render(
        request,
        "callcenter/_board.html" if live else "callcenter/board.html",
        {"floor": floor_at(database_now())},
    )
