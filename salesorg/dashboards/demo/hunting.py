"""A hunter's day: outcomes, deals moved on, first sales."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hunters.actions import log_contact, lose_deal, move_deal, plan_next_step, record_outcome, win_deal
from hunters.queries import deals_visible_to, meetings_visible_to
from salesorg.dashboards.demo.stage import Stage
from salesorg.sales.actions import LineInput
from salesorg.sales.models import Product

STAGES = ["qualified", "proposal", "negotiation", "agreed"]


def record_outcomes(stage: Stage, at: datetime) -> None:
    """Record what became of every meeting that is over; near the end of the play one or two are still owed."""
    over = meetings_visible_to(stage.person("hera")).filter(state="scheduled", ends_at__lte=at)
    for meeting in over.select_related("hunter", "company"):
        if stage.now - meeting.ends_at < timedelta(days=1) and stage.happens(0.5):
            continue
        outcome = stage.dice.choices(["held", "no_show", "cancelled"], weights=[76, 16, 8])[0]
        held = outcome == "held"
        good = held and stage.happens(0.8)
        record_outcome(
            actor=meeting.hunter, meeting=meeting, outcome=outcome, at=at, note=stage.says("brief") if held else "",
            on_target=good if held else None, next_step=stage.says("promise") if held else "",
            next_step_on=working_day_from(stage, at.date() + timedelta(days=stage.dice.randint(2, 7))) if held else None,
            amount=Decimal(stage.dice.randint(3, 40)) * Decimal(stage.scenery.products[1][2]) / 2 if held else None,
        )  # fmt: skip


def work_deals(stage: Stage, at: datetime) -> None:
    """Move each open deal every few days; some are won, some lost, a few rot."""
    open_deals = (
        deals_visible_to(stage.person("hera"))
        .filter(state="open")
        .select_related("hunter", "company", "stage")
    )
    for deal in open_deals.order_by("id"):
        if deal.pk % 11 == 0:
            continue  # forgotten: these rot on the board
        if not stage.happens(0.22):
            keep_step(stage, deal, at)
            continue
        here = STAGES.index(deal.stage.code)
        if stage.happens(0.13):
            lose_deal(actor=deal.hunter, deal=deal, reason=stage.dice.choice(stage.scenery.reasons), at=at)
        elif here + 1 < len(STAGES):
            move_deal(actor=deal.hunter, deal=deal, stage=STAGES[here + 1], at=at)
            log_contact(actor=deal.hunter, deal=deal, note=stage.says("reached"), at=at)
            keep_step(stage, deal, at)
        else:
            win_deal(actor=deal.hunter, deal=deal, lines=basket(stage), note="", at=at)


def keep_step(stage: Stage, deal: Any, at: datetime) -> None:
    """Plan the next step anew when its day has come; one in ten is put off too long."""
    if deal.next_step_on <= at.date() and stage.happens(0.9):
        on = working_day_from(stage, at.date() + timedelta(days=stage.dice.randint(2, 8)))
        plan_next_step(actor=deal.hunter, deal=deal, next_step=stage.says("promise"), next_step_on=on, at=at)


def basket(stage: Stage) -> list[LineInput]:
    """One to three products, seldom a whole line."""
    products = list(Product.objects.order_by("id"))
    weights = [2, 6, 5, 4, 5, 6]
    chosen = {
        product.pk: product for product in stage.dice.choices(products, weights, k=stage.dice.randint(1, 3))
    }
    return [
        LineInput(product=product, quantity=Decimal(stage.dice.randint(1, 3)), price=product.price)
        for product in chosen.values()
    ]


def is_working_day(stage: Stage, day: date) -> bool:
    """Whether the department works on `day`."""
    return stage.organisation.working_week.works_on(day)


def working_day_from(stage: Stage, day: date) -> date:
    """`day` itself, or the next day on which somebody works."""
    while not is_working_day(stage, day):
        day += timedelta(days=1)
    return day
