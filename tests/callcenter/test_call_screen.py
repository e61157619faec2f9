import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from callcenter.actions import take_next_lead
from callcenter.default_script import TREES
from callcenter.models import Call, CallList, Claim, Lead, Script, ScriptVersion
from salesorg.people.models import User
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
Counted = Callable[[int], Any]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    for module in ("queue", "lease", "mine"):
        monkeypatch.setattr(f"callcenter.views.{module}.database_now", lambda: at)


@pytest.fixture
def hospitals(org: object, at: datetime) -> CallList:
    script = Script.objects.create(name="First call")
    ScriptVersion.objects.create(script=script, number=1, steps=TREES["en"], is_published=True, created_at=at)
    return call_list(script=script)


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    lead(hospitals)
    taken = take_next_lead(actor=cara, at=at)
    assert taken
    return taken


@pytest.fixture
def desk(client: Client, cara: User) -> Client:
    client.force_login(cara)
    return client


def log(desk: Client, claim: Claim | int, htmx: bool = True, **sent: str) -> Any:
    pk = claim.pk if isinstance(claim, Claim) else claim
    return desk.post(f"/calls/claims/{pk}/log/", sent, headers=HTMX if htmx else {})


def test_the_start_shows_the_day(desk: Client, hospitals: CallList) -> None:
    html = desk.get("/calls/").content.decode()
    assert "Next lead" in html
    assert "My callbacks" in html


def test_next_opens_the_call_screen(desk: Client, hospitals: CallList) -> None:
    one = lead(hospitals)
    html = desk.post("/calls/next/", headers=HTMX).content.decode()
    assert one.company.name in html
    assert "How did the call end?" in html
    phone = one.company.contact_points.get().value
    assert f"tel:{phone}" in html


def test_nothing_due_is_said(desk: Client, hospitals: CallList) -> None:
    assert "Nothing is due right now" in desk.post("/calls/next/", headers=HTMX).content.decode()


def test_the_script_is_filled_and_escaped(desk: Client, claim: Claim) -> None:
    company = claim.lead.company
    company.name = "<b>Mercy</b> {me}"
    company.save()
    html = desk.get("/calls/").content.decode()
    assert "Who at &lt;b&gt;Mercy&lt;/b&gt; {me} decides" in html
    assert "<b>Mercy" not in html


def test_one_post_logs_and_brings_the_next_lead(desk: Client, claim: Claim, hospitals: CallList) -> None:
    following = lead(hospitals)
    html = log(desk, claim, disposition="no_answer", note="rang").content.decode()
    assert following.company.name in html
    # 10:00 in New York: four hours later is another third of the day.
    assert f"{claim.lead.company.name}: no answer, again today at 14:00" in html
    assert Call.objects.get().note == "rang"


def test_without_javascript_it_goes_back_to_the_desk(desk: Client, claim: Claim) -> None:
    answer = log(desk, claim, htmx=False, disposition="no_answer", note="")
    assert (answer.status_code, answer["Location"]) == (302, "/calls/")


def test_stop_brings_no_lead(desk: Client, claim: Claim, hospitals: CallList) -> None:
    lead(hospitals)
    assert 'id="start"' in log(desk, claim, disposition="busy", stop="on").content.decode()
    assert not Claim.objects.filter(ended_at__isnull=True).exists()


