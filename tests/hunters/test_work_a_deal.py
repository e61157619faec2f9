"""What is done with an open deal before it is won: opened, moved, planned, contacted, lost."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from hunters.actions import log_contact, lose_deal, move_deal, open_deal, plan_next_step
from hunters.models import Deal
from hunters.queries import board, deals_visible_to, rotting_deals
from hunters.refusals import (
    AmountNegative,
    DealClosed,
    InOtherHands,
    NotAProspect,
    ReasonMissing,
    StepInThePast,
    StepMissing,
    UnknownStage,
)
from salesorg.clients.models import Activity, Company
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import User
from tests import factories
from tests.hunters.steps import book, nothing_changes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 20)


def test_a_deal_is_opened_with_ones_own_prospect(deal: Deal, hal: User, at: datetime) -> None:
    opened = open_deal(
        actor=hal, company=deal.company, next_step="Call", next_step_on=FRIDAY, amount=Decimal(7), at=at + DAY
    )
    assert (opened.hunter, opened.stage.code, opened.cross_sell) == (hal, "qualified", False)
    assert Activity.objects.filter(verb="deal_opened").count() == 1


def test_a_deal_is_not_opened_with_what_is_not_ones_own(
    deal: Deal, hal: User, hugo: User, cara: User, hera: User, at: datetime
) -> None:
    lead = factories.company()
    attempts: list[tuple[User, Company, User | None, type[ActionRefused]]] = [
        (hugo, deal.company, None, InOtherHands), (hal, lead, None, NotAProspect), (cara, lead, None, NotYours),
        (hal, deal.company, hugo, NotYours), (hera, deal.company, hugo, InOtherHands),
    ]  # fmt: skip
    for actor, company, hunter, refusal in attempts:
        with nothing_changes(), pytest.raises(refusal):
            open_deal(
                actor=actor,
                company=company,
                hunter=hunter,
                next_step="Call",
                next_step_on=FRIDAY,
                at=at + DAY,
            )
    assert (
        open_deal(actor=hera, company=deal.company, next_step="Call", next_step_on=FRIDAY, at=at + DAY).hunter
        == hal
    )


def test_a_deal_without_a_dated_next_step_is_refused(deal: Deal, hal: User, at: datetime) -> None:
    steps: list[tuple[str, date | None, type[ActionRefused]]] = [
        (" ", FRIDAY, StepMissing), ("Call", None, StepMissing), ("Call", date(2026, 11, 1), StepInThePast),
    ]  # fmt: skip
    for step, on, refusal in steps:
        with nothing_changes(), pytest.raises(refusal):
            open_deal(actor=hal, company=deal.company, next_step=step, next_step_on=on, at=at + DAY)
        with nothing_changes(), pytest.raises(refusal):
            plan_next_step(actor=hal, deal=deal, next_step=step, next_step_on=on, at=at + DAY)


def test_a_deal_moves_by_the_code_of_its_stage(deal: Deal, hal: User, at: datetime) -> None:
    contacted = deal.last_contact_at
    moved = move_deal(actor=hal, deal=deal, stage="negotiation", at=at + DAY)
    moved.refresh_from_db()
    assert (moved.stage.code, moved.last_contact_at) == ("negotiation", contacted)
    assert Activity.objects.get(verb="deal_moved").data == {
        "deal": deal.pk,
        "was": "qualified",
        "stage": "negotiation",
    }


def test_a_card_is_put_between_others(deal: Deal, hal: User, at: datetime) -> None:
    others = [
        open_deal(
            actor=hal, company=deal.company, next_step="Call", next_step_on=FRIDAY + n * DAY, at=at + DAY
        )
        for n in range(3)
    ]
    move_deal(actor=hal, deal=others[2], stage="qualified", position=1, at=at + DAY)
    move_deal(actor=hal, deal=others[1], stage="qualified", position=99, at=at + DAY)
    cards = board(deals_visible_to(hal), at)[0].cards
    assert [card.pk for card in cards] == [deal.pk, others[2].pk, others[0].pk, others[1].pk]


def test_a_deal_is_moved_neither_to_nowhere_nor_by_strangers(
    deal: Deal, hal: User, hugo: User, sue: User, at: datetime
) -> None:
    with nothing_changes(), pytest.raises(UnknownStage):
        move_deal(actor=hal, deal=deal, stage="won", at=at + DAY)
    for stranger in (hugo, sue):
        with nothing_changes(), pytest.raises(NotYours):
            move_deal(actor=stranger, deal=deal, stage="agreed", at=at + DAY)


def test_a_next_step_is_planned_and_the_estimate_renewed(deal: Deal, hal: User, at: datetime) -> None:
    planned = plan_next_step(
        actor=hal, deal=deal, next_step=" Visit ", next_step_on=FRIDAY, amount=Decimal(9), at=at + DAY
    )
    planned.refresh_from_db()
    assert (planned.next_step, planned.next_step_on, planned.amount) == ("Visit", FRIDAY, 9)
    with nothing_changes(), pytest.raises(AmountNegative):
        plan_next_step(
            actor=hal, deal=deal, next_step="Visit", next_step_on=FRIDAY, amount=Decimal(-9), at=at + DAY
        )


def test_only_a_real_contact_keeps_a_deal_from_rotting(deal: Deal, hal: User, at: datetime) -> None:
    late = deal.last_contact_at + 10 * DAY
    assert not rotting_deals(hal, late).exists()
    assert list(rotting_deals(hal, late + timedelta(seconds=1))) == [deal]
    log_contact(actor=hal, deal=deal, note="Spoke about terms", at=late)
    assert not rotting_deals(hal, late + DAY).exists()
    with nothing_changes(), pytest.raises(ReasonMissing):
        log_contact(actor=hal, deal=deal, note=" ", at=late)


def test_a_lost_deal_has_a_reason_and_the_prospect_stays(deal: Deal, hal: User, at: datetime) -> None:
    with nothing_changes(), pytest.raises(ReasonMissing):
        lose_deal(actor=hal, deal=deal, reason="  ", at=at + DAY)
    lost = lose_deal(actor=hal, deal=deal, reason="Too dear", at=at + DAY)
    owner = current_owner(deal.company)
    assert owner is not None
    assert (lost.state, lost.lost_reason, owner.owner) == ("lost", "Too dear", hal)


def test_a_closed_deal_is_closed(deal: Deal, hal: User, at: datetime) -> None:
    lose_deal(actor=hal, deal=deal, reason="Too dear", at=at + DAY)
    later = at + 2 * DAY
    with nothing_changes():
        with pytest.raises(DealClosed):
            move_deal(actor=hal, deal=deal, stage="agreed", at=later)
        with pytest.raises(DealClosed):
            lose_deal(actor=hal, deal=deal, reason="Again", at=later)
        with pytest.raises(DealClosed):
            plan_next_step(actor=hal, deal=deal, next_step="Call", next_step_on=FRIDAY, at=later)
        with pytest.raises(DealClosed):
            log_contact(actor=hal, deal=deal, note="Hello", at=later)


def test_the_board_counts_all_and_shows_the_first(
    deal: Deal, hal: User, hugo: User, cara: User, at: datetime
) -> None:
    book(cara, factories.company(), hugo, at + DAY, at=at)
    Deal.objects.bulk_create(
        Deal(company=deal.company, hunter=hal, amount=Decimal(10), stage=deal.stage, next_step="Call", next_step_on=FRIDAY,
             opened_at=at, last_contact_at=at)
        for _ in range(60)
    )  # fmt: skip
    first = board(deals_visible_to(hal), at)[0]
    assert (first.count, len(first.cards), first.hidden, first.total) == (61, 50, 11, 600)
    assert [column.count for column in board(deals_visible_to(hugo), at)] == [0, 0, 0, 0]
