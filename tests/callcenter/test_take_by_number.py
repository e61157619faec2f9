from datetime import datetime, timedelta

import pytest

from callcenter import actions
from callcenter.booking import MeetingWish
from callcenter.look_up import Found
from callcenter.models import Call, CallList, Claim, Lead, PhoneCall, Script, ScriptVersion
from callcenter.refusals import ClaimHeld, NoNumber, OnBreak
from hunters.actions import record_outcome
from salesorg.clients.actions import add_to_do_not_call, change_owner
from salesorg.clients.actions.reveal_contacts import QuotaSpent
from salesorg.clients.models import Activity, ContactPoint, Reveal
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
NUMBER = "+12125550199"


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def one(hospitals: CallList, at: datetime) -> Lead:
    """A lead that the queue would not give for days."""
    return lead(hospitals, company=company("Mercy", phone=NUMBER), due_at=at + 3 * DAY)


@pytest.mark.parametrize("spelling", [NUMBER, "(212) 555-0199", "1 212 555 01 99", "212.555.0199 "])
def test_a_lead_that_calls_is_in_hand_in_any_spelling(
    cara: User, one: Lead, at: datetime, spelling: str
) -> None:
    told = actions.take_by_number(actor=cara, number=spelling, at=at)
    claim = Claim.objects.get()
    assert (told.found, told.claim, told.person) == (Found.TAKEN, claim.pk, None)
    assert (claim.lead, claim.manager, claim.is_inbound, claim.answered_at) == (one, cara, True, at)
    assert claim.expires_at == at + 20 * MINUTE
    assert Lead.objects.get().state == "claimed"
    assert Activity.objects.get().verb == "lead_called_in"
    look = Reveal.objects.get()
    assert (look.person, look.company, look.is_look_up) == (cara, one.company, True)


def test_window_pause_attempts_and_assignment_do_not_matter(
    cara: User, cody: User, hospitals: CallList, one: Lead, at: datetime
) -> None:
    CallList.objects.update(paused=True, calling_days=[], is_assigned=True)
    hospitals.people.add(cody)
    Lead.objects.update(attempts=99)
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at).found == Found.TAKEN


def test_the_call_on_the_line_belongs_to_the_claim(cara: User, one: Lead, at: datetime) -> None:
    phone = ContactPoint.objects.get(company=one.company, kind="phone")
    ringing = PhoneCall.objects.create(
        call_id="c-1", direction="inbound", phone_hash=phone.value_hash, person=cara, started_at=at - MINUTE
    )
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    ringing.refresh_from_db()
    assert ringing.claim_id == told.claim


def test_the_call_is_logged_as_inbound(cara: User, one: Lead, at: datetime) -> None:
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert told.claim
    actions.log_call(actor=cara, claim=told.claim, disposition="not_a_fit", note="", at=at + MINUTE)
    call = Call.objects.get()
    assert (call.is_inbound, call.talk_seconds) == (True, 60)


def test_a_colleagues_callback_may_be_answered(cara: User, cody: User, one: Lead, at: datetime) -> None:
    Lead.objects.update(state="callback", callback_owner=cody)
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at).found == Found.TAKEN


def test_a_closed_lead_is_opened_for_its_call_and_closed_again_when_nothing_came_of_it(
    cara: User, one: Lead, at: datetime
) -> None:
    Lead.objects.update(state="closed", closed_reason="not_interested")
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert told.claim
    actions.release_claim(actor=cara, claim=told.claim, at=at + MINUTE)
    left = Lead.objects.get()
    assert (left.state, left.closed_reason, left.urgent) == ("closed", "not_interested", False)
    actions.take_by_number(actor=cara, number=NUMBER, at=at + HOUR)
    actions.sweep_claims(at=at + 2 * HOUR)
    assert Lead.objects.get().state == "closed"


def test_a_waiting_lead_given_back_waits_again(cara: User, one: Lead, at: datetime) -> None:
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert told.claim
    actions.release_claim(actor=cara, claim=told.claim, at=at + MINUTE)
    assert Lead.objects.get().state == "waiting"


def test_the_script_is_the_one_the_queue_would_give(
    cara: User, hospitals: CallList, one: Lead, at: datetime
) -> None:
    script = Script.objects.create(name="First call")
    published = {"script": script, "steps": {}, "is_published": True, "created_at": at}
    main = ScriptVersion.objects.create(number=1, **published)
    rival = ScriptVersion.objects.create(number=2, is_challenger=True, share=50, **published)
    CallList.objects.update(script=script)
    actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert Claim.objects.get().script_version == (rival if one.pk * 7919 % 100 < 50 else main)


