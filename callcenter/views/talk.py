"""The two moments that the call manager's key tells when no telephone exchange does: they answered, they hung up."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from callcenter import actions
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimNotYours
from callcenter.views.screen import in_hand, lost, lost_to_screen
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import database_now

Mark = Callable[..., datetime]


@require_safe
@for_roles(Role.CALL_MANAGER)
def talk(request: HttpRequest, claim: int) -> HttpResponse:
    """The timers of the lead in hand, as they are now."""
    card = in_hand(person(request), database_now())
    if card is None or card.id != claim:
        raise Http404
    return render(request, "callcenter/_talk.html", {"card": card})


@require_POST
@for_roles(Role.CALL_MANAGER)
def answered(request: HttpRequest, claim: int) -> HttpResponse:
    """They answered: the talk begins. Harmless when repeated, so without a key."""
    return _mark(request, claim, actions.mark_answered)


@require_POST
@for_roles(Role.CALL_MANAGER)
def hung_up(request: HttpRequest, claim: int) -> HttpResponse:
    """They hung up: the wrap-up begins. Harmless when repeated, so without a key."""
    return _mark(request, claim, actions.mark_hung_up)


def _mark(request: HttpRequest, claim: int, mark: Mark) -> HttpResponse:
    at = database_now()
    try:
        mark(actor=person(request), claim=claim, at=at)
    except (ClaimExpired, ClaimEnded) as gone:
        return lost_to_screen(lost(request, gone))
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    if request.headers.get("HX-Request") != "true":
        return redirect("callcenter:desk")
    return render(request, "callcenter/_talk.html", {"card": in_hand(person(request), at)})
