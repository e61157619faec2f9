"""The wallboard: the floor as it is right now, readable from across a room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from callcenter.floor_queries import floor_at
from callcenter.floor_shown import hours_chart, shown
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.queries import database_now


@require_safe
@for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)
@conditional_page
def board(request: HttpRequest) -> HttpResponse:
    """The wallboard; `?full=1` alone on the screen. htmx gets the living part, with `?part=hours` the chart."""
    floor = floor_at(database_now())
    if request.headers.get("HX-Request") == "true":
        if request.GET.get("part") == "hours":
            return render(request, "callcenter/_board_hours.html", {"hours_chart": hours_chart(floor)})
        return render(request, "callcenter/_board.html", shown(floor))
    page = "callcenter/board_full.html" if request.GET.get("full") else "callcenter/board.html"
    return render(request, page, shown(floor) | {"hours_chart": hours_chart(floor)})
