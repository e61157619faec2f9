"""A call comes in: whose number is it? By number only, never by name."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from callcenter import actions
from callcenter.look_up import Found
from callcenter.refusals import NoNumber
from callcenter.views.screen import answer_screen, in_hand
from salesorg.clients.actions.reveal_contacts import QuotaSpent
from salesorg.people.guards import for_roles
from salesorg.people.models import Role, User
from salesorg.people.pages import act_once, person
from salesorg.people.queries import database_now


@require_POST
@for_roles(Role.CALL_MANAGER)
def look_up(request: HttpRequest) -> HttpResponse:
    """Open the lead that calls us, or say whose it is and to whom to put the call through."""
    at, number = database_now(), request.POST.get("number", "")[:60]
    try:
        answer = act_once(request, "look_up", lambda: _looked_up(request, number, at))
    except (NoNumber, QuotaSpent) as refusal:
        return answer_screen(request, None, at, status=422, look_up_error=str(refusal), number=number)
    if answer["found"] == Found.TAKEN:
        return answer_screen(request, in_hand(person(request), at), at)
    told = {"found": answer["found"], "who": User.objects.filter(pk=answer["person"] or 0).first()}
    return answer_screen(request, None, at, told=told, number=number)


def _looked_up(request: HttpRequest, number: str, at: datetime) -> dict[str, Any]:
    found = actions.take_by_number(actor=person(request), number=number, at=at)
    return {"found": found.found, "person": found.person and found.person.pk}
