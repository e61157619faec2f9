"""Step 6: finance records payments and a refund; the hunter's ledger follows, signed, once each."""

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from django.utils import timezone

from handoff.actions import accrue_due
from salesorg.people.models import User
from tests.journey.conftest import Api, Caller

pytestmark = pytest.mark.django_db


def pay(finn: Caller, sale: int, amount: str, external_id: str, expect: int = 201) -> Any:
    body = {
        "sale": sale,
        "amount": amount,
        "currency": "USD",
        "paid_at": timezone.now().isoformat(),
        "external_id": external_id,
    }
    return finn.post("sales/payments/", body, expect=expect)


def refund(finn: Caller, payment: int, amount: str, external_id: str, expect: int = 201) -> Any:
    body = {"amount": amount, "refunded_at": timezone.now().isoformat(), "external_id": external_id}
    return finn.post(f"sales/payments/{payment}/refunds/", body, expect=expect)


def earned(hal: Caller) -> list[str]:
    return sorted(line["amount"] for line in hal.get("handoff/accruals/")["results"])


def test_a_payment_earns_and_a_refund_takes_back(
    sold: dict[str, Any], finn: User, hal: User, api: Api
) -> None:
    payment = pay(api(finn), sold["sale"]["id"], "20000.00", "B-1")
    accrue_due(at=timezone.now())
    accrue_due(at=timezone.now() + timedelta(minutes=1))
    assert earned(api(hal)) == ["2000.00"]
    refund(api(finn), payment["id"], "20000.01", "R-0", expect=409)
    refund(api(finn), payment["id"], "20000.00", "R-1")
    accrue_due(at=timezone.now())
    assert earned(api(hal)) == ["-2000.00", "2000.00"]


@pytest.mark.parametrize("order", list(permutations([0, 1, 2])))
def test_refunds_in_any_order_leave_the_same_sum(
    sold: dict[str, Any], finn: User, hal: User, api: Api, order: tuple[int, ...]
) -> None:
    payment = pay(api(finn), sold["sale"]["id"], "9999.99", "B-1")
    for n in order:
        if n:
            refund(api(finn), payment["id"], ["", "3333.33", "6666.66"][n], f"R-{n}")
        else:
            accrue_due(at=timezone.now())
    accrue_due(at=timezone.now())
    from decimal import Decimal

    assert sum(Decimal(amount) for amount in earned(api(hal))) == 0


def test_a_payment_is_known_for_ever(
    sold: dict[str, Any], finn: User, hal: User, sue: User, api: Api
) -> None:
    pay(api(finn), sold["sale"]["id"], "100.00", "B-1")
    pay(api(finn), sold["sale"]["id"], "100.00", "B-1", expect=409)
    pay(api(hal), sold["sale"]["id"], "100.00", "B-2", expect=403)
    pay(api(sue), sold["sale"]["id"], "100.00", "B-2", expect=403)
