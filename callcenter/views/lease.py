"""The lease of the lead in hand: the page prolongs it while it is open, or gives the lead back."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from callcenter import actions
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimNotYours
from callcenter.views.screen import answer_screen, lost, lost_to_screen, renew_every
from salesorg.people.guards import for_roles
from salesorg.people.models import Role
from salesorg.people.pages import act_once, person
from salesorg.people.queries import database_now


@require_POST
@for_roles(Role.CALL_MANAGER)
def renew(request: HttpRequest, claim: int) -> HttpResponse:
    """Prolong the lease; the page asks by itself while it is open. Harmless when repeated, so without a key."""
    try:
        at = database_now()
        expires_at = actions.renew_claim(actor=person(request), claim=claim, at=at)
    except (ClaimExpired, ClaimEnded) as gone:
        return lost_to_screen(lost(request, gone))
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    return render(
        request,
        "callcenter/_lease.html",
        {"claim": claim, "expires_at": expires_at, "renew_every": renew_every(expires_at, at)},
    )


@require_POST
@for_roles(Role.CALL_MANAGER)
def release(request: HttpRequest, claim: int) -> HttpResponse:
    """Give the lead back uncalled and stop."""
    at = database_now()
    try:
        act_once(
            request, "release_claim", lambda: actions.release_claim(actor=person(request), claim=claim, at=at)
        )
    except (ClaimExpired, ClaimEnded) as gone:
        return lost(request, gone)
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    return answer_screen(request, None, at)