def test_a_lead_in_a_colleagues_hand_is_said(cara: User, cody: User, one: Lead, at: datetime) -> None:
    actions.take_by_number(actor=cody, number=NUMBER, at=at)
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert (told.found, told.person, told.claim) == (Found.IN_HAND, cody, None)
    assert Claim.objects.get().manager == cody
    # The colleague's lease is over: they are free to be answered.
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at + 21 * MINUTE).found == Found.TAKEN


def test_a_booked_one_is_put_through_to_the_hunter(
    cara: User, cody: User, hal: User, one: Lead, at: datetime
) -> None:
    told = actions.take_by_number(actor=cody, number=NUMBER, at=at)
    assert told.claim
    wish = MeetingWish(starts_at=at + DAY, place="Here")
    actions.log_call(actor=cody, claim=told.claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert (told.found, told.person, told.claim) == (Found.PUT_THROUGH, hal, None)
    meeting = Lead.objects.get().meeting
    assert meeting
    # The meeting failed: the lead is ours again, also before the sweep has come by.
    record_outcome(actor=hal, meeting=meeting, outcome="no_show", note="", at=at + DAY + 2 * HOUR)
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at + 2 * DAY).found == Found.TAKEN


def test_a_client_is_put_through_to_the_farmer(cara: User, fay: User, org: object, at: datetime) -> None:
    change_owner(company=company(phone=NUMBER), owner=fay, stage="farming", reason="import", at=at)
    told = actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert (told.found, told.person) == (Found.PUT_THROUGH, fay)


def test_do_not_call_is_never_opened(cara: User, one: Lead, at: datetime) -> None:
    add_to_do_not_call(actor=None, phones=[NUMBER], reason="asked", at=at)
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at).found == Found.DO_NOT_CALL
    assert Lead.objects.get().state == "waiting"
    assert not Claim.objects.exists()


def test_a_company_that_asked_not_to_be_called_is_not_opened_by_another_number(
    cara: User, one: Lead, at: datetime
) -> None:
    Lead.objects.update(state="closed", closed_reason="do_not_call")
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at).found == Found.DO_NOT_CALL
    assert Lead.objects.get().state == "closed"


def test_an_unknown_number_is_said_and_counted(cara: User, one: Lead, at: datetime) -> None:
    told = actions.take_by_number(actor=cara, number="212 555 0000", at=at)
    assert (told.found, told.person, told.claim) == (Found.UNKNOWN, None, None)
    look = Reveal.objects.get()
    assert (look.company, look.is_look_up) == (None, True)


def test_the_quota_counts_look_ups_found_or_not(
    cara: User, org: Organisation, one: Lead, at: datetime
) -> None:
    org.reveals_per_day = 2
    org.save()
    for _ in range(2):
        actions.take_by_number(actor=cara, number="212 555 0000", at=at)
    with pytest.raises(QuotaSpent):
        actions.take_by_number(actor=cara, number=NUMBER, at=at + HOUR)
    assert Lead.objects.get().state == "waiting"
    assert Reveal.objects.count() == 2
    assert actions.take_by_number(actor=cara, number=NUMBER, at=at + DAY).found == Found.TAKEN


def test_refusals_change_and_count_nothing(
    cara: User, adam: User, hospitals: CallList, one: Lead, at: datetime
) -> None:
    with pytest.raises(NotYours):
        actions.take_by_number(actor=adam, number=NUMBER, at=at)
    with pytest.raises(NoNumber):
        actions.take_by_number(actor=cara, number="Mercy", at=at)
    actions.start_break(actor=cara, reason="rest", at=at)
    with pytest.raises(OnBreak):
        actions.take_by_number(actor=cara, number=NUMBER, at=at)
    actions.end_break(actor=cara, at=at)
    lead(hospitals)
    held = actions.take_next_lead(actor=cara, at=at)
    assert held
    with pytest.raises(ClaimHeld) as refused:
        actions.take_by_number(actor=cara, number=NUMBER, at=at)
    assert refused.value.claim_id == held.pk
    assert not Reveal.objects.exists()
    assert Lead.objects.get(pk=one.pk).state == "waiting"
