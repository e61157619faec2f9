"""Events of the telephone exchange become one call each, and time the talk of whoever has the company in hand."""

from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from callcenter.actions import attach_phone_calls, log_call, record_phone_event, sweep_claims, take_next_lead
from callcenter.models import Call, Claim, PhoneCall
from callcenter.phone_event import PhoneEvent, hash_of, line_of
from salesorg.clients.models import Activity
from salesorg.people.models import User
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
NUMBER = "+12125550142"


@pytest.fixture
def claim(cara: User, at: datetime) -> Claim:
    """The lead with NUMBER in hand of cara, who sits at extension 101."""
    cara.extension = "101"
    cara.save()
    lead(call_list(), company=company("Riverside", phone=NUMBER))
    found = take_next_lead(actor=cara, at=at)
    assert found is not None
    return found


def tell(kind: str, at: datetime, **more: Any) -> int | None:
    told = {"inbound": False, "phone": NUMBER, "extension": "101", "call_id": "c-1"} | more
    return record_phone_event(event=PhoneEvent(kind=kind, **told), at=at)


def timed(claim: Claim) -> tuple[datetime | None, datetime | None]:
    claim.refresh_from_db()
    return claim.answered_at, claim.hung_up_at


def logged(claim: Claim, at: datetime, **more: Any) -> Call:
    made = log_call(actor=claim.manager, claim=claim, disposition="gatekeeper", note="", at=at, **more)
    return Call.objects.get(pk=made.pk)


def test_a_call_from_ringing_to_its_end(claim: Claim, cara: User, at: datetime) -> None:
    before = Activity.objects.count()
    assert tell("ringing", at + 5 * SECOND, started_at=at + 4 * SECOND) == claim.pk
    assert timed(claim) == (None, None)
    assert tell("answered", at + 20 * SECOND) == claim.pk
    assert timed(claim) == (at + 20 * SECOND, None)
    tell("ended", at + 81 * SECOND, duration=60, recording_url="https://pbx.example/1.mp3")
    assert timed(claim) == (at + 20 * SECOND, at + 80 * SECOND), "the talk as it was counted"
    call = PhoneCall.objects.get()
    assert (call.claim, call.person, call.direction, call.duration) == (claim, cara, "outbound", 60)
    assert (call.started_at, call.answered_at, call.ended_at) == (
        at + 4 * SECOND, at + 20 * SECOND, at + 80 * SECOND,
    )  # fmt: skip
    assert (call.phone_hash, call.recording_url) == (hash_of(NUMBER, "US"), "https://pbx.example/1.mp3")
    done = logged(claim, at + 100 * SECOND)
    assert (done.talk_seconds, done.wrap_up_seconds, done.seconds) == (60, 20, 100)
    assert Activity.objects.count() == before + 1, "the logged call and nothing else"


@pytest.mark.parametrize("order", list(permutations(["ringing", "answered", "ended"])))
def test_the_order_does_not_matter(claim: Claim, at: datetime, order: list[str]) -> None:
    """Late ones all come after the call: what its end counted is right in any order."""
    for kind in [*order, *order]:
        more = {"duration": 60} if kind == "ended" else {}
        tell(kind, at + 80 * SECOND, started_at=at + 5 * SECOND, **more)
    call = PhoneCall.objects.get()
    assert (call.claim, call.duration, call.started_at) == (claim, 60, at + 5 * SECOND)
    assert call.ended_at == at + 80 * SECOND
    assert call.answered_at is not None
    answered, hung_up = timed(claim)
    assert answered is not None
    assert hung_up == call.ended_at >= call.answered_at == answered


def test_nothing_told_once_moves_again(claim: Claim, at: datetime) -> None:
    tell("answered", at + 10 * SECOND)
    tell("ended", at + 40 * SECOND, duration=30, recording_url="https://pbx.example/1.mp3")
    first = PhoneCall.objects.values().get()
    marks = timed(claim)
    tell("answered", at + 50 * SECOND, started_at=at - MINUTE)
    tell(
        "ended",
        at + 60 * SECOND,
        duration=3,
        recording_url="https://pbx.example/other.mp3",
        phone="+12125550199",
    )
    tell("ringing", at + 70 * SECOND, inbound=True, extension="")
    assert PhoneCall.objects.values().get() == first
    assert timed(claim) == marks


