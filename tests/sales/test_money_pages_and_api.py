"""Payments and refunds: finance records, the head of sales reads, everything once."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from handoff.actions import HandedOver
from salesorg.clients.models import Activity
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales.actions import record_payment
from salesorg.sales.filters import PaymentFilter
from salesorg.sales.models import Payment, Sale
from tests.factories import product
from tests.handoff.conftest import handed  # noqa: F401 - a fixture
from tests.handoff.steps import give_back, pay
from tests.sales.conftest import Owes

pytestmark = pytest.mark.django_db


def today() -> str:
    """The organisation's day: the day of another zone may lie in the future."""
    return timezone.now().astimezone(organisation().zone).date().isoformat()


def login(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def sale(handed: HandedOver) -> Sale:  # noqa: F811
    return handed.handoff.sale


def body(sale: Sale, **changes: Any) -> dict[str, Any]:
    return {"sale": sale.pk, "amount": "400.00", "currency": "USD", "paid_at": timezone.now().isoformat(),
            "external_id": "B-1", **changes}  # fmt: skip


def test_record_and_refund_over_the_api(sale: Sale, finn: User) -> None:
    first, again = (
        api(finn).post("/api/v1/sales/payments/", body(sale, paid_at="2026-11-20T10:00:00Z"), format="json",
                       headers={"Idempotency-Key": "k"}) for _ in range(2)
    )  # fmt: skip
    assert (first.status_code, first.json()) == (201, again.json())
    path = f"/api/v1/sales/payments/{first.json()['id']}/refunds/"
    refund = {"amount": "150.00", "refunded_at": "2026-11-21T10:00:00Z", "external_id": "R-1"}
    made = api(finn).post(path, refund, format="json").json()
    assert (made["amount"], made["refund_of"]) == ("-150.00", first.json()["id"])
    assert api(finn).post(path, refund, format="json").json()["code"] == "external_id_known"
    too_much = api(finn).post(path, {**refund, "amount": "250.01", "external_id": "R-2"}, format="json")
    assert (too_much.status_code, too_much.json()["code"]) == (409, "refund_beyond_payment")
    listed = api(finn).get("/api/v1/sales/payments/").json()["results"]
    assert sorted((one["amount"], one["refunded"]) for one in listed) == [
        ("-150.00", "0.00"),
        ("400.00", "-150.00"),
    ]
    assert Activity.objects.filter(verb__startswith="payment").count() == 2


@pytest.mark.parametrize(("changes", "status", "code"), [
    ({"currency": "EUR"}, 409, "wrong_currency"), ({"amount": "0.00"}, 409, "amount_not_positive"),
    ({"amount": "1.001"}, 400, None), ({"sale": 10**6}, 400, None), ({"owner": 1}, 400, None),
    ({"paid_at": (timezone.now() + timedelta(days=3)).isoformat()}, 409, "paid_in_future"),
])  # fmt: skip
def test_what_is_refused_changes_nothing(
    sale: Sale, finn: User, changes: dict[str, Any], status: int, code: str | None
) -> None:
    answer = api(finn).post("/api/v1/sales/payments/", {**body(sale), **changes}, format="json")
    assert answer.status_code == status
    assert answer.json().get("code") == code
    assert not Payment.objects.exists()


@pytest.mark.parametrize(("who", "read", "write"), [
    ("finn", 200, 201), ("sue", 200, 403), ("hera", 200, 403), ("fern", 200, 403), ("hal", 403, 403), ("fay", 403, 403),
    ("cara", 403, 403), ("root", 403, 403),
])  # fmt: skip
def test_roles_over_the_api(
    sale: Sale, request: pytest.FixtureRequest, who: str, read: int, write: int
) -> None:
    client = api(request.getfixturevalue(who))
    assert client.get("/api/v1/sales/payments/").status_code == read
    assert client.post("/api/v1/sales/payments/", body(sale), format="json").status_code == write


def test_products(sale: Sale, hal: User, cara: User) -> None:
    product("Retired").__class__.objects.filter(name="Retired").update(is_active=False)
    listed = api(hal).get("/api/v1/sales/products/").json()["results"]
    assert [(one["name"], one["price"], one["currency"]) for one in listed] == [("Scanner", "1000.00", "USD")]
    assert api(cara).get("/api/v1/sales/products/").status_code == 403


def test_finance_records_on_the_page(sale: Sale, finn: User) -> None:
    client = login(finn)
    found = client.get("/payments/new/", {"q": sale.company.name[:6]})
    assert sale.number in found.content.decode()
    assert sale.number in client.get("/payments/new/", {"q": sale.number[-6:]}).content.decode()
    assert b'value="1000.00"' in client.get(f"/payments/new/{sale.pk}/").content
    sent = {
        "amount": "600.00",
        "day": today(),
        "external_id": "B-7",
        "idempotency_key": "k",
    }
    yesterday = {**sent, "day": (timezone.now() - timedelta(days=1)).date().isoformat()}
    assert [client.post(f"/payments/new/{sale.pk}/", yesterday).status_code for _ in range(2)] == [302, 302]
    assert b'value="400.00"' in client.get(f"/payments/new/{sale.pk}/").content
    known = client.post(f"/payments/new/{sale.pk}/", {**yesterday, "idempotency_key": "l", "amount": "5.00"})
    assert known.status_code == 422
    assert b"already recorded" in known.content
    assert b'value="5.00"' in known.content
    assert Payment.objects.get().amount == 600


def test_a_day_in_the_future_is_refused(sale: Sale, finn: User) -> None:
    day = (timezone.now() + timedelta(days=2)).date().isoformat()
    answer = login(finn).post(f"/payments/new/{sale.pk}/", {"amount": "1.00", "day": day, "external_id": "x"})
    assert answer.status_code == 422
    assert not Payment.objects.exists()


def test_finance_refunds_on_the_page(sale: Sale, finn: User) -> None:
    payment = pay(sale, "100.00", timezone.now() - timedelta(days=2))
    client, path = login(finn), f"/payments/{payment.pk}/refund/"
    assert b'value="100.00"' in client.get(path).content
    sent = {
        "amount": "60.00",
        "day": (timezone.now() - timedelta(days=1)).date().isoformat(),
        "external_id": "R-9",
    }
    assert client.post(path, sent).status_code == 302
    too_much = client.post(path, {**sent, "external_id": "R-10"})
    assert too_much.status_code == 422
    assert b"exceed" in too_much.content
    assert payment.refunds.get().amount == Decimal("-60.00")
    assert client.get(f"/payments/{payment.refunds.get().pk}/refund/").status_code == 404


def test_who_may_open_payments(
    sale: Sale, finn: User, sue: User, hal: User, hera: User, fay: User, fern: User, cara: User, root: User
) -> None:
    payment = pay(sale, "100.00", timezone.now())
    for person in (finn, sue, hal, hera, fay, fern, cara, root):
        read = 200 if person.username in ("finn", "sue") else 403
        assert login(person).get("/payments/").status_code == read
        write = 200 if person == finn else 403
        for path in (f"/payments/new/{sale.pk}/", "/payments/new/", f"/payments/{payment.pk}/refund/"):
            assert login(person).get(path).status_code == write
    assert b"Refund</a>" not in login(sue).get("/payments/").content


def test_the_list_is_filtered_and_asks_few_queries(sale: Sale, finn: User) -> None:
    client, now, counts = login(finn), timezone.now(), []
    for _round in range(2):
        for _n in range(4):
            give_back(pay(sale, "10.00", now), "1.00", now)
        client.get("/payments/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/payments/").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
    assert (
        client.get("/payments/", {"kind": "refund", "search": sale.number}).context["page"].paginator.count
        == 8
    )
    assert client.get("/payments/", {"search": "nobody"}).context["page"].paginator.count == 0
    assert client.get("/payments/", {"paid_from": "nonsense", "page": "x"}).status_code == 200


def test_more_than_is_owed_is_asked_back(sale: Sale, finn: User) -> None:
    client, path = login(finn), f"/payments/new/{sale.pk}/"
    typed = {"amount": "1000.01", "day": today(), "external_id": "TOO-MUCH"}
    asked = client.post(path, typed)
    assert (asked.status_code, Payment.objects.count()) == (422, 0)
    assert b'name="beyond"' in asked.content
    assert client.post(path, {**typed, "beyond": "on"}).status_code == 302
    assert Payment.objects.get().amount == Decimal("1000.01")


@pytest.mark.parametrize("search", [
    "{number}", "{lower}", "s{bare}", "С {bare}", "{digits}", "pp-7/a", "PP-7/A", "4 000,07", "4000.07", "-4000.07", "lient 77",
])  # fmt: skip
def test_a_payment_is_found_in_any_spelling(owes: Owes, at: datetime, finn: User, search: str) -> None:
    sale, other = owes("9000.00"), owes("500.00", "7812014560")
    record_payment(
        actor=None, sale=sale, amount=Decimal("4000.07"), currency="RUB", paid_at=at, external_id="PP-7/a", at=at
    )  # fmt: skip
    pay(other, "77.13", at)
    typed = search.format(
        number=sale.number, lower=sale.number.lower(), bare=sale.number.removeprefix("S-").replace("-", ""),
        digits=int(sale.number[-6:]),
    )  # fmt: skip
    found = PaymentFilter({"search": typed}, Payment.objects.visible_to(finn)).qs
    assert [one.external_id for one in found] == ["PP-7/a"]
    assert not PaymentFilter({"search": "PP-70"}, Payment.objects.visible_to(finn)).qs.exists()
