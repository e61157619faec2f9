"""All closed statements of a month are marked as paid at once, each once; those below zero stay."""

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.test import Client
from rest_framework.test import APIClient

from handoff.actions import close_statement, correct_pay, pay_month, pay_statement
from handoff.models import Statement
from handoff.queries import unpaid_months
from handoff.refusals import NothingToPay
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, User
from tests.handoff.steps import held, nothing_changes

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def closed(cara: User, cody: User, hal: User, finn: User, at: datetime) -> list[Statement]:
    """Cara's and Cody's Novembers, and Hal's below zero."""
    for caller in (cara, cody):
        held(caller, at)
    correct_pay(actor=finn, person=hal, amount=Decimal("-5.00"), currency="USD", reason="Taken back", at=at)
    return [close_statement(actor=finn, person=one, month=NOVEMBER, at=at) for one in (cara, cody, hal)]


def states() -> list[str]:
    return list(Statement.objects.order_by("pk").values_list("state", flat=True))


def test_all_of_a_month_are_paid_once(closed: list[Statement], finn: User, at: datetime) -> None:
    assert unpaid_months(finn) == [
        {"month": NOVEMBER, "currency": "USD", "n": 2, "total": Decimal("50.00")}
    ]  # fmt: skip
    assert pay_month(actor=finn, month=date(2026, 11, 17), at=at) == 2
    assert states() == ["paid", "paid", "closed"]
    assert Activity.objects.filter(verb="statement_paid").count() == 2
    assert Notice.objects.filter(kind="statement_paid").count() == 2
    assert unpaid_months(finn) == []
    with nothing_changes(), pytest.raises(NothingToPay):
        pay_month(actor=finn, month=NOVEMBER, at=at)


def test_what_was_paid_before_is_left(closed: list[Statement], finn: User, at: datetime) -> None:
    pay_statement(actor=finn, statement=closed[0], at=at)
    assert pay_month(actor=finn, month=NOVEMBER, at=at) == 1


def test_a_month_with_one_statement_is_named_without_the_button(
    closed: list[Statement], finn: User, at: datetime
) -> None:
    pay_statement(actor=finn, statement=closed[0], at=at)
    client = Client()
    client.force_login(finn)
    page = client.get("/commissions/statements/").content.decode()
    assert "in 1 statement to be paid" in page
    assert "Mark all as paid" not in page


def test_only_finance_and_only_that_month(
    closed: list[Statement], finn: User, sue: User, hal: User, at: datetime
) -> None:
    for person in (sue, hal):
        with nothing_changes(), pytest.raises(NotYours):
            pay_month(actor=person, month=NOVEMBER, at=at)
    with nothing_changes(), pytest.raises(NothingToPay):
        pay_month(actor=finn, month=date(2026, 10, 1), at=at)


def test_by_page_and_over_the_api(closed: list[Statement], finn: User, sue: User, at: datetime) -> None:
    client = Client()
    client.force_login(finn)
    assert "Mark all as paid" in client.get("/commissions/statements/").content.decode()
    send = {"month": "2026-11-01", "idempotency_key": "k"}
    assert [client.post("/commissions/statements/pay-month/", send).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert states() == ["paid", "paid", "closed"]
    assert "Mark all as paid" not in client.get("/commissions/statements/").content.decode()
    assert client.post("/commissions/statements/pay-month/", {"month": "x"}).status_code == 422
    api = APIClient()
    api.force_authenticate(finn)
    url = "/api/v1/handoff/statements/pay-month/"
    assert (api.post(url, {"month": "2026-11"}, format="json").json()["code"]) == "nothing_to_pay"
    api.force_authenticate(sue)
    assert api.post(url, {"month": "2026-11"}, format="json").status_code == 403


def test_the_api_says_how_many(closed: list[Statement], finn: User) -> None:
    api = APIClient()
    api.force_authenticate(finn)
    answer = api.post("/api/v1/handoff/statements/pay-month/", {"month": "2026-11"}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"paid": 2})
