from datetime import datetime, timedelta

import pytest

from callcenter.actions import (
    log_call,
    release_claim,
    release_claims_of,
    renew_claim,
    sweep_claims,
    take_next_lead,
)
from callcenter.booking import MeetingWish
from callcenter.models import CallList, Claim, Lead
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimNotYours
from hunters.actions import record_outcome
from salesorg.clients.models import Activity
from salesorg.people.models import User
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    lead(hospitals)
    taken = take_next_lead(actor=cara, at=at)
    assert taken is not None
    return taken


def test_a_renewed_claim_has_a_whole_lease_again(cara: User, claim: Claim, at: datetime) -> None:
    assert renew_claim(actor=cara, claim=claim, at=at + 19 * MINUTE) == at + 39 * MINUTE
    assert Claim.objects.get().expires_at == at + 39 * MINUTE
    assert not sweep_claims(at=at + 38 * MINUTE)


def test_an_expired_or_foreign_claim_is_not_renewed(
    cara: User, cody: User, claim: Claim, at: datetime
) -> None:
    with pytest.raises(ClaimExpired):
        renew_claim(actor=cara, claim=claim, at=at + 20 * MINUTE)
    with pytest.raises(ClaimNotYours):
        renew_claim(actor=cody, claim=claim, at=at)
    assert Claim.objects.get().expires_at == at + 20 * MINUTE


def test_a_released_lead_is_due_at_once_for_anyone(
    cara: User, cody: User, claim: Claim, at: datetime
) -> None:
    release_claim(actor=cara, claim=claim, at=at + MINUTE)
    left = Lead.objects.get()
    assert (left.state, left.due_at, left.attempts) == ("waiting", at + MINUTE, 0)
    assert Activity.objects.get().data["reason"] == "claim_released"
    again = take_next_lead(actor=cody, at=at + MINUTE)
    assert again is not None
    assert again.lead == left
    with pytest.raises(ClaimEnded):
        release_claim(actor=cara, claim=claim, at=at + MINUTE)


def test_the_sweep_takes_back_what_ran_out_and_only_that(
    cara: User, cody: User, claim: Claim, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals)
    take_next_lead(actor=cody, at=at + MINUTE)
    swept = sweep_claims(at=at + 20 * MINUTE)
    assert (swept.expired, swept.callbacks, swept.meetings) == (1, 0, 0)
    left = Lead.objects.get(pk=claim.lead_id)
    assert (left.state, left.due_at) == ("waiting", at + 20 * MINUTE)
    assert Claim.objects.get(pk=claim.pk).ending == "expired"
    assert not sweep_claims(at=at + 20 * MINUTE)
    assert Activity.objects.count() == 1


def test_a_promised_callback_that_died_in_hand_comes_first(
    cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals, due_at=at - 9 * HOUR, state="callback", callback_owner=cara)
    take_next_lead(actor=cara, at=at)
    lead(call_list("Others", priority=9), due_at=at - 9 * HOUR)
    sweep_claims(at=at + 20 * MINUTE)
    again = take_next_lead(actor=cody, at=at + 20 * MINUTE)
    assert again is not None
    assert again.lead.call_list == hospitals
    assert again.lead.urgent


def test_a_no_show_returns_the_lead_in_front(
    cara: User, cody: User, hal: User, claim: Claim, hospitals: CallList, at: datetime
) -> None:
    Lead.objects.update(attempts=5)
    wish = MeetingWish(starts_at=at + 24 * HOUR, hunter=hal, place="Here")
    log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    assert not sweep_claims(at=at)
    meeting = Lead.objects.get().meeting
    assert meeting is not None
    record_outcome(actor=hal, meeting=meeting, outcome="no_show", at=at + 25 * HOUR)
    lead(call_list("Others", priority=9), due_at=at)
    assert sweep_claims(at=at + 26 * HOUR).meetings == 1
    returned = Lead.objects.get(pk=claim.lead_id)
    assert (returned.state, returned.due_at, returned.attempts) == ("waiting", at + 26 * HOUR, 0)
    again = take_next_lead(actor=cody, at=at + 26 * HOUR)
    assert again is not None
    assert again.lead == returned


def test_a_no_show_is_found_without_any_sweep(cara: User, hal: User, claim: Claim, at: datetime) -> None:
    wish = MeetingWish(starts_at=at + 24 * HOUR, hunter=hal, place="Here")
    log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    meeting = Lead.objects.get().meeting
    assert meeting is not None
    record_outcome(actor=hal, meeting=meeting, outcome="cancelled", at=at + 2 * HOUR)
    again = take_next_lead(actor=cara, at=at + 3 * HOUR)
    assert again is not None
    assert again.lead_id == claim.lead_id


def test_who_leaves_gives_everything_back(
    cara: User, cody: User, root: User, claim: Claim, hospitals: CallList, at: datetime
) -> None:
    promised = lead(hospitals, due_at=at + HOUR, state="callback", callback_owner=cara)
    others = lead(hospitals, due_at=at + HOUR, state="callback", callback_owner=cody)
    assert release_claims_of(actor=root, person=cara, at=at) == 2
    assert Lead.objects.get(pk=claim.lead_id).state == "waiting"
    promised.refresh_from_db()
    assert (promised.state, promised.due_at, promised.urgent) == ("waiting", at + HOUR, True)
    assert Lead.objects.get(pk=others.pk).callback_owner == cody
    assert release_claims_of(actor=root, person=cara, at=at) == 0
