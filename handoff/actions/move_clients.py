from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from farmers.actions import move_accounts
from handoff.actions.assign_handoff import ASSIGNERS, offer_anew
from handoff.models import Handoff
from handoff.refusals import NothingToMove, ReasonMissing
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def move_clients(*, actor: User, keeper: User, moves: Mapping[int, User], reason: str, at: datetime) -> int:
    """Give many clients of `keeper` to other farmers, all or none, with everything that belongs to them; return how many.

    `moves`: account id -> new farmer (or the head, who takes into the queue). A handoff that is not accepted yet begins
    anew with the new farmer, its clock too. By the head of the client department; by the head of sales only out of the
    own queue. For absence, dismissal, rebalancing (product.md 4.3, 4.4).
    Refusals: `NotYours`, `ReasonMissing`, `NothingToMove`, those of farmers' `move_accounts`.
    """
    if not actor.is_in(*ASSIGNERS) or (actor.is_in(Role.SALES_HEAD) and keeper != actor):
        raise NotYours
    if not reason.strip():
        raise ReasonMissing
    if not moves:
        raise NothingToMove
    reason = reason.strip()[:500]
    moved = move_accounts(actor=actor, keeper=keeper, moves=moves, reason=reason, at=at)
    # The companies are locked by now: no handoff of theirs can change any more.
    for handoff in _under_way([company.pk for company in moved]):
        offer_anew(
            actor=actor, handoff=handoff, farmer=handoff.company.account.farmer, why=handoff.choice, reason=reason, at=at
        )  # fmt: skip
    return len(moved)


def _under_way(companies: list[int]) -> list[Handoff]:
    open_ones = Handoff.objects.filter(company__in=companies).exclude(state=Handoff.State.ACCEPTED)
    return list(open_ones.select_related("company__account__farmer", "hunter").order_by("pk"))
