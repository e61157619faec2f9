"""The hunters' part of the REST API: shapes, filters, refusals, one effect per key."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from hunters.actions import record_outcome
from hunters.models import Deal, Meeting
from salesorg.people.models import User
from salesorg.sales.models import Product, Sale
from tests import factories
from tests.hunters.steps import book, nothing_changes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ROOT = "/api/v1/hunters/"


def api(person: User) -> APIClient:
    """A caller who is this person."""
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def now() -> datetime:
    """The API reads the real clock."""
    return timezone.now()


@pytest.fixture
def coming(hal: User, hera: User, now: datetime) -> Meeting:
    """A meeting of Hal's in two days, booked by his head."""
    return book(hera, factories.company("Acme Hospital"), hal, now + 2 * DAY, at=now)


@pytest.fixture
def deal(coming: Meeting, hal: User, now: datetime) -> Deal:
    """Hal's deal after it."""
    made = record_outcome(actor=hal, meeting=coming, outcome="held", at=now).deal
    assert made is not None
    return made


def test_slots_come_by_start_with_the_fairest_first(
    hal: User, hugo: User, cara: User, coming: Meeting
) -> None:
    found = api(cara).get(ROOT + "slots/", {"minutes": 60}).json()
    assert set(found[0]) == {"hunter", "starts_at", "ends_at"}
    assert found[0]["hunter"] == {"id": hugo.pk, "username": "hugo", "name": "Hugo"}
    assert found[0]["starts_at"] == found[1]["starts_at"]
    assert found[1]["hunter"]["username"] == "hal"
    only = api(cara).get(ROOT + "slots/", {"hunter": hal.pk}).json()
    assert {slot["hunter"]["username"] for slot in only} == {"hal"}


def test_slots_take_times_as_people_write_them(hal: User, cara: User, now: datetime) -> None:
    later = (now + 20 * DAY).isoformat(timespec="seconds")
    for text in (quote(later), later, (now + 20 * DAY).date().isoformat()):
        until = quote((now + 27 * DAY).isoformat())
        found = api(cara).get(f"{ROOT}slots/?from={text}&to={until}").json()
        assert found
        assert found[0]["starts_at"][:10] >= (now + 20 * DAY).date().isoformat()


@pytest.mark.parametrize("query", ["from=x", "to=2026-99-01", "minutes=0", "minutes=a", "hunter=-1"])
def test_slots_refuse_nonsense(query: str, cara: User) -> None:
    assert api(cara).get(f"{ROOT}slots/?{query}").status_code == 400


def test_meetings_are_filtered_and_ones_own(
    hal: User, hugo: User, cara: User, coming: Meeting, now: datetime
) -> None:
    hal_sees = api(hal).get(ROOT + "meetings/").json()
    assert hal_sees["count"] == 1
    assert hal_sees["results"][0]["company"]["name"] == "Acme Hospital"
    assert "phone" not in str(hal_sees)
    for query, number in (
        ({"state": "held"}, 0), ({"state": "scheduled"}, 1), ({"hunter": hugo.pk}, 0), ({"owed": "true"}, 0),
        ({"from": now.isoformat()}, 1), ({"from": (now + 3 * DAY).isoformat()}, 0), ({"to": now.isoformat()}, 0),
        ({"unknown": "1"}, 1),
    ):  # fmt: skip
        assert api(hal).get(ROOT + "meetings/", query).json()["count"] == number, query
    for stranger in (hugo, cara):
        assert api(stranger).get(ROOT + "meetings/").json()["count"] == 0
        assert api(stranger).get(f"{ROOT}meetings/{coming.pk}/").status_code == 404


def test_an_outcome_by_the_api(hal: User, hugo: User, cara: User, coming: Meeting) -> None:
    url, held = f"{ROOT}meetings/{coming.pk}/outcome/", {"outcome": "held", "on_target": True, "note": "Good"}
    with nothing_changes():
        assert api(hugo).post(url, held, format="json").status_code == 404
        assert api(cara).post(url, held, format="json").status_code == 403
        assert api(hal).post(url, {"outcome": "maybe"}, format="json").status_code == 400
        assert api(hal).post(url, held | {"owner": 1}, format="json").status_code == 400
    answer = api(hal).post(url, held | {"next_step": "Call"}, format="json")
    assert answer.status_code == 200
    assert (answer.json()["state"], answer.json()["deal"]["next_step"]) == ("held", "Call")
    again = api(hal).post(url, held, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "outcome_recorded")


def test_a_meeting_is_rescheduled(hal: User, coming: Meeting, now: datetime) -> None:
    url = f"{ROOT}meetings/{coming.pk}/reschedule/"
    answer = api(hal).post(url, {"starts_at": (now + 5 * DAY).isoformat(), "reason": "Asked"}, format="json")
    assert datetime.fromisoformat(answer.json()["starts_at"]) == now + 5 * DAY
    with nothing_changes():
        past = api(hal).post(url, {"starts_at": (now - DAY).isoformat()}, format="json")
    assert (past.status_code, past.json()["code"]) == (409, "time_in_the_past")