def test_the_recording_may_come_with_a_second_end(claim: Claim, at: datetime) -> None:
    tell("ended", at + 40 * SECOND)
    tell("ended", at + 90 * SECOND, recording_url="https://pbx.example/1.mp3", duration=20)
    call = PhoneCall.objects.get()
    assert (call.recording_url, call.duration, call.ended_at) == (
        "https://pbx.example/1.mp3",
        20,
        at + 40 * SECOND,
    )


def test_duration_and_recording_count_at_the_end_only(claim: Claim, at: datetime) -> None:
    tell("answered", at + 10 * SECOND, duration=5, recording_url="https://pbx.example/1.mp3")
    call = PhoneCall.objects.get()
    assert (call.duration, call.recording_url, call.ended_at) == (None, "", None)


def test_nobody_answered(claim: Claim, at: datetime) -> None:
    tell("ringing", at + SECOND)
    tell("ended", at + 31 * SECOND, duration=0)
    assert timed(claim) == (None, None)
    done = logged(claim, at + 40 * SECOND)
    assert (done.talk_seconds, done.wrap_up_seconds) == (None, None)


def test_the_keys_of_the_call_manager_come_first(claim: Claim, at: datetime) -> None:
    Claim.objects.update(answered_at=at + 10 * SECOND, hung_up_at=at + 40 * SECOND)
    tell("answered", at + 12 * SECOND)
    tell("ended", at + 42 * SECOND, duration=30)
    assert timed(claim) == (at + 10 * SECOND, at + 40 * SECOND)


def test_who_is_answered_again_talks_again(claim: Claim, at: datetime) -> None:
    tell("answered", at + 10 * SECOND)
    tell("ended", at + 20 * SECOND, duration=10)
    tell("ringing", at + 30 * SECOND, call_id="c-2")
    assert timed(claim) == (at + 10 * SECOND, at + 20 * SECOND)
    tell("answered", at + 35 * SECOND, call_id="c-2")
    assert timed(claim) == (at + 10 * SECOND, None)
    tell("ended", at + 65 * SECOND, call_id="c-2", duration=30)
    assert timed(claim) == (at + 10 * SECOND, at + 65 * SECOND)


def test_a_call_that_was_logged_before_its_end_learns_it(claim: Claim, at: datetime) -> None:
    tell("ringing", at + SECOND)
    done = logged(claim, at + 100 * SECOND)
    assert (done.talk_seconds, done.wrap_up_seconds) == (None, None)
    tell("answered", at + 110 * SECOND)
    tell("ended", at + 110 * SECOND, duration=70, started_at=at + SECOND)
    done.refresh_from_db()
    assert (done.talk_seconds, done.wrap_up_seconds) == (70, 0)
    assert Call.objects.count() == 1


def test_the_exchange_counts_better_than_a_key(claim: Claim, at: datetime) -> None:
    Claim.objects.update(answered_at=at + 10 * SECOND, hung_up_at=at + 80 * SECOND)
    tell("answered", at + 20 * SECOND)
    done = logged(claim, at + 100 * SECOND)
    assert (done.talk_seconds, done.wrap_up_seconds) == (70, 20)
    tell("ended", at + 101 * SECOND, duration=50)
    done.refresh_from_db()
    assert (done.talk_seconds, done.wrap_up_seconds) == (50, 30)


def test_an_end_without_a_count_fills_only_what_is_empty(claim: Claim, at: datetime) -> None:
    Claim.objects.update(answered_at=at + 10 * SECOND)
    tell("answered", at + 20 * SECOND)
    done = logged(claim, at + 100 * SECOND)
    assert (done.talk_seconds, done.wrap_up_seconds) == (90, None)
    tell("ended", at + 101 * SECOND)
    done.refresh_from_db()
    assert (done.talk_seconds, done.wrap_up_seconds) == (90, 0)


def test_the_number_alone_finds_the_claim(claim: Claim, cody: User, at: datetime) -> None:
    assert tell("ringing", at, extension="") == claim.pk
    assert tell("ringing", at, extension="999", call_id="c-2", phone="(212) 555-0142") == claim.pk
    assert (
        tell("ringing", at, extension="sip:101@pbx", call_id="c-3", phone="sip:+12125550142@trunk;x=y")
        == claim.pk
    )
    assert {call.person for call in PhoneCall.objects.all()} == {claim.manager}


def test_another_number_is_not_the_company_in_hand(claim: Claim, cara: User, at: datetime) -> None:
    assert tell("answered", at, phone="+12125550199") is None
    assert timed(claim) == (None, None)
    call = PhoneCall.objects.get()
    assert (call.person, call.claim, call.phone_hash) == (cara, None, hash_of("+12125550199", "US"))


