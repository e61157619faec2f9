import hashlib
import hmac
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from callcenter.models import Claim, Lead, PhoneCall
from salesorg.clients.models import Activity, ContactPoint
from salesorg.people.actions import plan_absence
from salesorg.people.models import Notice, Organisation, User
from salesorg.people.notices import sentence_of
from salesorg.people.queries import local_day
from tests.dashboards.conftest import Story
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db
SECRET = "of the exchange"


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.TELEPHONY_SECRET = SECRET


def tell(phone: str, secret: str = SECRET, **more: Any) -> tuple[int, Any]:
    event = {
        "event": "ringing",
        "direction": "inbound",
        "from": phone,
        "to": "+12125550000",
        "call_id": "c-1",
    } | more
    body = json.dumps(event)
    signature = hmac.new(secret.encode(), body.encode(), hashlib.sha256).hexdigest()
    response = Client().post(
        "/api/v1/telephony/events/",
        body,
        content_type="application/json",
        headers={"X-Signature": f"sha256={signature}"},
    )
    return response.status_code, response.json()


def phone_of(story: Story) -> str:
    return ContactPoint.objects.get(company=story.client).value


def test_a_ringing_client_is_shown_to_its_farmer_once(story: Story, fay: User) -> None:
    Notice.objects.all().delete()
    assert tell(phone_of(story)) == (202, {"known": True})
    assert tell(phone_of(story)) == (202, {"known": True})
    notice = Notice.objects.get()
    assert (notice.person, notice.url) == (fay, f"/companies/{story.client.pk}/")
    assert Activity.objects.filter(verb="client_called").count() == 1


def test_while_the_farmer_is_away_the_deputy_is_told(story: Story, fay: User, flo: User, fern: User) -> None:
    day: date = local_day(timezone.now())
    plan_absence(actor=fern, person=fay, starts_on=day, ends_on=day, deputy=flo)
    tell(phone_of(story))
    assert Notice.objects.get(kind="client_is_calling").person == flo


@pytest.mark.parametrize(
    "more", [{"event": "ended"}, {"direction": "outbound"}, {"from": "+15550000000"}, {"from": ""}]
)
def test_nothing_else_tells_anybody(story: Story, more: dict[str, str]) -> None:
    assert tell(phone_of(story), **more) == (202, {"known": False})
    assert not Notice.objects.filter(kind="client_is_calling").exists()


def test_leads_and_prospects_have_no_farmer(story: Story) -> None:
    phone = ContactPoint.objects.get(company=story.prospect).value
    assert tell(phone) == (202, {"known": False})


def test_without_the_right_signature_nobody_gets_in(story: Story, settings: Any) -> None:
    assert tell(phone_of(story), secret="guessed")[0] == 403
    settings.TELEPHONY_SECRET = ""
    assert tell(phone_of(story), secret="")[0] == 403
    assert not Notice.objects.filter(kind="client_is_calling").exists()


def test_an_unknown_field_is_refused(story: Story) -> None:
    assert tell(phone_of(story), owner="me")[0] == 400


def test_a_lead_with_a_promised_callback_is_announced_to_who_promised_it(
    org: Organisation, cara: User, cody: User
) -> None:
    lead(
        call_list(), company=company("Riverside", phone="+12125550142"), state="callback", callback_owner=cara
    )
    assert tell("+12125550142") == (202, {"known": True})
    assert tell("(212) 555-0142") == (202, {"known": True})
    notice = Notice.objects.get()
    assert (notice.person, notice.url, sentence_of(notice)) == (
        cara,
        "/calls/callbacks/",
        "Riverside is calling: you promised to call back.",
    )
    assert not Activity.objects.exists()


def test_a_lead_that_nobody_waits_for_is_kept_and_told_to_nobody(org: Organisation, cara: User) -> None:
    lead(call_list(), company=company(phone="+12125550142"))
    assert tell("+12125550142") == (202, {"known": False})
    assert not Notice.objects.exists()
    assert PhoneCall.objects.get().direction == "inbound"


