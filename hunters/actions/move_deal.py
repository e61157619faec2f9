from datetime import datetime

from django.db import transaction
from django.db.models import F

from hunters import verbs
from hunters.locking import lock_deal, lock_hunter
from hunters.models import Deal, DealStage
from hunters.refusals import UnknownStage
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def move_deal(*, actor: User, deal: Deal, stage: str, at: datetime, position: int | None = None) -> Deal:
    """Put an open deal into the stage with this code; `position` is its place from the top (0), None: by its next step.

    Moving is no contact with the client: a deal rots on. Refusals: `NotYours`, `DealClosed`, `UnknownStage`.
    """
    deal = lock_deal(actor=actor, deal=deal)
    to = DealStage.objects.filter(code=stage).first()
    if to is None:
        raise UnknownStage
    was, deal.stage = deal.stage, to
    deal.position = 0 if position is None else _make_room(deal, position)
    deal.save(update_fields=["stage", "position"])
    record_activity(
        company=deal.company,
        actor=actor,
        verb=verbs.DEAL_MOVED,
        at=at,
        deal=deal.pk,
        was=was.code,
        stage=to.code,
    )
    return deal


def _make_room(deal: Deal, place: int) -> int:
    """Return the position for the `place`-th card of the hunter's column and push the cards below down."""
    # Two cards of one column moved at once are put in order one after the other.
    lock_hunter(deal.hunter)
    column = Deal.objects.filter(hunter=deal.hunter, stage=deal.stage, state=Deal.State.OPEN).exclude(
        pk=deal.pk
    )
    above = column.order_by("position", "next_step_on", "pk").values_list("pk", "position")[: max(place, 0)]
    rows = list(above)
    if len(rows) < max(place, 0):
        return rows[-1][1] + 1 if rows else 0
    # Cards with equal positions stand by date: give those above places of their own before the gap is made.
    for index, (pk, _) in enumerate(rows):
        column.filter(pk=pk).update(position=index)
    column.exclude(pk__in=[pk for pk, _ in rows]).update(position=F("position") + len(rows) + 1)
    return len(rows)
