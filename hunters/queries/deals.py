"""Reads about deals: the board, what rots, what waits for a step."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import (
    BooleanField,
    Case,
    Count,
    DateTimeField,
    ExpressionWrapper,
    F,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
    Window,
)
from django.db.models.functions import RowNumber

from hunters.models import Deal, DealStage
from salesorg.lib.money import ZERO
from salesorg.people.models import User

CARDS_PER_COLUMN = 50


@dataclass
class Column:
    """One stage of the pipeline: `cards` are the first 50 deals, `count` and `total` are of all of them."""

    stage: DealStage
    count: int = 0
    total: Decimal = ZERO
    cards: list[Deal] = field(default_factory=list)

    @property
    def hidden(self) -> int:
        """How many deals are not among the cards."""
        return self.count - len(self.cards)


def stages() -> list[DealStage]:
    """Return the open stages in their order."""
    return list(DealStage.objects.all())


def deals_visible_to(person: User) -> QuerySet[Deal]:
    """Return the deals this person may see; the door for lists, details and counts."""
    return Deal.objects.visible_to(person).select_related("company", "hunter", "stage")


def with_rotting(deals: QuerySet[Deal], at: datetime) -> QuerySet[Deal]:
    """Add `is_rotting`: open, and without a real contact for longer than its stage allows."""
    return deals.annotate(
        is_rotting=Case(When(_rots(at), then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def rotting_deals(person: User, at: datetime) -> QuerySet[Deal]:
    """Return the visible open deals whose last real contact lies further back than their stage allows."""
    return deals_visible_to(person).filter(_rots(at)).order_by("last_contact_at", "id")


def _rots(at: datetime) -> Q:
    days = Func(Value(0), Value(0), Value(0), F("stage__rotting_days"), function="make_interval")
    limit = ExpressionWrapper(Value(at, output_field=DateTimeField()) - days, output_field=DateTimeField())
    return Q(state=Deal.State.OPEN, last_contact_at__lt=limit)


def board(deals: QuerySet[Deal], at: datetime) -> list[Column]:
    """Return the columns of the open ones among `deals` (visible to the asker), three queries for any number of deals."""
    columns = {stage.pk: Column(stage) for stage in stages()}
    for stage_id, count, total in open_totals(deals):
        columns[stage_id].count, columns[stage_id].total = count, total
    for card in _first_cards(deals, at):
        columns[card.stage_id].cards.append(card)
    return list(columns.values())


def open_totals(deals: QuerySet[Deal]) -> Iterable[tuple[int, int, Decimal]]:
    """Return (stage, number, sum) of the open ones among `deals`."""
    return (
        deals.filter(state=Deal.State.OPEN)
        .order_by()
        .values("stage")
        .annotate(n=Count("pk"), total=Sum("amount"))
        .values_list("stage", "n", "total")
    )


def _first_cards(deals: QuerySet[Deal], at: datetime) -> QuerySet[Deal]:
    order = [F("position").asc(), F("next_step_on").asc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=F("stage"), order_by=order)
    placed = with_rotting(deals.filter(state=Deal.State.OPEN), at).annotate(place=place)
    return placed.filter(Q(("place__lte", CARDS_PER_COLUMN))).order_by("place")


def rotting_since(deal: Deal) -> datetime:
    """Return from when on the deal is rotting unless somebody has a real contact before."""
    return deal.last_contact_at + timedelta(days=deal.stage.rotting_days)
