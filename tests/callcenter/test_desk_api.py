"""Breaks, look-ups, callbacks and the talk's two moments over the API."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from callcenter import actions
from callcenter.models import Break, Call, CallList, Claim, Lead
from callcenter.open_lanes import open_lanes
from salesorg.clients.models import Reveal
from salesorg.people.models import Organisation, User
from tests.factories import call_list, company, lead

pytestmark = pytest.mark.django_db
BASE = "/api/v1/callcenter/"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NUMBER = "+12125550199"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    for module in ("queue", "desk", "callbacks"):
        monkeypatch.setattr(f"callcenter.api.{module}.database_now", lambda: at)
    monkeypatch.setattr(
        "callcenter.api.queue.now_and_open_lanes", lambda person: (at, open_lanes(person, at=at))
    )


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def api(cara: User) -> APIClient:
    client = APIClient()
    client.force_login(cara)
    return client


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    lead(hospitals)
    taken = actions.take_next_lead(actor=cara, at=at)
    assert taken
    return taken


def post(api: APIClient, path: str, key: str = "", **sent: Any) -> Any:
    return api.post(BASE + path, sent, format="json", headers={"Idempotency-Key": key} if key else {})


def test_a_break_is_begun_and_ended(api: APIClient, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    begun = post(api, "breaks/", reason="lunch")
    assert (begun.status_code, begun.json()["reason"], begun.json()["ended_at"]) == (201, "lunch", None)
    refused = post(api, "queue/next/")
    assert (refused.status_code, refused.json()["code"]) == (409, "on_break")
    assert not Claim.objects.exists()
    again = post(api, "breaks/", reason="rest")
    assert (again.status_code, again.json()["code"]) == (409, "already_on_break")
    assert post(api, "breaks/end/").json()["seconds"] == 0
    assert (post(api, "breaks/end/").status_code, Break.objects.count()) == (409, 1)
    assert post(api, "queue/next/").status_code == 200


def test_a_break_with_nonsense_or_a_lead_in_hand_is_refused(api: APIClient, claim: Claim) -> None:
    assert post(api, "breaks/", reason="shopping").status_code == 400
    assert post(api, "breaks/", reason="rest", person=1).status_code == 400
    refused = post(api, "breaks/", reason="rest")
    assert (refused.status_code, refused.json()["code"]) == (409, "claim_held")
    assert not Break.objects.exists()


def test_a_repeated_break_with_its_key_is_one(api: APIClient, org: object) -> None:
    answers = [post(api, "breaks/", key="k", reason="rest").json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Break.objects.count() == 1


def test_own_breaks_are_listed(api: APIClient, cara: User, cody: User, at: datetime) -> None:
    for one in (cara, cody):
        Break.objects.create(person=one, reason="rest", started_at=at - HOUR, ended_at=at)
    assert [one["seconds"] for one in api.get(f"{BASE}breaks/").json()["results"]] == [3600]


def test_a_caller_is_looked_up(api: APIClient, hospitals: CallList, cody: User, at: datetime) -> None:
    lead(hospitals, company=company(phone=NUMBER), due_at=at + DAY)
    answers = [post(api, "look-ups/", key="k", phone="(212) 555-0199") for _ in range(2)]
    told = answers[0].json()
    assert answers[1].json() == told
    assert (answers[0].status_code, told["found"], told["person"]) == (200, "taken", None)
    assert (told["claim"]["is_inbound"], told["claim"]["lead"]["phones"]) == (True, [NUMBER])
    assert Reveal.objects.count() == 1
    api.force_login(cody)
    told = post(api, "look-ups/", phone=NUMBER).json()
    assert (told["found"], told["claim"], told["person"]["username"]) == ("in_hand", None, "cara")
    assert post(api, "look-ups/", phone="+12125550000").json() == {
        "found": "unknown", "claim": None, "person": None,
    }  # fmt: skip


def test_look_ups_are_refused(api: APIClient, org: Organisation, claim: Claim, at: datetime) -> None:
    held = post(api, "look-ups/", phone=NUMBER)
    assert (held.status_code, held.json()["code"], held.json()["claim"]["id"]) == (
        409,
        "claim_held",
        claim.pk,
    )
    actions.release_claim(actor=claim.manager, claim=claim, at=at)
    assert post(api, "look-ups/", phone=NUMBER, name="Mercy").status_code == 400
    assert post(api, "look-ups/", phone="Mercy").json()["code"] == "no_number"
    org.reveals_per_day = 0
    org.save()
    spent = post(api, "look-ups/", phone=NUMBER)
    assert (spent.status_code, spent.json()["code"]) == (409, "reveal_quota_spent")
    assert not Reveal.objects.exists()


def test_own_callbacks_are_listed_moved_and_given_up(
    api: APIClient, cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    mine = lead(hospitals, state="callback", callback_owner=cara, due_at=at + HOUR)
    theirs = lead(hospitals, state="callback", callback_owner=cody, due_at=at + HOUR)
    listed = api.get(f"{BASE}callbacks/").json()["results"]
    assert [one["id"] for one in listed] == [mine.pk]
    assert mine.company.contact_points.get().value not in str(listed)
    later = (at + DAY).isoformat()
    moved = post(api, f"callbacks/{mine.pk}/move/", callback_at=later, reason="x").json()
    assert datetime.fromisoformat(moved["due_at"]) == at + DAY
    for sent in ({"callback_at": (at - HOUR).isoformat(), "reason": "x"}, {"callback_at": later}):
        assert post(api, f"callbacks/{mine.pk}/move/", **sent).status_code == 400
    assert post(api, f"callbacks/{mine.pk}/give-up/").status_code == 400
    for step in ("move", "give-up"):
        sent = {"reason": "x"} | ({"callback_at": later} if step == "move" else {})
        assert post(api, f"callbacks/{theirs.pk}/{step}/", **sent).status_code == 404
    assert post(api, f"callbacks/{mine.pk}/give-up/", reason="x").json()["state"] == "waiting"
    assert Lead.objects.get(pk=theirs.pk).state == "callback"


def test_one_callback_too_many_is_a_conflict(
    api: APIClient, cara: User, claim: Claim, org: Organisation, hospitals: CallList, at: datetime
) -> None:
    org.callbacks_open_max = 1
    org.save()
    lead(hospitals, state="callback", callback_owner=cara, due_at=at + HOUR)
    sent = {"claim": claim.pk, "disposition": "callback", "callback_at": (at + DAY).isoformat()}
    refused = post(api, "calls/", **sent)
    assert (refused.status_code, refused.json()["code"]) == (409, "callbacks_full")
    assert not Call.objects.exists()


def test_the_talk_is_told(api: APIClient, cody: User, claim: Claim, at: datetime) -> None:
    for step in ("answered", "hung-up", "answered"):
        assert post(api, f"claims/{claim.pk}/{step}/").json()["id"] == claim.pk
    assert post(api, "queue/next/").json()["claim"]["hung_up_at"] == at.isoformat()
    api.force_login(cody)
    assert post(api, f"claims/{claim.pk}/answered/").status_code == 404


def test_what_they_said_is_kept_with_no_suitable_answer_only(api: APIClient, claim: Claim) -> None:
    none = {"step": "hello", "answer": "none", "said": "We are moving"}
    sent = {"claim": claim.pk, "disposition": "no_answer"}
    refused = post(api, "calls/", **sent, answers=[{"step": "hello", "answer": 1, "said": "x"}])
    assert refused.status_code == 400
    assert post(api, "calls/", **sent, answers=[none, {"step": "why", "answer": 0}]).status_code == 201
    assert Call.objects.get().answers == [none, {"step": "why", "answer": 0}]


def test_my_day(api: APIClient, cara: User, claim: Claim, at: datetime) -> None:
    actions.log_call(actor=cara, claim=claim, disposition="not_a_fit", note="", at=at)
    post(api, "breaks/", reason="rest")
    day = api.get(f"{BASE}my-day/").json()
    assert (day["calls"], day["reached"], day["norm"], day["coming_up"]) == (1, 1, 60, 0)
    assert [one["reason"] for one in day["breaks"]] == ["rest"]
