"""The next lead for the screen, whatever other tabs have done."""

from datetime import datetime

from django.http import HttpRequest

from callcenter import actions
from callcenter.queries import ClaimCard
from callcenter.refusals import ClaimHeld, OnBreak
from callcenter.views.screen import in_hand
from salesorg.people.pages import person


def next_card(request: HttpRequest, at: datetime) -> ClaimCard | None:
    """Claim the next lead and return it; None if nothing is due, or another tab began a break."""
    try:
        claim = actions.take_next_lead(actor=person(request), at=at)
    except ClaimHeld:  # a replay, or the other tab was faster: the next lead is the one in hand
        return in_hand(person(request), at)
    except OnBreak:
        return None
    return claim.card if claim else None
