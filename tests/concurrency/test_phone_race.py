"""Events of one call told at once, and while its result is being logged.

Seen red with the guard removed: the first without ON CONFLICT in `KEEP`, the second without `LOCK` in `tell_claim`, the third
without TELL_CALL.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from callcenter.actions import log_call, record_phone_event, take_next_lead
from callcenter.models import Call, Claim, PhoneCall
from callcenter.phone_event import PhoneEvent
from callcenter.queue_bound import forget
from salesorg.people.models import User
from tests.concurrency.rivals import at_once
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)
NUMBER = "+12125550142"


@pytest.fixture(autouse=True)
def _from_the_beginning() -> Iterator[None]:
    forget()
    yield
    forget()


def event(kind: str, call_id: str = "c-1", duration: int | None = None) -> PhoneEvent:
    return PhoneEvent(kind, inbound=False, phone=NUMBER, extension="", call_id=call_id, duration=duration)


def claim_of(cara: User, at: datetime) -> Claim:
    lead(call_list(), company=company(phone=NUMBER))
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    return claim


def test_twenty_events_of_one_call_make_one_call(cara: User, at: datetime) -> None:
    claim = claim_of(cara, at)
    kinds = ["ringing", "answered", "ended", "ended"] * 5
    told = at_once(
        *(
            lambda kind=kind, n=n: record_phone_event(
                event=event(kind, duration=30 if kind == "ended" else None), at=at + (60 + n) * SECOND
            )
            for n, kind in enumerate(kinds)
        )
    )
    assert set(told) == {claim.pk}
    call = PhoneCall.objects.get()
    assert call.answered_at is not None
    assert call.ended_at is not None
    assert (call.duration, call.answered_at <= call.ended_at) == (30, True)
    claim.refresh_from_db()
    assert claim.answered_at is not None
    assert claim.hung_up_at is not None


def test_calls_of_one_claim_at_once_agree(cara: User, at: datetime) -> None:
    """The end of the first number's call beside the answer of the second: they talk, whoever came first."""
    claim = claim_of(cara, at)
    for n in range(10):
        PhoneCall.objects.all().delete()
        Claim.objects.update(answered_at=None, hung_up_at=None)
        record_phone_event(event=event("answered"), at=at + SECOND)
        at_once(
            lambda: record_phone_event(event=event("ended", duration=5), at=at + 20 * SECOND),
            lambda: record_phone_event(event=event("answered", "c-2"), at=at + 30 * SECOND),
        )
        claim.refresh_from_db()
        assert (claim.answered_at, claim.hung_up_at) == (at + SECOND, None), n


def test_an_end_while_the_result_is_logged_is_never_lost(cara: User, at: datetime) -> None:
    of = call_list()
    for n in range(10):
        lead(of, company=company(phone=f"+1212555{200 + n:04d}"))
        claim = take_next_lead(actor=cara, at=at)
        assert claim is not None
        number, name = f"+1212555{200 + n:04d}", f"c-{n}"
        told = PhoneEvent("answered", inbound=False, phone=number, extension="", call_id=name)
        record_phone_event(event=told, at=at + 10 * SECOND)
        ended = PhoneEvent("ended", inbound=False, phone=number, extension="", call_id=name, duration=50)
        answers = at_once(
            lambda claim=claim: log_call(
                actor=cara, claim=claim.pk, disposition="not_a_fit", note="", at=at + 100 * SECOND
            ),
            lambda ended=ended: record_phone_event(event=ended, at=at + 60 * SECOND),
        )
        assert isinstance(answers[0], Call), answers
        assert answers[1] == claim.pk
        done = Call.objects.get(claim=claim)
        assert (done.talk_seconds, done.wrap_up_seconds) == (50, 40), n
