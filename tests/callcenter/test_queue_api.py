from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from callcenter.actions import log_call, take_next_lead
from callcenter.call_and_next import look_ahead
from callcenter.models import Call, CallList, Claim, Lead
from callcenter.open_lanes import open_lanes
from salesorg.clients.actions import add_to_do_not_call
from salesorg.clients.models import ContactPoint
from salesorg.people.models import User
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
NEXT, CALLS = "/api/v1/callcenter/queue/next/", "/api/v1/callcenter/calls/"
Counted = Callable[[int], Any]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("callcenter.api.queue.database_now", lambda: at)
    monkeypatch.setattr(
        "callcenter.api.queue.now_and_open_lanes", lambda person: (at, open_lanes(person, at=at))
    )
    monkeypatch.setattr(
        "callcenter.api.queue.look_ahead",
        lambda person, *of: replace(look_ahead(person, *of), at=at, queue=open_lanes(person, at=at)),
    )


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def api(cara: User) -> APIClient:
    client = APIClient()
    client.force_login(cara)
    return client


def test_next_gives_the_lead_with_all_that_the_call_needs(api: APIClient, hospitals: CallList) -> None:
    one = lead(hospitals)
    ContactPoint.objects.create(company=one.company, kind="phone", value="+12125559999", is_wrong=True)
    answer = api.post(NEXT)
    body = answer.json()
    assert answer.status_code == 200
    assert body["id"] == Claim.objects.get().pk
    assert body["lead"]["company"]["name"] == one.company.name
    assert body["lead"]["phones"] == [one.company.contact_points.first().value]  # type: ignore[union-attr]
    assert body["lead"]["history"] == []
    assert body["script"] is None


def test_nothing_is_due(api: APIClient, hospitals: CallList) -> None:
    assert api.post(NEXT).status_code == 204


def test_a_second_lead_is_refused_with_the_first(api: APIClient, hospitals: CallList) -> None:
    lead(hospitals), lead(hospitals)
    first = api.post(NEXT).json()
    again = api.post(NEXT)
    assert again.status_code == 409
    assert again.json()["code"] == "claim_held"
    assert again.json()["claim"] == first


def test_a_call_and_the_next_lead_in_one_round_trip(api: APIClient, hospitals: CallList) -> None:
    first, second = lead(hospitals), lead(hospitals)
    claim = api.post(NEXT).json()
    sent = {"claim": claim["id"], "disposition": "no_answer", "note": "rang", "next": True}
    answer = api.post(CALLS, sent, format="json")
    body = answer.json()
    assert answer.status_code == 201
    assert body["lead"]["state"] == "waiting"
    assert body["lead"]["next_attempt_at"]
    assert body["next"]["lead"]["id"] == second.pk
    assert Call.objects.get().lead == first
    last = api.post(CALLS, {**sent, "claim": body["next"]["id"]}, format="json").json()
    assert last["next"] is None


def test_a_repeated_call_with_its_key_is_logged_once(api: APIClient, hospitals: CallList) -> None:
    lead(hospitals), lead(hospitals)
    sent = {"claim": api.post(NEXT).json()["id"], "disposition": "busy", "next": True}
    answers = [api.post(CALLS, sent, format="json", headers={"Idempotency-Key": "k"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert Call.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"disposition": "callback"}, "callback_at"),
        ({"disposition": "not_interested"}, "reason"),
        ({"disposition": "meeting_booked"}, "meeting"),
        ({"disposition": "no_answer", "owner": 1}, "owner"),
        ({}, "disposition"),
    ],
)
def test_what_is_missing_or_unknown_is_a_bad_request(
    api: APIClient, hospitals: CallList, more: dict[str, Any], field: str
) -> None:
    lead(hospitals)
    answer = api.post(CALLS, {"claim": api.post(NEXT).json()["id"], **more}, format="json")
    assert answer.status_code == 400
    assert field in answer.json()
    assert not Call.objects.exists()


