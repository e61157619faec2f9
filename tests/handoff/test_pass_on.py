"""Introduce, accept, return, assign, and the clock."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from farmers.queries import account_of
from handoff.actions import (
    HandedOver,
    accept_handoff,
    assign_handoff,
    escalate_late,
    introduce_farmer,
    prepare_handoff,
    return_handoff,
    return_handoffs_of,
)
from handoff.models import Handoff
from handoff.refusals import (
    AlreadyAccepted,
    ChecklistIncomplete,
    ClientMoved,
    NoFarmerYet,
    NotAFarmer,
    NotIntroduced,
    NotYourHandoff,
    ReasonMissing,
    SameFarmer,
)
from salesorg.clients.models import Activity, Ownership
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Notice, User
from tests.handoff.steps import DONE, accept, first_sale, introduce

pytestmark = pytest.mark.django_db


@pytest.fixture
def handoff(handed: HandedOver) -> Handoff:
    return handed.handoff


def fresh(handoff: Handoff) -> Handoff:
    return Handoff.objects.get(pk=handoff.pk)


def steps(handoff: Handoff) -> list[str]:
    return list(
        Activity.objects.filter(company=handoff.company).order_by("id").values_list("verb", flat=True)
    )


def test_introduced_and_accepted(handoff: Handoff, hal: User, fay: User, at: datetime) -> None:
    introduced = introduce(handoff, at)
    assert (introduced.state, introduced.introduced_at) == ("introduced", at)
    accepted = accept_handoff(actor=fay, handoff=handoff, at=at + timedelta(hours=1))
    assert (accepted.state, accepted.accepted_at) == ("accepted", at + timedelta(hours=1))
    assert steps(handoff)[-2:] == ["farmer_introduced", "handoff_accepted"]
    assert Notice.objects.filter(person=hal, kind="handoff_accepted").count() == 1


@pytest.mark.parametrize(
    "missing",
    [{"brief": " "}, {"introduction_arranged": False}, {"how": ""}, {"contacts_given": False}],
    ids=lambda one: next(iter(one)),
)
def test_the_introduction_must_be_complete(
    handoff: Handoff, hal: User, at: datetime, missing: dict[str, object]
) -> None:
    with pytest.raises(ChecklistIncomplete) as refusal:
        introduce_farmer(actor=hal, handoff=handoff, checklist=replace(DONE, **missing), at=at)
    assert refusal.value.extra["missing"] == list(missing)
    assert fresh(handoff).state == "offered"


def test_it_can_be_prepared_bit_by_bit(handoff: Handoff, hal: User, at: datetime) -> None:
    prepare_handoff(actor=hal, handoff=handoff, checklist=replace(DONE, how=""), at=at)
    found = fresh(handoff)
    assert (found.state, found.brief, found.introduction_arranged) == ("offered", "Two lines.", True)
    introduce(found, at)
    with pytest.raises(ChecklistIncomplete):
        prepare_handoff(actor=hal, handoff=handoff, checklist=replace(DONE, how=""), at=at)


def test_only_its_hunter_introduces(
    handoff: Handoff, hugo: User, fay: User, hera: User, at: datetime
) -> None:
    for other in (hugo, fay):
        with pytest.raises(NotYours):
            introduce_farmer(actor=other, handoff=handoff, checklist=DONE, at=at)
    assert fresh(handoff).state == "offered"
    assert introduce_farmer(actor=hera, handoff=handoff, checklist=DONE, at=at).state == "introduced"


def test_accepting_needs_the_introduction_and_the_right_farmer(
    handoff: Handoff, fay: User, flo: User, at: datetime
) -> None:
    with pytest.raises(NotIntroduced):
        accept_handoff(actor=fay, handoff=handoff, at=at)
    introduce(handoff, at)
    with pytest.raises(NotYourHandoff):
        accept_handoff(actor=flo, handoff=handoff, at=at)
    assert fresh(handoff).accepted_at is None


def test_accepted_once_and_for_all(
    handoff: Handoff, hal: User, fay: User, flo: User, fern: User, at: datetime
) -> None:
    accept(handoff, at)
    refused = [
        lambda: accept_handoff(actor=fay, handoff=handoff, at=at),
        lambda: return_handoff(actor=fay, handoff=handoff, reason="x", at=at),
        lambda: assign_handoff(actor=fern, handoff=handoff, farmer=flo, at=at),
        lambda: introduce_farmer(actor=hal, handoff=handoff, checklist=DONE, at=at),
    ]
    before = steps(handoff)
    for again in refused:
        with pytest.raises(AlreadyAccepted):
            again()
    assert steps(handoff) == before


def test_a_client_moved_meanwhile_is_not_accepted(
    handoff: Handoff, fay: User, flo: User, fern: User, at: datetime
) -> None:
    from farmers.actions import move_account

    introduce(handoff, at)
    move_account(actor=fern, company=handoff.company, farmer=flo, at=at + timedelta(hours=1), reason="x")
    with pytest.raises(ClientMoved):
        accept_handoff(actor=fay, handoff=handoff, at=at + timedelta(hours=2))


def test_returned_it_stands_in_the_heads_queue(
    handoff: Handoff, fay: User, fern: User, hal: User, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    returned = return_handoff(actor=fay, handoff=handoff, reason=" Not my trade ", at=later)
    assert (returned.state, returned.farmer, returned.return_reason) == ("returned", None, "Not my trade")
    account = account_of(handoff.company)
    assert account is not None
    assert account.farmer == fern
    assert Ownership.objects.current().get(company=handoff.company).owner == fern
    assert set(Notice.objects.filter(kind="handoff_returned").values_list("person", flat=True)) == {
        fern.pk,
        hal.pk,
    }
    with pytest.raises(NoFarmerYet):
        introduce(handoff, later)


def test_returning_needs_a_reason_and_the_farmer(
    handoff: Handoff, fay: User, flo: User, at: datetime
) -> None:
    with pytest.raises(ReasonMissing):
        return_handoff(actor=fay, handoff=handoff, reason="  ", at=at)
    with pytest.raises(NotYourHandoff):
        return_handoff(actor=flo, handoff=handoff, reason="x", at=at)
    assert fresh(handoff).state == "offered"


def test_assigned_anew_the_clock_starts_anew(
    handoff: Handoff, fay: User, flo: User, fern: User, at: datetime
) -> None:
    introduce(handoff, at)
    day_later = at + timedelta(days=1)
    assigned = assign_handoff(actor=fern, handoff=handoff, farmer=flo, reason="Knows them", at=day_later)
    assert (assigned.state, assigned.farmer, assigned.introduced_at, assigned.introduced_how) == (
        "offered",
        flo,
        None,
        "",
    )
    assert assigned.brief == "Two lines."
    assert assigned.due_at == handoff.due_at + timedelta(days=1)
    account = account_of(handoff.company)
    assert account is not None
    assert account.farmer == flo
    assert accept(assigned, day_later).farmer == flo


@pytest.fixture
def flo_has_more_room(fay: User, flo: User) -> None:
    User.objects.filter(pk=fay.pk).update(capacity=10)
    User.objects.filter(pk=flo.pk).update(capacity=100)


def test_to_the_one_who_returned_it_against_the_rule_only_with_a_reason(
    handoff: Handoff, fay: User, flo: User, fern: User, at: datetime, flo_has_more_room: None
) -> None:
    later = at + timedelta(hours=1)
    returned = return_handoff(actor=fay, handoff=handoff, reason="Not my trade", at=later)
    with pytest.raises(ReasonMissing):
        assign_handoff(actor=fern, handoff=returned, farmer=fay, reason=" ", at=later)
    assert (fresh(handoff).state, fresh(handoff).farmer) == ("returned", None)
    assert assign_handoff(actor=fern, handoff=returned, farmer=flo, at=later).farmer == flo


def test_to_a_full_farmer_only_with_a_reason(
    handoff: Handoff, hal: User, fay: User, flo: User, fern: User, at: datetime, flo_has_more_room: None
) -> None:
    """Flo got another client and is full by it; the rule would choose Fay, although she returned it."""
    assert first_sale(hal, at).handoff.farmer == flo
    User.objects.filter(pk=flo.pk).update(capacity=1)
    later = at + timedelta(hours=1)
    returned = return_handoff(actor=fay, handoff=handoff, reason="Not my trade", at=later)
    with pytest.raises(ReasonMissing):
        assign_handoff(actor=fern, handoff=returned, farmer=flo, at=later)
    assert fresh(handoff).state == "returned"
    given = assign_handoff(actor=fern, handoff=returned, farmer=flo, reason="Her trade", at=later)
    assert (given.farmer, given.choice["given"]["reason"]) == (flo, "Her trade")
    again = return_handoff(actor=flo, handoff=handoff, reason="Too many", at=later + timedelta(hours=1))
    assert assign_handoff(actor=fern, handoff=again, farmer=fay, at=later + timedelta(hours=2)).farmer == fay


def test_the_head_takes_it_herself_without_a_reason(
    handoff: Handoff, fay: User, fern: User, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    returned = return_handoff(actor=fay, handoff=handoff, reason="Not my trade", at=later)
    assert assign_handoff(actor=fern, handoff=returned, farmer=fern, at=later).farmer == fern


@pytest.mark.parametrize(("who", "whom", "refusal"), [
    ("fay", "flo", NotYours), ("hal", "flo", NotYours), ("fern", "hal", NotAFarmer), ("fern", "fay", SameFarmer),
])  # fmt: skip
def test_only_the_head_assigns_and_only_to_farmers(
    handoff: Handoff, fay: User, flo: User, fern: User, hal: User, at: datetime, who: str, whom: str,
    refusal: type[ActionRefused],
) -> None:  # fmt: skip
    people = {one.username: one for one in (fay, flo, fern, hal)}
    before = steps(handoff)
    with pytest.raises(refusal):
        assign_handoff(actor=people[who], handoff=handoff, farmer=people[whom], at=at)
    assert (fresh(handoff).farmer, steps(handoff)) == (fay, before)


def test_late_ones_are_told_once(handoff: Handoff, fern: User, hera: User, flo: User, at: datetime) -> None:
    assert escalate_late(at=handoff.due_at) == 0
    late = handoff.due_at + timedelta(minutes=1)
    assert [escalate_late(at=late), escalate_late(at=late)] == [1, 0]
    told = Notice.objects.filter(kind="handoff_late")
    assert set(told.values_list("person", flat=True)) == {fern.pk, hera.pk}
    assign_handoff(actor=fern, handoff=handoff, farmer=flo, reason="Fay is ill", at=late)
    assert escalate_late(at=late + timedelta(days=30)) == 1
    assert told.count() == 4


def test_an_accepted_one_is_never_late(handoff: Handoff, at: datetime) -> None:
    accept(handoff, at)
    assert escalate_late(at=at + timedelta(days=90)) == 0


def test_who_leaves_returns_what_was_not_accepted(
    handoff: Handoff, fay: User, fern: User, root: User, at: datetime
) -> None:
    assert return_handoffs_of(actor=root, person=fay, at=at) == 1
    assert (fresh(handoff).state, return_handoffs_of(actor=root, person=fay, at=at)) == ("returned", 0)


def test_dismissed_the_client_is_nobodys_secret(
    handoff: Handoff, fay: User, fern: User, root: User, at: datetime
) -> None:
    """A dismissal puts an offered handoff into the head's queue, and the account stays with the head."""
    from salesorg.dashboards.actions import let_person_go

    let_person_go(actor=root, person=fay, at=at + timedelta(hours=1))
    account = account_of(handoff.company)
    assert account is not None
    assert (fresh(handoff).state, account.farmer) == ("returned", fern)