def test_the_same_form_twice_logs_one_call(desk: Client, claim: Claim, hospitals: CallList) -> None:
    following = lead(hospitals)
    first, again = (log(desk, claim, disposition="busy", idempotency_key="k") for _ in range(2))
    assert first.status_code == again.status_code == 200
    assert following.company.name in again.content.decode()
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"disposition": "callback"}, "Say when to call back."),
        ({"panel": "callback", "callback_at": "2026-11-16T09:00"}, "This time has already passed."),
        ({"panel": "not_interested"}, "Say why they are not interested."),
        ({"panel": "meeting_booked"}, "Choose a time for the meeting."),
        ({}, "Choose how the call ended."),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    desk: Client, claim: Claim, sent: dict[str, str], said: str
) -> None:
    answer = log(desk, claim, note="Ann is in charge", **{"answer:hello": "1"}, **sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "Ann is in charge</textarea>" in html
    assert re.search(r'name="answer:hello" value="1"[^>]* checked', html)
    assert not Call.objects.exists()


def test_a_callback_is_typed_by_their_clock(desk: Client, claim: Claim) -> None:
    claim.lead.company.time_zone = "Europe/Berlin"
    claim.lead.company.save()
    log(desk, claim, panel="callback", callback_at="2026-11-17T10:30")
    assert Lead.objects.get().due_at.isoformat() == "2026-11-17T09:30:00+00:00"


def test_a_meeting_is_booked_in_a_free_slot(desk: Client, claim: Claim, hal: User, at: datetime) -> None:
    html = desk.get(f"/calls/claims/{claim.pk}/results/meeting_booked/", headers=HTMX).content.decode()
    slot = re.search(r'name="slot" value="([^"]+)"', html)
    assert slot
    answer = log(
        desk, claim, panel="meeting_booked", slot=slot[1], minutes="60", contact="Ann", place="Office"
    )
    assert answer.status_code == 200
    assert Lead.objects.get().state == "booked"


def test_a_slot_taken_meanwhile_is_said_and_all_is_kept(
    desk: Client, claim: Claim, cody: User, hal: User, hospitals: CallList, at: datetime
) -> None:
    from callcenter.actions import log_call
    from callcenter.booking import MeetingWish

    lead(hospitals)
    rivals = take_next_lead(actor=cody, at=at)
    assert rivals
    starts_at = at + timedelta(days=1)
    log_call(
        actor=cody,
        claim=rivals,
        disposition="meeting_booked",
        note="",
        at=at,
        meeting=MeetingWish(starts_at=starts_at, place="Here"),
    )
    sent = {"slot": starts_at.isoformat(), "minutes": "60", "contact": "Ann Lee", "place": "Their office"}
    answer = log(desk, claim, panel="meeting_booked", note="Wants a demo", **sent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Ann Lee" in html
    assert "Their office" in html
    assert "Wants a demo" in html
    assert Lead.objects.get(pk=claim.lead_id).state == "claimed"


def test_an_expired_claim_is_said_with_a_way_on(desk: Client, claim: Claim, at: datetime) -> None:
    Claim.objects.update(expires_at=at, started_at=at - timedelta(hours=1))
    answer = log(desk, claim, disposition="no_answer", note="rang")
    html = answer.content.decode()
    assert answer.status_code == 409
    assert "rang</textarea>" in html
    assert "Next lead" in html
    assert not Call.objects.exists()


def test_a_foreign_claim_is_not_there(desk: Client, cody: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    foreign = take_next_lead(actor=cody, at=at)
    assert foreign
    for path in ("log", "renew", "release"):
        assert desk.post(f"/calls/claims/{foreign.pk}/{path}/", {"disposition": "busy"}).status_code == 404
    assert not Call.objects.exists()


def test_the_lease_is_renewed_by_the_page(desk: Client, claim: Claim, at: datetime) -> None:
    Claim.objects.update(expires_at=at + timedelta(minutes=1))
    assert 'id="lease"' in desk.post(f"/calls/claims/{claim.pk}/renew/", headers=HTMX).content.decode()
    assert Claim.objects.get().expires_at == at + timedelta(minutes=20)


def test_a_lead_can_be_given_back(desk: Client, claim: Claim) -> None:
    assert desk.post(f"/calls/claims/{claim.pk}/release/", headers=HTMX).status_code == 200
    assert Lead.objects.get().state == "waiting"


@pytest.mark.parametrize("path", ["/calls/", "/calls/callbacks/", "/calls/mine/"])
def test_only_call_managers_sit_here(client: Client, adam: User, path: str) -> None:
    client.force_login(adam)
    assert client.get(path).status_code == 403


def test_a_get_changes_nothing(desk: Client, hospitals: CallList) -> None:
    lead(hospitals)
    assert desk.get("/calls/next/").status_code == 405
    assert not Claim.objects.exists()


def test_what_the_pages_cost(
    desk: Client, cara: User, hospitals: CallList, at: datetime, django_assert_max_num_queries: Counted
) -> None:
    for n in range(60):
        lead(hospitals, due_at=at + timedelta(hours=n), state="callback", callback_owner=cara)
    for path in ("/calls/", "/calls/callbacks/", "/calls/mine/"):
        desk.get(path)
        with django_assert_max_num_queries(10):
            assert desk.get(path).status_code == 200


def test_what_one_logged_call_costs(
    desk: Client, claim: Claim, hospitals: CallList, django_assert_num_queries: Counted
) -> None:
    lead(hospitals), lead(hospitals)
    log(desk, claim, disposition="busy", idempotency_key="a")
    second = Claim.objects.get(ended_at__isnull=True)
    # person, clock; key: lock, look-up, row; lock, write; what comes of it; lanes, claim; the rest are savepoints
    with django_assert_num_queries(15):
        log(desk, second, disposition="busy", idempotency_key="b")


def test_the_card_shows_the_calls_to_who_may_see_the_company(
    desk: Client, claim: Claim, adam: User, finn: User, fay: User
) -> None:
    log(desk, claim, disposition="no_answer", note="rang")
    url = f"/calls/companies/{claim.lead.company_id}/panel/"
    seen = {}
    for who in (adam, finn, fay):
        desk.force_login(who)
        seen[who.username] = "rang" in desk.get(url).content.decode()
    assert seen == {"adam": True, "finn": True, "fay": False}


def test_a_session_that_ended_takes_nothing_off_the_screen(client: Client, claim: Claim) -> None:
    """The login page would be put where the form stands."""
    answer = log(client, claim, disposition="busy", note="typed")
    assert (answer.status_code, answer.content) == (401, b"")
    assert not Call.objects.exists()
