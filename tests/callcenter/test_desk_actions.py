"""Breaks, the talk's two moments, promised callbacks: it happens, it is refused and nothing changed, it happens once."""

from datetime import datetime, timedelta

import pytest

from callcenter import actions
from callcenter.actions.start_break import AlreadyOnBreak, UnknownReason
from callcenter.models import Break, Call, CallList, Claim, Lead
from callcenter.refusals import (
    AnswerNeeded,
    CallbackNotYours,
    CallbacksFull,
    ClaimEnded,
    ClaimExpired,
    ClaimHeld,
    ClaimNotYours,
    NoBreak,
    OnBreak,
)
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    lead(hospitals)
    taken = actions.take_next_lead(actor=cara, at=at)
    assert taken
    return taken


def promised(of: CallList, owner: User, due_at: datetime) -> Lead:
    return lead(of, state="callback", callback_owner=owner, due_at=due_at)


def test_a_break_stops_the_queue_until_it_ends(cara: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    actions.start_break(actor=cara, reason="lunch", at=at)
    with pytest.raises(OnBreak):
        actions.take_next_lead(actor=cara, at=at + MINUTE)
    assert not Claim.objects.exists()
    ended = actions.end_break(actor=cara, at=at + 30 * MINUTE)
    assert (ended.reason, ended.seconds) == ("lunch", 1800)
    assert actions.take_next_lead(actor=cara, at=at + 31 * MINUTE)


def test_a_colleagues_break_stops_only_the_colleague(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals)
    actions.start_break(actor=cody, reason="rest", at=at)
    assert actions.take_next_lead(actor=cara, at=at)


def test_no_break_with_a_lead_in_hand(cara: User, claim: Claim, at: datetime) -> None:
    with pytest.raises(ClaimHeld):
        actions.start_break(actor=cara, reason="rest", at=at)
    assert not Break.objects.exists()
    # A lease that ran out holds nobody: the lead goes back.
    actions.start_break(actor=cara, reason="rest", at=at + 21 * MINUTE)
    assert Lead.objects.get().state == "waiting"


def test_a_break_is_refused_and_nothing_changed(cara: User, adam: User, at: datetime) -> None:
    for actor, reason, refusal in ((adam, "rest", NotYours), (cara, "shopping", UnknownReason)):
        with pytest.raises(refusal):
            actions.start_break(actor=actor, reason=reason, at=at)
    with pytest.raises(NoBreak):
        actions.end_break(actor=cara, at=at)
    assert not Break.objects.exists()


def test_one_open_break_each_and_ended_once(cara: User, at: datetime) -> None:
    actions.start_break(actor=cara, reason="rest", at=at)
    with pytest.raises(AlreadyOnBreak):
        actions.start_break(actor=cara, reason="lunch", at=at)
    assert Break.objects.get().reason == "rest"
    actions.end_break(actor=cara, at=at + MINUTE)
    with pytest.raises(NoBreak):
        actions.end_break(actor=cara, at=at + HOUR)
    assert Break.objects.get().ended_at == at + MINUTE


def test_who_leaves_has_no_open_break(cara: User, at: datetime) -> None:
    actions.start_break(actor=cara, reason="rest", at=at)
    actions.release_claims_of(actor=None, person=cara, at=at + HOUR)
    assert Break.objects.get().ended_at == at + HOUR


def test_talk_and_wrap_up_are_told_by_two_moments(cara: User, claim: Claim, at: datetime) -> None:
    actions.mark_answered(actor=cara, claim=claim, at=at + 10 * timedelta(seconds=1))
    actions.mark_hung_up(actor=cara, claim=claim, at=at + 3 * MINUTE)
    # Told again, by the other tab or the exchange, it stays.
    assert actions.mark_answered(actor=cara, claim=claim, at=at + 4 * MINUTE) == at + timedelta(seconds=10)
    assert actions.mark_hung_up(actor=cara, claim=claim, at=at + 4 * MINUTE) == at + 3 * MINUTE
    actions.log_call(actor=cara, claim=claim, disposition="not_a_fit", note="", at=at + 5 * MINUTE)
    call = Call.objects.get()
    assert (call.talk_seconds, call.wrap_up_seconds) == (170, 120)


@pytest.mark.parametrize("mark", [actions.mark_answered, actions.mark_hung_up])
def test_the_moments_are_of_the_lead_in_hand_only(
    mark: object, cara: User, cody: User, claim: Claim, at: datetime
) -> None:
    with pytest.raises(ClaimNotYours):
        mark(actor=cody, claim=claim, at=at)  # type: ignore[operator]
    with pytest.raises(ClaimExpired):
        mark(actor=cara, claim=claim, at=at + 20 * MINUTE)  # type: ignore[operator]
    assert Claim.objects.filter(answered_at=None, hung_up_at=None).exists()
    actions.release_claim(actor=cara, claim=claim, at=at)
    with pytest.raises(ClaimEnded):
        mark(actor=cara, claim=claim, at=at)  # type: ignore[operator]


def test_only_so_many_callbacks_may_be_open(
    cara: User, cody: User, claim: Claim, org: Organisation, hospitals: CallList, at: datetime
) -> None:
    org.callbacks_open_max = 2
    org.save()
    for owner in (cara, cara, cody):
        promised(hospitals, owner, at + DAY)
    asked = {"actor": cara, "claim": claim, "note": "", "at": at, "disposition": "callback"}
    with pytest.raises(CallbacksFull) as full:
        actions.log_call(**asked, callback_at=at + DAY)
    assert "2 callbacks" in str(full.value)
    assert not Call.objects.exists()
    assert Lead.objects.get(pk=claim.lead_id).state == "claimed"
    Lead.objects.filter(callback_owner=cara).first().delete()  # type: ignore[union-attr]
    actions.log_call(**asked, callback_at=at + DAY)
    assert Lead.objects.get(pk=claim.lead_id).state == "callback"


def test_the_time_of_grace_is_a_setting(
    cara: User, cody: User, org: Organisation, hospitals: CallList, at: datetime
) -> None:
    org.callback_grace_minutes = 15
    org.save()
    mine = promised(hospitals, cara, at)
    assert actions.take_next_lead(actor=cody, at=at + 14 * MINUTE) is None
    taken = actions.take_next_lead(actor=cody, at=at + 15 * MINUTE)
    assert taken
    assert taken.lead_id == mine.pk


def test_a_callback_is_moved_with_its_reason(cara: User, hospitals: CallList, at: datetime) -> None:
    mine = promised(hospitals, cara, at + HOUR)
    actions.move_callback(actor=cara, lead=mine.pk, callback_at=at + DAY, reason=" They wrote ", at=at)
    mine.refresh_from_db()
    assert (mine.state, mine.callback_owner, mine.due_at) == ("callback", cara, at + DAY)
    told = Activity.objects.get()
    assert (told.verb, told.data["reason"]) == ("callback_moved", "They wrote")


def test_a_callback_given_up_is_anybodys_at_its_time(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    mine = promised(hospitals, cara, at + HOUR)
    lead(hospitals)
    actions.give_up_callback(actor=cara, lead=mine.pk, reason="Off tomorrow", at=at)
    with pytest.raises(CallbackNotYours):
        actions.give_up_callback(actor=cara, lead=mine.pk, reason="Off tomorrow", at=at)
    assert Activity.objects.get().verb == "callback_given_up"
    mine.refresh_from_db()
    assert (mine.state, mine.due_at, mine.urgent, mine.callback_owner) == ("waiting", at + HOUR, True, None)
    taken = actions.take_next_lead(actor=cody, at=at + HOUR)
    assert taken
    assert taken.lead_id == mine.pk


def test_a_given_up_callback_that_was_due_is_due_now(cara: User, hospitals: CallList, at: datetime) -> None:
    mine = promised(hospitals, cara, at - HOUR)
    assert actions.give_up_callback(actor=cara, lead=mine.pk, reason="Ill", at=at).due_at == at


@pytest.mark.parametrize(
    ("when", "reason", "field"),
    [(-MINUTE, "x", "callback_at"), (61 * DAY, "x", "callback_at"), (DAY, "  ", "reason")],
)
def test_an_impossible_move_changes_nothing(
    cara: User, hospitals: CallList, at: datetime, when: timedelta, reason: str, field: str
) -> None:
    mine = promised(hospitals, cara, at + HOUR)
    with pytest.raises(AnswerNeeded) as refused:
        actions.move_callback(actor=cara, lead=mine.pk, callback_at=at + when, reason=reason, at=at)
    assert refused.value.field == field
    mine.refresh_from_db()
    assert mine.due_at == at + HOUR
    assert not Activity.objects.exists()


def test_a_foreign_callback_is_not_there(cara: User, cody: User, hospitals: CallList, at: datetime) -> None:
    theirs = promised(hospitals, cody, at + HOUR)
    with pytest.raises(CallbackNotYours):
        actions.move_callback(actor=cara, lead=theirs.pk, callback_at=at + DAY, reason="x", at=at)
    with pytest.raises(CallbackNotYours):
        actions.give_up_callback(actor=cara, lead=theirs.pk, reason="x", at=at)
    with pytest.raises(AnswerNeeded):
        actions.give_up_callback(actor=cody, lead=theirs.pk, reason=" ", at=at)
    theirs.refresh_from_db()
    assert (theirs.state, theirs.due_at) == ("callback", at + HOUR)
