"""The administrator's desk: today against the norm, what alarms, what waits, each number leading to where one acts."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from callcenter.admin_desk_queries import need_attention, waiting_at
from callcenter.floor_queries import floor_at
from callcenter.floor_shown import ShownAlarm, every_alarm, shown
from callcenter.list_queries import call_lists, imports_under_way
from callcenter.list_states import table_of
from callcenter.views.admin_lists import with_openings
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.queries import organisation

LISTS_ON_DESK, ALARMS_ON_DESK = 20, 8
WHERE_TO_ACT = {
    "no_admin": "people:absences", "nobody_calling": "callcenter:board", "nothing_due": "callcenter:leads",
}  # fmt: skip


@require_safe
@for_roles(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)
@conditional_page
def desk(request: HttpRequest) -> HttpResponse:
    """Today in figures, alarms, what waits, the lists, the imports; htmx gets the living part."""
    live = request.headers.get("HX-Request") == "true"
    at = timezone.now()
    return render(request, "callcenter/_admin_desk.html" if live else "callcenter/admin_desk.html", _desk(at))


def _desk(at: datetime) -> dict[str, Any]:
    settings = organisation()
    floor = floor_at(at, settings)
    lists = list(call_lists()[: LISTS_ON_DESK + 1])
    states = table_of(lists[:LISTS_ON_DESK], at, settings)
    context, alarms = shown(floor), every_alarm(floor)
    return context | {
        "every_alarm": [{"shown": alarm, "url": _where(alarm)} for alarm in alarms[:ALARMS_ON_DESK]],
        "more_alarms": max(len(alarms) - ALARMS_ON_DESK, 0),
        "people": [{"shown": caller, "url": _log(person=caller.of.person.pk)} for caller in context["callers"]],
        "states": with_openings(states, at),
        "more_lists": len(lists) > LISTS_ON_DESK,
        "attention": need_attention(states, floor.day.day),
        "imports": imports_under_way()[:10],
        "waiting": waiting_at(at),
        "today_url": f"{reverse('callcenter:reports')}?by=hour&period=today",
        "reached_url": _log(reached="true"),
        "booked_url": f"{reverse('callcenter:reports')}?by=person&period=today&sort=-booked",
        "reviews_url": reverse("callcenter:reviews"),
        "audits_url": reverse("callcenter:audits"),
    }  # fmt: skip


def _where(alarm: ShownAlarm) -> str:
    """Return where one acts on an alarm: of a person, the calls they made today."""
    if alarm.of.person:
        return _log(person=alarm.of.person.pk)
    return reverse(WHERE_TO_ACT[alarm.of.kind])


def _log(**filters: object) -> str:
    return f"{reverse('callcenter:call_log')}?{urlencode({'period': 'today', **filters})}"