def test_deals_are_listed_opened_moved_and_lost(
    hal: User, hugo: User, sue: User, deal: Deal, now: datetime
) -> None:
    client = api(hal)
    made = client.post(
        ROOT + "deals/", {"company": deal.company_id, "title": "More", "amount": "50.00"}, format="json"
    )
    assert (made.status_code, made.json()["stage"], made.json()["currency"]) == (201, "qualified", "USD")
    for query, number in (
        ({"company": deal.company_id}, 2), ({"stage": "agreed"}, 0), ({"state": "open"}, 2), ({"hunter": hugo.pk}, 0)
    ):  # fmt: skip
        assert client.get(ROOT + "deals/", query).json()["count"] == number, query
    assert api(sue).get(ROOT + "deals/").json()["count"] == 2
    with nothing_changes():
        assert api(sue).post(ROOT + "deals/", {"company": deal.company_id}, format="json").status_code == 403
        assert api(hugo).post(ROOT + "deals/", {"company": deal.company_id}, format="json").status_code == 404
        assert (
            api(hugo).post(f"{ROOT}deals/{deal.pk}/move/", {"stage": "agreed"}, format="json").status_code
            == 404
        )
        assert client.post(f"{ROOT}deals/{deal.pk}/lose/", {"reason": ""}, format="json").status_code == 400
        unknown = client.post(f"{ROOT}deals/{deal.pk}/move/", {"stage": "won"}, format="json")
    assert (unknown.status_code, unknown.json()["code"]) == (409, "unknown_stage")
    assert (
        client.post(f"{ROOT}deals/{deal.pk}/move/", {"stage": "agreed"}, format="json").json()["stage"]
        == "agreed"
    )
    assert (
        client.post(f"{ROOT}deals/{deal.pk}/lose/", {"reason": "Dear"}, format="json").json()["state"]
        == "lost"
    )
    assert [stage["code"] for stage in client.get(ROOT + "stages/").json()] == [
        "qualified",
        "proposal",
        "negotiation",
        "agreed",
    ]


def test_the_first_sale_is_made_once_per_key(
    hal: User, hugo: User, fay: User, fern: User, deal: Deal, scanner: Product
) -> None:
    url = f"{ROOT}deals/{deal.pk}/win/"
    body: dict[str, Any] = {
        "lines": [{"product": scanner.pk, "quantity": "2", "price": "1000.00"}],
        "note": "",
    }
    with nothing_changes():
        assert api(hugo).post(url, body, format="json").status_code == 404
        for wrong in ({"lines": []}, {}, {"lines": [{"product": 0, "quantity": 1}]}, body | {"amount": 1}):
            assert api(hal).post(url, wrong, format="json").status_code == 400
    key = {"HTTP_IDEMPOTENCY_KEY": "first-1"}
    won = api(hal).post(url, body, format="json", **key)
    assert won.status_code == 201
    answer = won.json()
    assert (answer["sale"]["amount"], answer["sale"]["currency"]) == ("2000.00", "USD")
    assert answer["handoff"]["farmer"]["username"] == "fay"
    assert answer["agreement"]["hunter"]["username"] == "hal"
    replay = api(hal).post(url, body, format="json", **key)
    assert (replay.status_code, replay.json()) == (201, answer)
    other = api(hal).post(url, body | {"note": "x"}, format="json", **key)
    assert other.status_code == 422
    keyless = api(hal).post(url, body, format="json")
    assert (keyless.status_code, keyless.json()["code"]) == (409, "deal_closed")
    assert Sale.objects.count() == 1


def test_a_cross_sell_has_neither_handoff_nor_agreement(
    hal: User, fay: User, fern: User, deal: Deal, scanner: Product
) -> None:
    body = {"lines": [{"product": scanner.pk, "quantity": 1}]}
    api(hal).post(f"{ROOT}deals/{deal.pk}/win/", body, format="json")
    more = api(hal).post(ROOT + "deals/", {"company": deal.company_id}, format="json").json()
    assert more["cross_sell"] is True
    won = api(hal).post(f"{ROOT}deals/{more['id']}/win/", body, format="json").json()
    assert (won["sale"]["kind"], won["sale"]["amount"]) == ("cross_sell", "1000.00")
    assert (won["handoff"], won["agreement"]) == (None, None)


def test_lists_need_few_queries_however_much_there_is(
    hal: User, deal: Deal, now: datetime, django_assert_max_num_queries: Any
) -> None:
    for _ in range(2):
        for path in ("meetings/", "deals/", "slots/"):
            with django_assert_max_num_queries(5):
                assert api(hal).get(ROOT + path).status_code == 200
        Deal.objects.bulk_create(
            Deal(company=factories.company(), hunter=hal, stage=deal.stage, next_step="x", next_step_on=now.date(),
                 opened_at=now, last_contact_at=now)
            for _ in range(30)
        )  # fmt: skip
