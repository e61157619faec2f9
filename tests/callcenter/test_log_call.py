from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from callcenter.actions import log_call, sweep_claims, take_next_lead
from callcenter.booking import MeetingWish
from callcenter.models import Call, CallList, Claim, Lead, Script, ScriptVersion
from callcenter.refusals import AnswerNeeded, ClaimEnded, ClaimExpired, ClaimNotYours, UnknownDisposition
from hunters.refusals import SlotTaken
from salesorg.clients.models import Activity, ContactPoint, DoNotCall
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
Take = Callable[[User], Claim]


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    lead(hospitals)
    taken = take_next_lead(actor=cara, at=at)
    assert taken is not None
    return taken


def state_of(claim: Claim) -> Lead:
    return Lead.objects.get(pk=claim.lead_id)


def nothing_changed(claim: Claim) -> bool:
    same = Claim.objects.get(pk=claim.pk).ended_at is None and state_of(claim).state == "claimed"
    return (
        same
        and not Call.objects.exists()
        and not Activity.objects.exists()
        and not DoNotCall.objects.exists()
    )


def test_no_answer_is_tried_again_in_another_part_of_the_day(cara: User, claim: Claim, at: datetime) -> None:
    call = log_call(actor=cara, claim=claim, disposition="no_answer", note="rang long", at=at + MINUTE)
    left = state_of(claim)
    assert (left.state, left.attempts, left.tried_parts) == ("waiting", 1, [0])
    assert left.due_at == at + MINUTE + 4 * HOUR == call.lead.due_at  # 14:01 in New York, the second third
    stored = Call.objects.get()
    assert (stored.seconds, stored.reached, stored.note, stored.manager) == (60, False, "rang long", cara)
    ended = Claim.objects.get()
    assert (ended.ending, ended.ended_at) == ("disposed", at + MINUTE)
    told = Activity.objects.get()
    assert (told.verb, told.actor, told.data) == (
        "call_logged", cara, {"call": call.pk, "disposition": "no_answer", "note": "rang long"},
    )  # fmt: skip


def test_the_last_attempt_closes_the_lead(cara: User, claim: Claim, at: datetime) -> None:
    Lead.objects.update(attempts=5)
    log_call(actor=cara, claim=claim, disposition="busy", note="", at=at)
    assert (state_of(claim).state, state_of(claim).closed_reason) == ("closed", "max_attempts")


def test_a_callback_belongs_to_who_promised_it(cara: User, claim: Claim, at: datetime) -> None:
    log_call(actor=cara, claim=claim, disposition="callback", note="", at=at, callback_at=at + 3 * HOUR)
    left = state_of(claim)
    assert (left.state, left.callback_owner, left.due_at, left.attempts) == (
        "callback",
        cara,
        at + 3 * HOUR,
        0,
    )


@pytest.mark.parametrize("when", [None, timedelta(0), timedelta(days=61)])
def test_a_callback_needs_a_time_within_reach(
    cara: User, claim: Claim, at: datetime, when: timedelta | None
) -> None:
    with pytest.raises(AnswerNeeded) as refusal:
        log_call(
            actor=cara,
            claim=claim,
            disposition="callback",
            note="",
            at=at,
            callback_at=None if when is None else at + when,
        )
    assert refusal.value.field == "callback_at"
    assert nothing_changed(claim)


def test_not_interested_needs_a_reason(cara: User, claim: Claim, at: datetime) -> None:
    with pytest.raises(AnswerNeeded):
        log_call(actor=cara, claim=claim, disposition="not_interested", note="", at=at, reason=" ")
    assert nothing_changed(claim)
    log_call(actor=cara, claim=claim, disposition="not_interested", note="", at=at, reason="no_need")
    assert (state_of(claim).state, state_of(claim).closed_reason) == ("closed", "not_interested")


def test_the_last_wrong_number_closes_the_lead(cara: User, claim: Claim, at: datetime) -> None:
    log_call(actor=cara, claim=claim, disposition="wrong_number", note="", at=at)
    assert state_of(claim).closed_reason == "wrong_number"
    assert ContactPoint.objects.get().is_wrong


def test_after_a_wrong_number_the_next_one_is_due(cara: User, claim: Claim, at: datetime) -> None:
    other = ContactPoint.objects.create(company=claim.lead.company, kind="phone", value="+12125559999")
    log_call(actor=cara, claim=claim, disposition="wrong_number", note="", at=at, phone=other.pk)
    left = state_of(claim)
    assert (left.state, left.due_at, left.attempts) == ("waiting", at, 0)
    assert [point.is_wrong for point in ContactPoint.objects.order_by("pk")] == [False, True]


def test_do_not_call_forbids_every_number_and_closes(cara: User, claim: Claim, at: datetime) -> None:
    ContactPoint.objects.create(company=claim.lead.company, kind="phone", value="+12125559999")
    log_call(actor=cara, claim=claim, disposition="do_not_call", note="", at=at)
    assert state_of(claim).closed_reason == "do_not_call"
    assert DoNotCall.objects.count() == 2


