"""Handoffs, the farmers' days, and the money that comes in."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from farmers.actions import (
    answer_request,
    log_touch,
    make_promise,
    record_repeat_sale,
    register_request,
    set_service_level,
    settle_promise,
)
from farmers.queries import accounts_visible_to, service_levels
from handoff.actions import accept_handoff, assign_handoff, introduce_farmer, prepare_handoff, return_handoff
from handoff.checklist import Checklist, Promised
from handoff.queries import handoffs_visible_to
from salesorg.dashboards.demo.hunting import basket, working_day_from
from salesorg.dashboards.demo.stage import Stage
from salesorg.lib.money import to_cents
from salesorg.people.models import Role
from salesorg.sales.actions import record_payment, refund_payment
from salesorg.sales.queries import payments_visible_to, sales_visible_to


def pass_clients_on(stage: Stage, at: datetime) -> None:
    """Introduce, accept, now and then return; the latest ones are still on their way."""
    fern = stage.person("fern")
    waiting = (
        handoffs_visible_to(fern).exclude(state="accepted").select_related("hunter", "farmer", "company")
    )
    for handoff in waiting.order_by("id"):
        age = at - handoff.opened_at
        if handoff.state in ("unassigned", "returned"):
            if age > timedelta(days=2) and stage.happens(0.6):
                farmer = stage.dice.choice(stage.team(Role.FARMER))
                assign_handoff(actor=fern, handoff=handoff, farmer=farmer, reason=why(stage), at=at)
        elif handoff.state == "offered" and stage.happens(0.75):
            introduce(stage, handoff, at)
        elif handoff.state == "introduced" and handoff.farmer is not None and stage.happens(0.8):
            if stage.happens(0.05):
                return_handoff(actor=handoff.farmer, handoff=handoff, reason=stage.says("brief"), at=at)
            else:
                accept_handoff(actor=handoff.farmer, handoff=handoff, at=at)


def why(stage: Stage) -> str:
    """The head's reason for a farmer, the same without a throw of the dice."""
    return stage.scenery.notes["brief"][0]


def introduce(stage: Stage, handoff: Any, at: datetime) -> None:
    """A complete introduction, sometimes after a day on which only the brief was written."""
    promised = stage.happens(0.6)
    due_on = working_day_from(stage, at.date() + timedelta(days=stage.dice.randint(3, 12)))
    promises = [Promised(stage.says("promise"), due_on)] if promised else []
    if stage.happens(0.3):
        begun = Checklist(brief=stage.says("brief"), introduction_arranged=stage.happens(0.5))
        prepare_handoff(actor=handoff.hunter, handoff=handoff, checklist=begun, promises=promises, at=at)
        return
    reaction = stage.dice.choices(["glad", "calm", "uneasy", "against"], weights=[45, 40, 12, 3])[0]
    done = Checklist(
        brief=handoff.brief or stage.says("brief"), introduction_arranged=True, contacts_given=True,
        how=stage.dice.choice(["person", "call"]), no_promises=not promised and not handoff.passed_promises.exists(),
        reaction=reaction,
    )  # fmt: skip
    introduce_farmer(actor=handoff.hunter, handoff=handoff, checklist=done, promises=promises, at=at)


def leave_on_the_way(stage: Stage, at: datetime) -> None:
    """The last scene: of the clients in the head's queue one is offered, one introduced and one returned; others wait."""
    fern, queue = stage.person("fern"), handoffs_visible_to(stage.person("fern")).filter(state="unassigned")
    farmers = [stage.person("fay"), stage.person("flo"), stage.person("fay")]
    for scene, (handoff, farmer) in enumerate(zip(list(queue.order_by("id")[:3]), farmers, strict=False)):
        assigned = assign_handoff(
            actor=fern,
            handoff=handoff,
            farmer=farmer,
            reason=stage.says("brief") if scene else why(stage),
            at=at,
        )
        promises = [
            Promised(stage.says("promise"), working_day_from(stage, at.date() + timedelta(days=5 + scene)))
        ]
        begun = Checklist(brief=handoff.brief or stage.says("brief"), introduction_arranged=True)
        if scene == 0:
            prepare_handoff(actor=handoff.hunter, handoff=assigned, checklist=begun, promises=promises, at=at)
        elif scene == 1:
            return_handoff(actor=farmer, handoff=assigned, reason=stage.says("brief"), at=at)
        else:
            met = replace(begun, how="person", contacts_given=True, reaction="uneasy")
            introduce_farmer(actor=handoff.hunter, handoff=assigned, checklist=met, promises=promises, at=at)


