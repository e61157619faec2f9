from datetime import datetime, timedelta

from django.db import IntegrityError

from callcenter.actions.sweep_claims import expire_claim, return_what_is_due
from callcenter.claiming import pick
from callcenter.models import Claim
from callcenter.open_lanes import OpenLanes, open_lanes
from callcenter.queue_bound import forget
from callcenter.refusals import ClaimHeld, OnBreak
from salesorg.lib.prepared import guarded
from salesorg.lib.refusals import NotYours, constraint_of
from salesorg.people.models import Role, User


def take_next_lead(*, actor: User, at: datetime, queue: OpenLanes | None = None) -> Claim | None:
    """Claim the best due lead for `actor` and return the claim, or None when nothing is due.

    Order: own callbacks, promises that nobody kept, list priority, longest due; only from lanes that are open to `actor` at
    `at` (the database's clock, see `database_now`). Source: product.md 4.1. Refusals: `NotYours`, `OnBreak`, `ClaimHeld` with the
    claim that is already in hand.

    The claim brings its `card`. `queue`: the open lanes, by who has just read them.

    No transaction is opened: each statement decides everything by itself, and a claim needs no second one.
    """
    if not actor.is_in(Role.CALL_MANAGER):
        raise NotYours
    queue = queue or open_lanes(actor, at=at)
    if queue.on_break:
        raise OnBreak
    claim = _take(actor, queue, at)
    if claim is None and return_what_is_due(at=at):
        claim = _take(actor, queue, at)
    return claim


def _take(actor: User, queue: OpenLanes, at: datetime) -> Claim | None:
    """Try lane after lane until a lead is claimed; when all are empty, once more from their beginnings."""
    lanes, lease = dict(queue.priority_of), timedelta(minutes=queue.lease_minutes)
    while True:
        try:
            with guarded():
                found = pick(actor=actor, lanes=lanes, lease=lease, at=at)
        except IntegrityError as error:
            if constraint_of(error) == "claim_not_on_a_break":
                raise OnBreak from error  # the other tab began it after the lanes were read
            if constraint_of(error) != "claim_one_open_per_manager":
                raise
            continue  # the other tab was faster; the next run finds what it claimed
        if found.claim is not None:
            return found.claim
        if found.held is not None:
            _let_go_or_refuse(found.held, at)
        elif found.lead is not None:
            continue  # that one must not be called any more and was closed
        elif found.best_lane is not None:
            lanes.pop(found.best_lane)  # rivals took all that was left of it
        elif forget():
            lanes = dict(queue.priority_of)
        else:
            return None


def _let_go_or_refuse(claim: int, at: datetime) -> None:
    """An own claim that has run out but was not swept yet must not lock its holder out."""
    if not expire_claim(claim=claim, at=at):
        raise ClaimHeld(claim)
