"""Money recorded for the wrong sale goes to the right one; the commission follows; nothing is rewritten."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from rest_framework.test import APIClient

from handoff.actions import HandedOver, accrue_due
from handoff.models import Accrual
from salesorg.clients.models import Activity
from salesorg.dashboards.invariants import breaches
from salesorg.dashboards.timeline import events_of
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import User
from salesorg.sales.actions import move_payment
from salesorg.sales.models import BankStatement, Payment, Sale
from salesorg.sales.moved_payments import stands_now
from tests.handoff.conftest import handed  # noqa: F401 - a fixture
from tests.handoff.steps import give_back, pay, sell
from tests.sales.bank_files import Move, one_c
from tests.sales.conftest import Owes, read

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_the_journal_of_one_client_tells_it_once(owes: Owes, at: datetime, finn: User) -> None:
    wrong, right = owes("1000.00"), owes("500.00")
    move_payment(actor=finn, payment=pay(wrong, "400.00", at), sale=right, at=at)
    assert Activity.objects.filter(verb="payment_moved").count() == 1


def test_only_what_is_taken_back_was_moved(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    first = pay(sale, "40.00", at)
    with pytest.raises(IntegrityError, match="payment_moved_is_taken_back"), transaction.atomic():
        Payment.objects.create(
            sale=sale, moved_to=first, amount=Decimal(1), currency="RUB", paid_at=at, external_id="X", recorded_at=at
        )  # fmt: skip


def received(*sales: Sale) -> list[Decimal]:
    return [Sale.objects.get(pk=one.pk).received for one in sales]


def earned(sale: Sale) -> Decimal:
    lines = Accrual.objects.filter(payment__sale=sale)
    return sum((line.amount for line in lines), Decimal(0))


def test_it_goes_over_with_its_day(owes: Owes, at: datetime, finn: User) -> None:
    wrong, right = owes("1000.00"), owes("500.00", "7812014560")
    payment = pay(wrong, "400.00", at, paid_at=at - 3 * DAY)
    moved = move_payment(actor=finn, payment=payment, sale=right, at=at)
    assert received(wrong, right) == [Decimal("0.00"), Decimal("400.00")]
    assert (moved.paid_at, moved.recorded_by, moved.amount) == (payment.paid_at, finn, Decimal("400.00"))
    back = Payment.objects.get(refund_of=payment)
    assert (back.amount, back.paid_at) == (Decimal("-400.00"), payment.paid_at)
    assert (back.moved_to, moved.moved_to) == (moved, None)
    told = Activity.objects.filter(verb__startswith="payment_").order_by("pk").values_list("verb", "company")
    assert list(told) == [
        ("payment_recorded", wrong.company_id), ("payment_moved", wrong.company_id), ("payment_moved", right.company_id),
    ]  # fmt: skip
    told_of = events_of(Activity.objects.filter(verb="payment_moved"))
    assert {one.title for one in told_of} == {
        f"Payment of ₽400.00 moved from {wrong.number} to {right.number}"
    }
    assert breaches() == []


def test_the_commission_follows(handed: HandedOver, fay: User, at: datetime, finn: User) -> None:  # noqa: F811
    wrong, right = (sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "1000.00", at) for _ in range(2))
    payment = pay(wrong, "400.00", at)
    accrue_due(at=at)
    paid = earned(wrong)
    assert paid > 0
    move_payment(actor=finn, payment=payment, sale=right, at=at)
    accrue_due(at=at)
    assert (earned(wrong), earned(right)) == (Decimal(0), paid)
    assert breaches() == []


def test_only_what_is_left_goes(owes: Owes, at: datetime, finn: User) -> None:
    wrong, right = owes("1000.00"), owes("500.00")
    payment = pay(wrong, "400.00", at)
    give_back(payment, "150.00", at)
    assert move_payment(actor=finn, payment=payment, sale=right, at=at).amount == Decimal("250.00")
    assert received(wrong, right) == [Decimal("0.00"), Decimal("250.00")]


def test_it_is_moved_once_and_may_be_moved_on_and_back(owes: Owes, at: datetime, finn: User) -> None:
    wrong, right = owes("1000.00"), owes("500.00")
    payment = pay(wrong, "400.00", at)
    moved = move_payment(actor=finn, payment=payment, sale=right, at=at)
    refused(finn, payment, right, at, "nothing_left")
    again = move_payment(actor=finn, payment=moved, sale=wrong, at=at)
    # Ids do not grow with each move.
    assert [moved.external_id, again.external_id] == [
        f"{payment.external_id}/{payment.pk}+", f"{payment.external_id}/{moved.pk}+"
    ]  # fmt: skip
    assert Payment.objects.get(refund_of=moved).external_id == f"{payment.external_id}/{moved.pk}-"
    assert received(wrong, right) == [Decimal("400.00"), Decimal("0.00")]
    move_payment(actor=finn, payment=again, sale=right, at=at)
    assert received(wrong, right) == [Decimal("0.00"), Decimal("400.00")]


def refused(actor: User, payment: Payment, sale: Sale, at: datetime, code: str) -> None:
    before = list(Payment.objects.order_by("pk").values()), Activity.objects.count()
    with pytest.raises(ActionRefused) as refusal:
        move_payment(actor=actor, payment=payment, sale=sale, at=at)
    assert refusal.value.code == code
    assert (list(Payment.objects.order_by("pk").values()), Activity.objects.count()) == before


def test_what_cannot_be_right_is_refused(owes: Owes, at: datetime, finn: User, sue: User, hal: User) -> None:
    wrong, small = owes("1000.00"), owes("300.00")
    payment = pay(wrong, "400.00", at)
    refused(finn, payment, wrong, at, "same_sale")
    refused(finn, payment, small, at, "beyond_sale")
    for person in (sue, hal):
        refused(person, payment, small, at, NotYours.code)
    refund = give_back(pay(small, "50.00", at), "10.00", at)
    refused(finn, refund, wrong, at, "nothing_left")
    Sale.objects.filter(pk=small.pk).update(currency="EUR")
    refused(finn, pay(wrong, "5.00", at), small, at, "wrong_currency")
    Sale.objects.filter(pk=small.pk).update(currency="RUB")
    assert move_payment(actor=finn, payment=payment, sale=small, at=at, beyond=True).amount == Decimal(
        "400.00"
    )


def test_by_page(owes: Owes, at: datetime, finn: User, sue: User) -> None:
    wrong, right, small = owes("1000.00"), owes("500.00"), owes("100.00")
    payment = pay(wrong, "400.00", at)
    client, path = Client(), f"/payments/{payment.pk}/move/"
    client.force_login(finn)
    assert path in client.get(f"/payments/{payment.pk}/refund/").content.decode()
    page = client.get(path).content.decode()
    assert 'type="search" name="q"' in page
    assert '<h1 class="page-title text-break">' in page
    assert (right.number in page, small.number in page) == (True, True)
    asked = client.post(path, {"sale": small.pk, "idempotency_key": "a"})
    assert (asked.status_code, b'name="beyond"' in asked.content) == (422, True)
    assert [client.post(path, {"sale": right.pk, "idempotency_key": "b"}).status_code for _ in range(2)] == [
        302,
        302,
    ]
    assert received(wrong, right) == [Decimal("0.00"), Decimal("400.00")]
    nothing = client.get(path).content.decode()
    assert ("Nothing is left to move" in nothing, 'type="search" name="q"' in nothing) == (True, False)
    listed = client.get("/payments/").content.decode()
    assert (f"moved to {right.number}" in listed, f"moved from {wrong.number}" in listed) == (True, True)
    assert ">refund<" not in listed
    assert client.post(path, {"sale": "9" * 30}).status_code == 404
    assert client.get(f"/payments/{Payment.objects.get(refund_of=payment).pk}/move/").status_code == 404
    client.force_login(sue)
    assert client.get(path).status_code == 403


def test_over_the_api(owes: Owes, at: datetime, finn: User) -> None:
    wrong, right = owes("1000.00"), owes("500.00")
    payment = pay(wrong, "400.00", at)
    client = APIClient()
    client.force_authenticate(finn)
    url = f"/api/v1/sales/payments/{payment.pk}/move/"
    assert client.post(url, {"sale": 0}, format="json").status_code == 400
    made = client.post(url, {"sale": right.pk}, format="json")
    assert (made.status_code, made.json()["amount"]) == (201, "400.00")
    listed = client.get("/api/v1/sales/payments/").json()["results"]
    assert {one["id"]: one["moved_to"] for one in listed}[
        Payment.objects.get(refund_of=payment).pk
    ] == made.json()["id"]
    refused_again = client.post(url, {"sale": right.pk}, format="json")
    assert (refused_again.status_code, refused_again.json()["code"]) == (409, "nothing_left")


def test_a_line_of_the_bank_says_where_its_money_stands_now(owes: Owes, at: datetime, finn: User) -> None:
    """After two moves it is named by the last; what was not moved says nothing."""
    wrong, other, right = owes("1000.00"), owes("1000.00"), owes("500.00", "7812014560")
    moves = [Move("400.00", wrong.number), Move("300.00", wrong.number, document="2")]
    read(one_c(moves), at)
    payment = Payment.objects.get(amount=Decimal("400.00"))
    became = move_payment(actor=finn, payment=payment, sale=other, at=at)
    last = move_payment(actor=finn, payment=became, sale=right, at=at)
    rest = Payment.objects.get(amount=Decimal("300.00"))
    assert stands_now([payment.pk, rest.pk]) == {payment.pk: last}
    assert stands_now([]) == {}
    client = Client()
    client.force_login(finn)
    for path in ("/payments/bank/lines/", f"/payments/statements/{BankStatement.objects.get().pk}/"):
        page = client.get(path).content.decode()
        assert page.count("moved to ") == 1
        assert f"moved to {right.number}" in page
