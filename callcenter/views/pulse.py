"""What stands above the screen and lives: my day against the plan, callbacks that come up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from callcenter.desk_queries import pulse_of
from callcenter.queries import my_day
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import database_now


@require_safe
@for_roles(Role.CALL_MANAGER)
@conditional_page
def pulse(request: HttpRequest) -> HttpResponse:
    """A fragment of its own, asked for after the screen: no call waits for it."""
    me, at = person(request), database_now()
    context = {"day": my_day(me, at), "pulse": pulse_of(me, at), "now": at}
    return render(request, "callcenter/_pulse.html", context)