def serve_clients(stage: Stage, at: datetime) -> None:
    """Touch what is due; the last farmer of the team is behind with everything, so that neglect can be seen."""
    behind = stage.team(Role.FARMER)[-1]
    due = accounts_visible_to(stage.person("fern")).filter(
        next_touch_on__lte=at.date(), closed_at__isnull=True
    )
    for account in due.filter(farmer__role=Role.FARMER).select_related("farmer", "company").order_by("id"):
        diligence = 0.03 if account.farmer_id == behind.pk else 0.55
        if not stage.happens(diligence):
            continue
        log_touch(
            actor=account.farmer, account=account, kind=stage.dice.choice(["call", "call", "meeting", "message"]),
            note=stage.says("touch"), at=at,
        )  # fmt: skip
        if stage.happens(0.15):
            due_on = working_day_from(stage, at.date() + timedelta(days=stage.dice.randint(2, 9)))
            make_promise(
                actor=account.farmer, account=account, text=stage.says("promise"), due_on=due_on, at=at
            )
        if stage.happens(0.10):
            register_request(
                actor=account.farmer, account=account, text=stage.says("request"), kind="request", at=at
            )
        if stage.happens(0.2):
            record_repeat_sale(actor=account.farmer, account=account, lines=basket(stage), note="", at=at)


def keep_word(stage: Stage, at: datetime) -> None:
    """Settle promises and answer requests in time, mostly; give some clients another service level."""
    fern = stage.person("fern")
    levels = {level.code: level for level in service_levels()}
    accounts = (
        accounts_visible_to(fern).filter(closed_at__isnull=True).select_related("farmer", "service_level")
    )
    for account in accounts.prefetch_related("promises", "requests").order_by("id"):
        for promise in account.promises.all():
            if promise.state == "open" and promise.due_on <= at.date() and stage.happens(0.85):
                settle_promise(actor=account.farmer, promise=promise, kept=stage.happens(0.9), at=at)
        for request in account.requests.all():
            if request.answered_at is None and stage.happens(0.8):
                answer_request(actor=account.farmer, request=request, answer=stage.says("touch"), at=at)
        if account.service_level.code == "B" and stage.happens(0.006):
            set_service_level(actor=fern, account=account, level=levels[stage.dice.choice("AC")], at=at)


def collect_payments(stage: Stage, at: datetime) -> None:
    """Clients pay within three weeks, some in two parts; one in twenty-five gets money back."""
    finn = stage.person("finn")
    unpaid = sales_visible_to(finn).filter(payments__isnull=True, sold_at__lte=at - timedelta(days=4))
    for sale in unpaid.order_by("id"):
        if not stage.happens(0.15):
            continue
        parts = [sale.amount] if stage.happens(0.8) else _halves(sale.amount)
        for n, part in enumerate(parts):
            record_payment(
                actor=finn, sale=sale, amount=part, currency=sale.currency, paid_at=at,
                external_id=f"BANK-{sale.number}-{n + 1}", at=at,
            )  # fmt: skip
    refundable = payments_visible_to(finn).filter(
        refund_of__isnull=True,
        refunds__isnull=True,
        paid_at__range=(at - timedelta(days=9), at - timedelta(days=8)),
    )
    for payment in refundable.order_by("id"):
        if stage.happens(0.05):
            refund_payment(
                actor=finn, payment=payment, amount=to_cents(payment.amount / stage.dice.choice([1, 2, 4])),
                refunded_at=at, external_id=f"REF-{payment.external_id}", at=at,
            )  # fmt: skip


def _halves(amount: Decimal) -> list[Decimal]:
    half = to_cents(amount / 2)
    return [half, amount - half]