def test_a_booked_meeting_hands_the_company_on(cara: User, hal: User, claim: Claim, at: datetime) -> None:
    wish = MeetingWish(starts_at=at + 24 * HOUR, minutes=60, place="Their office", contact="Ann Lee")
    said = [{"step": "who", "answer": 1}]
    _script(claim, at)
    call = log_call(
        actor=cara,
        claim=claim,
        disposition="meeting_booked",
        note="Wants a demo",
        at=at,
        meeting=wish,
        answers=said,
    )
    left = state_of(claim)
    assert left.state == "booked"
    assert left.meeting is not None
    assert left.meeting.hunter == hal
    assert left.meeting.brief == "Wants a demo\nWho decides? - The director"
    assert Call.objects.get(pk=call.pk).meeting == left.meeting
    assert Lead.objects.get().company.status == "prospect"


def _script(claim: Claim, at: datetime) -> None:
    answers = [{"text": "I do", "next": ""}, {"text": "The director", "next": ""}]
    steps = {
        "start": "who",
        "steps": {"who": {"title": "Who decides?", "text": "", "answers": answers}},
        "objections": [],
    }
    version = ScriptVersion.objects.create(
        script=Script.objects.create(name="S"), number=1, steps=steps, created_at=at
    )
    Claim.objects.filter(pk=claim.pk).update(script_version=version)


def test_a_taken_slot_refuses_the_whole_call(
    cara: User, cody: User, hal: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals), lead(hospitals)
    mine, rivals = take_next_lead(actor=cara, at=at), take_next_lead(actor=cody, at=at)
    assert mine
    assert rivals
    wish = MeetingWish(starts_at=at + 24 * HOUR, hunter=hal, place="Here")
    log_call(actor=cody, claim=rivals, disposition="meeting_booked", note="", at=at, meeting=wish)
    with pytest.raises(SlotTaken):
        log_call(actor=cara, claim=mine, disposition="meeting_booked", note="", at=at, meeting=wish)
    assert state_of(mine).state == "claimed"
    assert Call.objects.count() == 1


def test_a_meeting_needs_a_time(cara: User, claim: Claim, at: datetime) -> None:
    with pytest.raises(AnswerNeeded):
        log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at)
    assert nothing_changed(claim)


def test_a_late_disposition_is_refused(cara: User, claim: Claim, at: datetime) -> None:
    with pytest.raises(ClaimExpired):
        log_call(actor=cara, claim=claim, disposition="no_answer", note="", at=at + 20 * MINUTE)
    assert nothing_changed(claim)
    sweep_claims(at=at + 20 * MINUTE)
    with pytest.raises(ClaimExpired):
        log_call(actor=cara, claim=claim, disposition="no_answer", note="", at=at + 21 * MINUTE)
    assert state_of(claim).state == "waiting"
    assert not Call.objects.exists()


@pytest.mark.parametrize("missing", [False, True])
def test_a_foreign_claim_is_refused(cody: User, claim: Claim, at: datetime, missing: bool) -> None:
    with pytest.raises(ClaimNotYours):
        log_call(actor=cody, claim=999_999 if missing else claim, disposition="no_answer", note="", at=at)
    assert nothing_changed(claim)


def test_a_call_is_logged_once(cara: User, claim: Claim, at: datetime) -> None:
    log_call(actor=cara, claim=claim, disposition="no_answer", note="", at=at)
    with pytest.raises(ClaimEnded):
        log_call(actor=cara, claim=claim, disposition="busy", note="", at=at)
    assert Call.objects.count() == 1
    assert state_of(claim).attempts == 1


def test_an_unknown_result_is_refused(cara: User, claim: Claim, at: datetime) -> None:
    with pytest.raises(UnknownDisposition):
        log_call(actor=cara, claim=claim, disposition="maybe", note="", at=at)
    assert nothing_changed(claim)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("no_answer", "waiting"),
        ("busy", "waiting"),
        ("voicemail", "waiting"),
        ("gatekeeper", "waiting"),
        ("not_a_fit", "closed"),
    ],
)
def test_every_result_leaves_one_state(
    cara: User, claim: Claim, at: datetime, code: str, expected: str
) -> None:
    log_call(actor=cara, claim=claim, disposition=code, note="", at=at)
    assert state_of(claim).state == expected


def test_what_a_logged_call_costs(
    cara: User, claim: Claim, at: datetime, django_assert_num_queries: Callable[[int], object]
) -> None:
    with django_assert_num_queries(4):  # type: ignore[attr-defined]
        # lock and read, write; and the savepoint of the test's own transaction
        log_call(actor=cara, claim=claim, disposition="no_answer", note="", at=at)


def test_refusals_are_sentences() -> None:
    assert all(
        issubclass(kind, ActionRefused) and str(kind.text)
        for kind in (ClaimEnded, ClaimExpired, ClaimNotYours)
    )
