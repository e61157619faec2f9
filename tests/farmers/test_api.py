from datetime import datetime, timedelta
from typing import Any

import pytest
from rest_framework.test import APIClient

from farmers.actions import sweep_neglect
from farmers.models import Account, Promise, Request, Touch
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests import factories

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/farmers/"


def api(who: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(who)
    return client


def test_a_farmer_lists_their_own_accounts(account: Account, foreign: Account, fay: User) -> None:
    answer = api(fay).get(f"{ROOT}accounts/").json()
    assert [row["id"] for row in answer["results"]] == [account.pk]
    row = answer["results"][0]
    assert row["company"] == {"id": account.company_id, "name": "Alpha"}
    assert row["farmer"]["username"] == "fay"
    assert (row["service_level"], row["last_touch_at"], row["neglected_since"]) == ("B", None, None)
    assert row["next_touch_at"] == "2026-11-28T00:00:00-05:00"


def test_filters(account: Account, foreign: Account, fern: User, flo: User, at: datetime) -> None:
    Account.objects.filter(pk=foreign.pk).update(neglected_from=at.date())
    sweep_neglect(at=at)
    client = api(fern)

    def ids(query: str) -> list[int]:
        return [row["id"] for row in client.get(f"{ROOT}accounts/?{query}").json()["results"]]

    assert ids(f"farmer={flo.pk}") == ids("farmer=flo") == ids("neglected=true") == [foreign.pk]
    assert ids("neglected=false") == [account.pk]
    assert ids("service_level=B") == [foreign.pk, account.pk]
    assert ids("service_level=A") == ids(f"farmer={'9' * 30}") == []


def test_a_touch_is_logged_once_for_a_key(account: Account, fay: User) -> None:
    client, url = api(fay), f"{ROOT}accounts/{account.pk}/touches/"
    body = {"kind": "call", "note": "Fine"}
    first = client.post(url, body, format="json", headers={"Idempotency-Key": "k"})
    again = client.post(url, body, format="json", headers={"Idempotency-Key": "k"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert Touch.objects.count() == 1
    other = client.post(url, body | {"note": "Other"}, format="json", headers={"Idempotency-Key": "k"})
    assert other.status_code == 422
    assert [row["note"] for row in client.get(url).json()["results"]] == ["Fine"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"kind": "call", "person": 1}, 400),
        ({"kind": "dream"}, 400),
        ({"kind": "call", "at": "2999-01-01T00:00:00Z"}, 409),
        ({"kind": "call", "next_touch_on": "2001-01-01"}, 409),
    ],
)
def test_a_wrong_touch_is_refused(account: Account, fay: User, body: dict[str, Any], status: int) -> None:
    answer = api(fay).post(f"{ROOT}accounts/{account.pk}/touches/", body, format="json")
    assert answer.status_code == status
    assert not Touch.objects.exists()


@pytest.mark.parametrize("what", ["touches", "promises", "requests", "sales"])
def test_who_may_act(account: Account, flo: User, sue: User, finn: User, cara: User, what: str) -> None:
    product = factories.product()
    bodies: dict[str, dict[str, Any]] = {
        "touches": {"kind": "call"},
        "promises": {"text": "Send", "due_on": "2999-01-01"},
        "requests": {"text": "Where?"},
        "sales": {"lines": [{"product": product.pk, "quantity": "1", "price": "5.00"}]},
    }
    url = f"{ROOT}accounts/{account.pk}/{what}/"
    for who, status in ((flo, 404), (sue, 403), (finn, 403), (cara, 403)):
        assert api(who).post(url, bodies[what], format="json").status_code == status
    assert not any(model.objects.exists() for model in (Touch, Promise, Request, Sale))
    assert APIClient().post(url, bodies[what], format="json").status_code in (401, 403)


def test_promises_and_requests(account: Account, fay: User) -> None:
    client = api(fay)
    promise = client.post(
        f"{ROOT}accounts/{account.pk}/promises/", {"text": "Send", "due_on": "2999-01-01"}, format="json"
    ).json()
    settled = client.post(f"{ROOT}promises/{promise['id']}/settle/", {"kept": True}, format="json")
    assert settled.json()["state"] == "kept"
    twice = client.post(f"{ROOT}promises/{promise['id']}/settle/", {"kept": False}, format="json")
    assert (twice.status_code, twice.json()["code"]) == (409, "promise_already_settled")
    asked = client.post(
        f"{ROOT}accounts/{account.pk}/requests/", {"text": "It broke", "kind": "claim"}, format="json"
    )
    answered = client.post(f"{ROOT}requests/{asked.json()['id']}/answer/", {"answer": "Sorry"}, format="json")
    assert answered.json()["answered_at"] is not None


def test_a_repeat_sale(account: Account, fay: User) -> None:
    product = factories.product(price="1000.00")
    body = {"lines": [{"product": product.pk, "quantity": "2", "discount": "10"}], "note": ""}
    answer = api(fay).post(f"{ROOT}accounts/{account.pk}/sales/", body, format="json")
    assert answer.status_code == 201
    assert answer.json() | {"id": 0, "number": "", "sold_at": ""} == {
        "id": 0, "number": "", "sold_at": "", "amount": "1800.00", "currency": "USD", "kind": "repeat",
    }  # fmt: skip


def test_only_the_head_reassigns(account: Account, fay: User, flo: User, fern: User, sue: User) -> None:
    url, body = f"{ROOT}accounts/{account.pk}/reassign/", {"farmer": flo.pk, "reason": "Vacation"}
    for who in (fay, sue):
        assert api(who).post(url, body, format="json").status_code == 403
    answer = api(fern).post(url, body, format="json")
    assert (answer.status_code, answer.json()["farmer"]["username"]) == (200, "flo")
    again = api(fern).post(url, body, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "same_farmer")


def test_the_head_of_sales_passes_on_what_is_kept_for_want_of_a_head(
    account: Account, flo: User, sue: User
) -> None:
    Account.objects.filter(pk=account.pk).update(farmer=sue)
    answer = api(sue).post(f"{ROOT}accounts/{account.pk}/reassign/", {"farmer": flo.pk}, format="json")
    assert answer.status_code == 200


def test_portfolios_say_who_is_overloaded_and_whom_to_hire(account: Account, fay: User, fern: User) -> None:
    fay.capacity = 1
    fay.save()
    answer = api(fern).get(f"{ROOT}portfolios/").json()
    (row,) = answer["results"]
    assert row["farmer"]["username"] == "fay"
    assert {name: row[name] for name in ("accounts", "capacity", "neglected", "overloaded", "full")} == {
        "accounts": 1, "capacity": "1.0", "neglected": 0, "overloaded": True, "full": True,
    }  # fmt: skip
    assert answer["department"]["hire"] == 1
    assert answer["department"]["by"] is not None
    assert api(fay).get(f"{ROOT}portfolios/").status_code == 403


@pytest.mark.parametrize("many", [10, 50])
def test_the_list_costs_the_same(fay: User, at: datetime, many: int, django_assert_num_queries: Any) -> None:
    from farmers.actions import open_account

    for _ in range(many):
        open_account(actor=None, company=factories.company(), farmer=fay, at=at - timedelta(days=1))
    client = api(fay)
    with django_assert_num_queries(3):
        assert len(client.get(f"{ROOT}accounts/").json()["results"]) == many
