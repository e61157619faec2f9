"""The contract's endpoints of stage 3: roles, foreign rows, replays, shapes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from rest_framework.test import APIClient

from handoff.actions import HandedOver, accrue_due
from handoff.models import Handoff, Statement
from salesorg.clients.models import ContactPoint
from salesorg.people.models import User
from tests.handoff.steps import accept, first_sale, introduce, pay

pytestmark = pytest.mark.django_db

BASE = "/api/v1/handoff/"


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def post(person: User, path: str, body: dict[str, Any] | None = None, key: str = "") -> Any:
    return api(person).post(
        f"{BASE}{path}", body or {}, format="json", headers={"Idempotency-Key": key} if key else {}
    )


def test_introduce_accept(handed: HandedOver, hal: User, fay: User) -> None:
    path = f"handoffs/{handed.handoff.pk}/"
    assert post(fay, f"{path}accept/").status_code == 409
    answer = post(hal, f"{path}introduce/", {"how": "call", "brief": "Two lines.", "promises": "A visit."})
    assert (answer.status_code, answer.json()["state"], answer.json()["how"]) == (200, "introduced", "call")
    first, again = (post(fay, f"{path}accept/", key="k1") for _ in range(2))
    assert first.json() == again.json()
    assert first.json()["farmer"] == {"id": fay.pk, "username": "fay", "name": "Fay"}
    assert post(fay, f"{path}accept/", key="k2").json()["code"] == "already_accepted"


def test_introduce_with_real_promises_and_the_reaction(handed: HandedOver, hal: User) -> None:
    path = f"handoffs/{handed.handoff.pk}/introduce/"
    nothing = {"promises": [], "no_promises": False}
    assert post(hal, path, nothing).json()["missing"] == ["promises"]
    for wrong in (
        [{"text": "x"}], [{"text": "x", "due_on": "soon"}], [{"text": "x", "due_on": "2099-01-01", "who": 1}], [1], {},
    ):  # fmt: skip
        assert post(hal, path, {"promises": wrong}).status_code == 400, wrong
    assert post(hal, path, {"promises": [{"text": "x", "due_on": "2020-01-01"}]}).status_code == 409
    told = {
        "promises": [{"text": "A visit", "due_on": "2099-01-01"}],
        "reaction": "calm",
        "reaction_note": "Fine.",
    }
    for _ in range(2):
        answer = post(hal, path, told).json()
    assert [(one["text"], one["due_on"], one["state"]) for one in answer["promises_passed"]] == [
        ("A visit", "2099-01-01", "open")
    ]
    assert (answer["promises"], answer["no_promises"], answer["reaction"], answer["whose_turn"]) == (
        "", False, "calm", "farmer",
    )  # fmt: skip
    assert post(hal, path, {"no_promises": True}).json()["code"] == "promises_written"
    assert post(hal, path, {"reaction": "bored"}).status_code == 400


def test_an_old_caller_introduces_without_a_word(handed: HandedOver, hal: User) -> None:
    answer = post(hal, f"handoffs/{handed.handoff.pk}/introduce/")
    assert (answer.status_code, answer.json()["state"]) == (200, "introduced")
    assert (answer.json()["no_promises"], answer.json()["promises_passed"]) == (False, [])


def test_who_takes_a_client_from_a_farmer_says_why(handed: HandedOver, flo: User, fern: User) -> None:
    path = f"handoffs/{handed.handoff.pk}/assign/"
    refused = post(fern, path, {"farmer": flo.pk})
    assert (refused.status_code, refused.json()["code"]) == (409, "reason_missing")
    assert Handoff.objects.get().farmer != flo
    assert post(fern, path, {"farmer": flo.pk, "reason": "Speaks Polish"}).status_code == 200


def test_letters_and_their_templates(
    handed: HandedOver, hal: User, hugo: User, fay: User, fern: User
) -> None:
    User.objects.filter(pk=fay.pk).update(email="fay@salesorg.example")
    point = ContactPoint.objects.create(
        company=handed.handoff.company, kind="email", value="ann@acme.example"
    )
    path = f"handoffs/{handed.handoff.pk}/letters/"
    first, again = (post(hal, path, {"contact_point": point.pk}, key="l1") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["state"], first.json()["to"], first.json()["language"]) == (
        "queued",
        "a•••@acme.example",
        "en",
    )
    assert "outstanding service" in first.json()["body"]
    assert post(fay, path, {"contact_point": point.pk}).json()["code"] == "letter_already_sent"
    assert post(hal, path, {"contact_point": 10**9}).json()["code"] == "address_unknown"
    assert post(hugo, path, {"contact_point": point.pk}).status_code == 404
    assert [one["state"] for one in api(fern).get(f"{BASE}{path}").json()] == ["queued"]
    assert {one["language"] for one in api(hal).get(f"{BASE}letter-templates/").json()["results"]} == {
        "en",
        "ru",
    }
    said = {"subject": "Hello", "body": "Meet {farmer}."}
    assert post(hal, "letter-templates/en/", said).status_code == 403
    assert post(fern, "letter-templates/xx/", said).status_code == 404
    assert (
        post(fern, "letter-templates/en/", {**said, "body": "{fermer}"}).json()["code"] == "variables_unknown"
    )
    assert post(fern, "letter-templates/en/", said).json()["body"] == "Meet {farmer}.\n"


def test_return_and_assign(handed: HandedOver, fay: User, flo: User, fern: User) -> None:
    path = f"handoffs/{handed.handoff.pk}/"
    assert post(fay, f"{path}return/", {"reason": ""}).status_code == 400
    assert post(fay, f"{path}return/", {"reason": "Not mine."}).json()["state"] == "returned"
    assert post(fern, f"{path}assign/", {"farmer": 10**9}).status_code == 400
    assert (
        post(fern, f"{path}assign/", {"farmer": flo.pk, "reason": "Hers."}).json()["farmer"]["username"]
        == "flo"
    )


@pytest.mark.parametrize(("who", "path", "status"), [
    ("hugo", "introduce/", 404), ("fay", "introduce/", 403), ("cara", "introduce/", 403), ("flo", "accept/", 404),
    ("hal", "accept/", 403), ("flo", "return/", 404), ("fay", "assign/", 403), ("hera", "assign/", 403),
])  # fmt: skip
def test_foreign_is_404_and_a_wrong_role_403(
    handed: HandedOver, request: pytest.FixtureRequest, who: str, path: str, status: int
) -> None:
    body = {"reason": "x"} if path == "return/" else {"farmer": 1} if path == "assign/" else {}
    assert (
        post(request.getfixturevalue(who), f"handoffs/{handed.handoff.pk}/{path}", body).status_code == status
    )
    assert Handoff.objects.get().state == "offered"


def test_an_unknown_field_is_refused(handed: HandedOver, hal: User) -> None:
    answer = post(hal, f"handoffs/{handed.handoff.pk}/introduce/", {"brief": "x", "hunter": 1})
    assert (answer.status_code, answer.json()) == (400, {"hunter": ["Unknown field."]})


@pytest.mark.parametrize(("who", "count"), [
    ("hal", 1), ("hugo", 0), ("hera", 1), ("fay", 1), ("flo", 0), ("fern", 1), ("sue", 1),
])  # fmt: skip
def test_each_sees_own_handoffs(
    handed: HandedOver, request: pytest.FixtureRequest, who: str, count: int
) -> None:
    assert api(request.getfixturevalue(who)).get(f"{BASE}handoffs/").json()["count"] == count


@pytest.mark.parametrize(("who", "count"), [("hal", 1), ("hugo", 0), ("hera", 0), ("finn", 1), ("sue", 1)])
def test_each_sees_own_money(
    handed: HandedOver, request: pytest.FixtureRequest, at: datetime, who: str, count: int
) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    person = request.getfixturevalue(who)
    for path in ("agreements/", "accruals/", f"accruals/?agreement={handed.agreement.pk}"):
        assert api(person).get(f"{BASE}{path}").json()["count"] == count, path


@pytest.mark.parametrize("who", ["fern", "adam", "root"])
@pytest.mark.parametrize("path", ["agreements/", "accruals/"])
def test_no_money_for_others(handed: HandedOver, request: pytest.FixtureRequest, who: str, path: str) -> None:
    assert api(request.getfixturevalue(who)).get(f"{BASE}{path}").status_code == 403


@pytest.mark.parametrize("who", ["fay", "cara"])
def test_call_managers_and_farmers_see_own_lines_and_nobodys_agreement(
    handed: HandedOver, request: pytest.FixtureRequest, at: datetime, who: str
) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    person = request.getfixturevalue(who)
    assert api(person).get(f"{BASE}agreements/").status_code == 403
    assert api(person).get(f"{BASE}accruals/").json()["count"] == 0


def test_an_accrual_traces_to_what_it_came_from(handed: HandedOver, hal: User, at: datetime) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    line = api(hal).get(f"{BASE}accruals/?beneficiary={hal.pk}").json()["results"][0]
    assert (line["amount"], line["rate"], line["currency"], line["kind"]) == (
        "100.00",
        "0.1000",
        "USD",
        "bonus",
    )
    assert line["payment"]["amount"] == "1000.00"
    assert line["sale"]["number"] == handed.handoff.sale.number
    assert line["company"]["name"] == handed.handoff.company.name
    assert line["statement"] is None


def test_statements_open_closed_paid(
    handed: HandedOver, hal: User, finn: User, sue: User, at: datetime
) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    assert api(finn).get(f"{BASE}statements/").json()["count"] == 0
    accept(handed.handoff, at)
    listed = api(finn).get(f"{BASE}statements/").json()["results"]
    key = f"{hal.pk}-2026-11"
    assert [(one["id"], one["state"], one["total"]) for one in listed] == [(key, "open", "100.00")]
    assert len(api(hal).get(f"{BASE}statements/{key}/").json()["lines"]) == 1
    assert post(sue, f"statements/{key}/close/").status_code == 403
    assert post(finn, f"statements/{key}/pay/").status_code == 404
    closed, again = (post(finn, f"statements/{key}/close/", key="c1") for _ in range(2))
    assert closed.json() == again.json()
    assert closed.json()["state"] == "closed"
    assert post(finn, f"statements/{key}/close/").json()["code"] == "statement_closed"
    assert post(finn, f"statements/{key}/pay/").json()["state"] == "paid"
    assert post(finn, f"statements/{key}/pay/").status_code == 409
    shown = api(hal).get(f"{BASE}statements/{key}/").json()
    assert (shown["state"], shown["lines"][0]["statement"]) == ("paid", key)


def test_a_foreign_statement_is_404(handed: HandedOver, hal: User, hugo: User, at: datetime) -> None:
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    key = f"{hal.pk}-2026-11"
    assert [api(one).get(f"{BASE}statements/{key}/").status_code for one in (hal, hugo)] == [200, 404]
    assert api(hal).get(f"{BASE}statements/{hal.pk}-2026-13/").status_code == 404
    assert not Statement.objects.exists()


def test_preview_uses_the_same_engine(hal: User) -> None:
    answer = post(hal, "preview/", {"amount": "20000.00"}).json()
    expected = {"bonus": "2000.00", "trailing_first_year": "600.00", "cross_sell": "1000.00"}
    assert {name: answer[name] for name in expected} == expected
    assert post(hal, "preview/", {"amount": "-1"}).status_code == 400


@pytest.mark.parametrize(("path", "who", "queries"), [
    ("handoffs/", "fern", 3), ("agreements/", "sue", 3), ("accruals/", "finn", 2),
])  # fmt: skip
def test_lists_ask_the_same_few_queries(
    hal: User, fay: User, at: datetime, request: pytest.FixtureRequest, path: str, who: str, queries: int,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    client = api(request.getfixturevalue(who))
    for count in (1, 4):
        for _n in range(count):
            pay(introduce(first_sale(hal, at).handoff, at).sale, Decimal("10.00"), at)
        accrue_due(at=at)
        with django_assert_num_queries(queries):
            client.get(f"{BASE}{path}")