def test_a_whole_call_times_the_claim_in_hand(org: Organisation, cara: User) -> None:
    User.objects.update(extension="101")
    now = timezone.now()
    claimed = lead(call_list(), company=company(phone="+12125550142"), state="claimed")
    claim = Claim.objects.create(
        lead=claimed,
        manager=cara,
        started_at=now - timedelta(minutes=2),
        expires_at=now + timedelta(minutes=18),
    )
    call = {"from": "101", "to": "+12125550142", "direction": "outbound"}
    assert tell("", event="ringing", started_at=(now - timedelta(minutes=1)).isoformat(), **call) == (
        202,
        {"known": False},
    )
    assert tell("", event="answered", **call)[0] == 202
    assert tell("", event="ended", duration=0, recording_url="https://pbx.example/1.mp3", **call)[0] == 202
    claim.refresh_from_db()
    assert claim.answered_at is not None
    assert claim.hung_up_at == claim.answered_at
    kept = PhoneCall.objects.get()
    assert (kept.claim, kept.recording_url) == (claim, "https://pbx.example/1.mp3")
    assert Lead.objects.get().state == "claimed"


@pytest.mark.parametrize(
    "wrong",
    [{"recording_url": "ftp://pbx.example/1.mp3"}, {"recording_url": "javascript:alert(1)"}, {"recording_url": "1.mp3"},
     {"duration": -1}, {"duration": 86_401}, {"duration": "long"}, {"started_at": "yesterday"}, {"event": "hold"},
     {"direction": "sideways"}, {"call_id": ""}, {"call_id": "x" * 81}, {"call_id": "a\x00b"}, {"from": None},
     {"recording_url": "https://pbx.example/" + "x" * 500}, {"to": "1" * 101}],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_not_kept(org: Organisation, wrong: dict[str, Any]) -> None:
    assert tell("+12125550142", **wrong)[0] == 400
    assert not PhoneCall.objects.exists()


@pytest.mark.parametrize(
    "odd",
    [{"started_at": "0001-01-01T00:00:00+14:00"}, {"started_at": "9999-12-31T23:59:59-12:00"}, {"from": "\ud83d\ude00"},
     {"started_at": None, "duration": None, "recording_url": None}, {"recording_url": ""}, {"from": "+" * 100}],
)  # fmt: skip
def test_what_is_only_odd_never_breaks_anything(org: Organisation, odd: dict[str, Any]) -> None:
    for event in ("ended", "answered", "ringing"):
        assert tell("+12125550142", **({"event": event} | odd))[0] in (202, 400)


def test_a_long_body_is_refused_unread(org: Organisation) -> None:
    assert tell("+12125550142", recording_url="https://pbx.example/" + "x" * 20_000)[0] == 413
    assert not PhoneCall.objects.exists()


def test_an_exchange_gone_mad_is_told_to_wait(org: Organisation, settings: Any) -> None:
    settings.TELEPHONY_EVENTS_PER_MINUTE = 2
    cache.clear()
    answers = [tell("+12125550142", call_id=f"c-{n}")[0] for n in range(6)]
    assert answers.count(429) >= 2, "four of six, but for the minute's turn"
    assert answers[:2] == [202, 202]
    assert PhoneCall.objects.count() == answers.count(202)


def test_numbers_and_recordings_stay_out_of_the_log(
    org: Organisation, cara: User, capsys: pytest.CaptureFixture[str]
) -> None:
    lead(call_list(), company=company(phone="+12125550142"), state="callback", callback_owner=cara)
    tell("+12125550142")
    tell("+12125550142", event="ended", recording_url="https://pbx.example/secret.mp3", duration=9)
    tell("+12125550142", duration="long")
    said = capsys.readouterr()
    assert "/api/v1/telephony/events/" in said.out + said.err
    assert "5550142" not in said.out + said.err
    assert "secret.mp3" not in said.out + said.err
    stored = str(list(Activity.objects.values())) + str(list(Notice.objects.values()))
    assert "5550142" not in stored


def test_an_event_costs_few_queries(org: Organisation, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(9):  # and whose number it is
        tell("+12125550142")
    with django_assert_num_queries(5):  # the clock, settings, savepoint and its release, one upsert
        tell("+12125550142", event="ended")
