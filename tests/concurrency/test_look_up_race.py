"""A lead that calls us while the queue, or a colleague, takes it: one gets it, the other is told."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from callcenter import actions
from callcenter.look_up import Found, LookUp
from callcenter.models import Break, Claim, Lead
from callcenter.queue_bound import forget
from callcenter.refusals import ClaimHeld
from salesorg.clients.actions.reveal_contacts import QuotaSpent
from salesorg.clients.models import Reveal
from salesorg.people.models import Organisation, User
from tests.concurrency.rivals import at_once
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "+12125550199"
ROUNDS = 12


@pytest.fixture(autouse=True)
def _from_the_beginning() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def one(org: object) -> Lead:
    return lead(call_list(), company=company(phone=NUMBER))


def found(answers: list[object]) -> list[str]:
    return sorted(one.found if isinstance(one, LookUp) else type(one).__name__ for one in answers)


def test_the_queue_and_a_look_up_give_one_lead_once(one: Lead, cara: User, cody: User, at: datetime) -> None:
    for _ in range(6):
        looked, queued = at_once(
            lambda: actions.take_by_number(actor=cara, number=NUMBER, at=at),
            lambda: actions.take_next_lead(actor=cody, at=at),
            alone=True,
        )
        held = Claim.objects.get(ended_at__isnull=True)
        assert isinstance(looked, LookUp), looked
        if looked.found == Found.TAKEN:
            assert (held.manager, queued) == (cara, None)
        else:
            assert (looked.found, looked.person, held.manager) == (Found.IN_HAND, cody, cody)
        actions.release_claim(actor=held.manager, claim=held, at=at)
        forget()


def test_two_look_ups_give_one_lead_once(one: Lead, cara: User, cody: User, at: datetime) -> None:
    answers = at_once(
        lambda: actions.take_by_number(actor=cara, number=NUMBER, at=at),
        lambda: actions.take_by_number(actor=cody, number=NUMBER, at=at),
        alone=True,
    )
    assert found(answers) == [Found.IN_HAND, Found.TAKEN]
    assert Claim.objects.count() == 1


def test_two_tabs_of_one_person_hold_one_lead(one: Lead, cara: User, at: datetime) -> None:
    lead(one.call_list)
    answers = at_once(
        lambda: actions.take_by_number(actor=cara, number=NUMBER, at=at),
        lambda: actions.take_next_lead(actor=cara, at=at),
        alone=True,
    )
    assert Claim.objects.count() == 1
    assert sum(isinstance(one, ClaimHeld) for one in answers) == 1, answers


def test_the_last_look_of_the_day_is_had_once(one: Lead, org: Organisation, cara: User, at: datetime) -> None:
    org.reveals_per_day = 1
    org.save()
    answers = at_once(
        *[lambda: actions.take_by_number(actor=cara, number="212 555 0000", at=at)] * 2, alone=True
    )
    assert sum(isinstance(one, QuotaSpent) for one in answers) == 1, answers
    assert Reveal.objects.count() == 1


def test_two_clicks_begin_one_break(org: object, cara: User, at: datetime) -> None:
    answers = at_once(*[lambda: actions.start_break(actor=cara, reason="rest", at=at)] * 2, alone=True)
    assert sorted(type(one).__name__ for one in answers) == ["AlreadyOnBreak", "Break"]


def test_a_break_and_next_in_two_tabs_one_of_them_wins(one: Lead, cara: User, at: datetime) -> None:
    """Red without the trigger `claim_not_on_a_break` or `break_not_with_a_lead`: on a break with a lead in hand."""
    for _ in range(ROUNDS):
        answers = at_once(
            lambda: actions.start_break(actor=cara, reason="rest", at=at),
            lambda: actions.take_next_lead(actor=cara, at=at),
            alone=True,
        )
        resting = Break.objects.filter(ended_at__isnull=True).exists()
        held = Claim.objects.filter(ended_at__isnull=True).first()
        assert resting != bool(held), answers
        assert sorted(type(one).__name__ for one in answers) in (
            ["Break", "OnBreak"],
            ["Claim", "ClaimHeld"],
        ), answers
        if held:
            actions.release_claim(actor=cara, claim=held, at=at)
        else:
            actions.end_break(actor=cara, at=at)
        forget()


def test_a_break_and_a_look_up_in_two_tabs_one_of_them_wins(one: Lead, cara: User, at: datetime) -> None:
    for _ in range(ROUNDS):
        answers = at_once(
            lambda: actions.start_break(actor=cara, reason="rest", at=at),
            lambda: actions.take_by_number(actor=cara, number=NUMBER, at=at),
            alone=True,
        )
        held = Claim.objects.filter(ended_at__isnull=True).first()
        assert Break.objects.filter(ended_at__isnull=True).exists() != bool(held), answers
        assert sorted(type(one).__name__ for one in answers) in (
            ["Break", "OnBreak"],
            ["ClaimHeld", "LookUp"],
        ), answers
        if held:
            actions.release_claim(actor=cara, claim=held, at=at)
        else:
            actions.end_break(actor=cara, at=at)


def test_the_database_itself_refuses_both_at_once(one: Lead, cara: User, at: datetime) -> None:
    """Whatever is written around the actions, in either order."""
    resting = Break.objects.create(person=cara, reason="rest", started_at=at)
    lease = {"lead": one, "manager": cara, "started_at": at, "expires_at": at + timedelta(minutes=20)}
    with pytest.raises(IntegrityError, match="claim_not_on_a_break"):
        Claim.objects.create(**lease)
    resting.delete()
    Claim.objects.create(**lease)
    with pytest.raises(IntegrityError, match="break_not_with_a_lead"):
        Break.objects.create(person=cara, reason="rest", started_at=at)