def test_a_foreign_or_expired_claim_is_a_conflict(
    api: APIClient, cara: User, cody: User, hospitals: CallList, at: datetime
) -> None:
    lead(hospitals), lead(hospitals)
    foreign = take_next_lead(actor=cody, at=at)
    expired = take_next_lead(actor=cara, at=at - timedelta(minutes=21))
    assert foreign
    assert expired
    for claim, code in ((foreign, "claim_not_yours"), (expired, "claim_expired")):
        answer = api.post(CALLS, {"claim": claim.pk, "disposition": "busy"}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert not Call.objects.exists()


def test_a_meeting_is_booked(api: APIClient, hal: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals)
    wish = {
        "hunter": hal.pk,
        "starts_at": (at + timedelta(days=1)).isoformat(),
        "minutes": 60,
        "place": "Office",
        "contact": "Ann",
    }
    sent = {"claim": api.post(NEXT).json()["id"], "disposition": "meeting_booked", "meeting": wish}
    answer = api.post(CALLS, sent, format="json")
    assert answer.status_code == 201, answer.json()
    assert answer.json()["lead"]["state"] == "booked"
    assert answer.json()["meeting"]


def test_renew_and_release(api: APIClient, cody: User, hospitals: CallList, at: datetime) -> None:
    lead(hospitals), lead(hospitals)
    mine, foreign = api.post(NEXT).json()["id"], take_next_lead(actor=cody, at=at)
    assert foreign
    assert api.post(f"/api/v1/callcenter/claims/{mine}/renew/").json()["id"] == mine
    assert api.post(f"/api/v1/callcenter/claims/{foreign.pk}/renew/").status_code == 404
    assert api.post(f"/api/v1/callcenter/claims/{foreign.pk}/release/").status_code == 404
    assert api.post(f"/api/v1/callcenter/claims/{mine}/release/").status_code == 204
    assert api.post(f"/api/v1/callcenter/claims/{mine}/release/").status_code == 409


def test_own_calls_are_listed_and_filtered(
    api: APIClient, cara: User, cody: User, adam: User, hospitals: CallList, at: datetime,
    django_assert_max_num_queries: Counted,
) -> None:  # fmt: skip
    for actor, code in ((cara, "busy"), (cara, "no_answer"), (cody, "busy")):
        lead(hospitals)
        claim = take_next_lead(actor=actor, at=at)
        assert claim
        log_call(actor=actor, claim=claim, disposition=code, note="", at=at)
    with django_assert_max_num_queries(4):
        assert api.get(CALLS).json()["count"] == 2
    assert [call["disposition"] for call in api.get(CALLS, {"disposition": "busy"}).json()["results"]] == [
        "busy"
    ]
    api.force_login(adam)
    assert api.get(CALLS).json()["count"] == 3
    assert api.post(NEXT).status_code == 403


def test_dispositions_have_codes_labels_and_keys(api: APIClient) -> None:
    found = api.get("/api/v1/callcenter/dispositions/").json()["results"]
    assert [one["code"] for one in found][:3] == ["meeting_booked", "callback", "no_answer"]
    assert found[0]["label"] == "Meeting booked"
    assert found[0]["key"] == "Digit1"


def test_a_number_forbidden_meanwhile_is_not_shown(
    api: APIClient, cara: User, hospitals: CallList, at: datetime
) -> None:
    one = lead(hospitals)
    api.post(NEXT)
    add_to_do_not_call(actor=None, phones=[one.company.contact_points.get().value], reason="asked", at=at)
    assert api.post(NEXT).json()["claim"]["lead"]["phones"] == []


def test_what_a_logged_call_with_the_next_lead_costs(
    api: APIClient, hospitals: CallList, django_assert_num_queries: Counted
) -> None:
    for _ in range(3):
        lead(hospitals)
    sent = {"claim": api.post(NEXT).json()["id"], "disposition": "no_answer", "next": True}
    # person; clock, lanes and claim; call and next lead; and within the test two savepoints and the lanes at its own moment
    with django_assert_num_queries(6):
        api.post(CALLS, sent, format="json")
    assert Lead.objects.filter(state="claimed").count() == 1
