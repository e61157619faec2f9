"""Breaks: begin one, end it, go on."""

from contextlib import suppress
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from callcenter import actions
from callcenter.actions.start_break import AlreadyOnBreak, UnknownReason
from callcenter.refusals import ClaimHeld, NoBreak
from callcenter.views.next_card import next_card
from callcenter.views.screen import answer_screen, in_hand
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, person
from salesorg.people.queries import database_now


@require_POST
@for_roles(Role.CALL_MANAGER)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a break; with a lead in hand that one stays on the screen, with the sentence why."""
    at, reason = database_now(), request.POST.get("reason", "")
    try:
        act_once(request, "start_break", lambda: _started(request, reason, at))
    except (ClaimHeld, UnknownReason) as refusal:
        card = in_hand(person(request), at)
        return answer_screen(request, card, at, status=422, refusal=str(refusal))
    except AlreadyOnBreak as known:
        messages.info(request, str(known))
    return answer_screen(request, None, at)


def _started(request: HttpRequest, reason: str, at: datetime) -> dict[str, int]:
    return {"break": actions.start_break(actor=person(request), reason=reason, at=at).pk}


@require_POST
@for_roles(Role.CALL_MANAGER)
def end(request: HttpRequest) -> HttpResponse:
    """End the break; with `next` go on calling at once. That it has ended already is no reason to stop."""
    at = database_now()
    with suppress(NoBreak):
        act_once(request, "end_break", lambda: {"break": actions.end_break(actor=person(request), at=at).pk})
    wants_lead = "next" in request.POST
    card = next_card(request, at) if wants_lead else in_hand(person(request), at)
    return answer_screen(request, card, at, nothing_due=wants_lead and card is None)