@pytest.mark.parametrize(
    ("phone", "extension"), [("", ""), ("anonymous", "nobody"), ("102", "101"), ("+1", "x" * 100)]
)
def test_what_nobody_knows_is_kept(claim: Claim, at: datetime, phone: str, extension: str) -> None:
    assert tell("ended", at, phone=phone, extension=extension, duration=5) is None
    assert PhoneCall.objects.get().phone_hash == hash_of(phone, "US")


def test_a_dismissed_persons_extension_is_nobodys(claim: Claim, cody: User, at: datetime) -> None:
    cody.extension, cody.is_active = "101", False
    cody.save()
    User.objects.filter(pk=claim.manager_id).update(extension="102")
    tell("ringing", at, phone="+12125550199")
    assert PhoneCall.objects.get().person is None


def test_incoming_calls_belong_to_a_looked_up_claim_or_ring_at_its_holder(claim: Claim, at: datetime) -> None:
    assert tell("ringing", at, inbound=True, extension="100") is None, "the queue gave that lead out"
    assert tell("ringing", at, inbound=True, extension="101", call_id="c-2") == claim.pk
    Claim.objects.update(is_inbound=True)
    assert tell("ringing", at, inbound=True, extension="100", call_id="c-3") == claim.pk


def test_a_call_picked_up_before_the_look_up_is_timed_from_it(claim: Claim, at: datetime) -> None:
    Claim.objects.update(is_inbound=True, started_at=at + 30 * SECOND)
    PhoneCall.objects.create(
        call_id="c-1", direction="inbound", phone_hash=hash_of(NUMBER, "US"), person=claim.manager,
        started_at=at, answered_at=at + 10 * SECOND,
    )  # fmt: skip
    assert attach_phone_calls(claim=claim.pk, at=at + 31 * SECOND) == 1
    assert attach_phone_calls(claim=claim.pk, at=at + 32 * SECOND) == 0
    assert timed(claim) == (at + 30 * SECOND, None)
    tell("ended", at + 70 * SECOND, inbound=True, duration=60)
    assert timed(claim) == (at + 30 * SECOND, at + 70 * SECOND)


def test_a_late_event_goes_to_the_claim_during_which_the_call_began(
    claim: Claim, cara: User, cody: User, at: datetime
) -> None:
    done = logged(claim, at + 2 * MINUTE)
    later = at + 3 * timedelta(days=1)
    again = take_next_lead(actor=cody, at=later)
    assert again is not None
    assert again.lead_id == claim.lead_id
    assert tell("ended", later + MINUTE, started_at=at + MINUTE, duration=40) == claim.pk
    assert timed(again) == (None, None)
    done.refresh_from_db()
    assert done.talk_seconds == 40


def test_what_was_over_before_a_claim_is_not_for_it(claim: Claim, cara: User, at: datetime) -> None:
    Claim.objects.update(started_at=at + 10 * MINUTE)
    PhoneCall.objects.create(
        call_id="c-1",
        direction="inbound",
        phone_hash=hash_of(NUMBER, "US"),
        started_at=at,
        ended_at=at + MINUTE,
    )
    assert tell("ended", at + 11 * MINUTE, inbound=True) is None


def test_an_exchange_with_a_wrong_clock_finds_the_open_claim(claim: Claim, at: datetime) -> None:
    for n, hours in enumerate((-3, 3)):
        assert tell("ringing", at, started_at=at + timedelta(hours=hours), call_id=f"w-{n}") == claim.pk
    assert not PhoneCall.objects.filter(started_at__gt=at).exists()


def test_a_claim_that_expired_hears_no_more(claim: Claim, at: datetime) -> None:
    sweep_claims(at=at + 30 * MINUTE)
    assert tell("ringing", at + 31 * MINUTE) is None


def test_few_statements_for_an_event(claim: Claim, at: datetime, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(4):  # savepoint, its release, settings, one upsert
        tell("ringing", at)
    with django_assert_num_queries(7):  # and lock, claim, logged call
        tell("ended", at + MINUTE, duration=20)


@pytest.mark.parametrize(
    ("address", "line"),
    [
        ("101", "101"),
        (" sip:101@10.0.0.1 ", "101"),
        ("SIPS:+1212@x;y", "+1212"),
        ("tel:+1-212;ext=4", "+1-212"),
        ("", ""),
    ],
)
def test_an_address_of_the_exchange_is_read(address: str, line: str) -> None:
    assert line_of(address) == line
