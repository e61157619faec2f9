"""Money typed in before or behind the bank's line is counted once; other money of the same amount is confirmed."""

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import Organisation, User
from salesorg.sales.actions import Share, match_line, move_payment, record_payment, split_line
from salesorg.sales.alike_payments import typed_twin_of
from salesorg.sales.models import BankLine, Payment, Sale
from tests.handoff.steps import give_back
from tests.sales.bank_files import Move, one_c
from tests.sales.conftest import Owes, read

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def typed(sale: Sale, amount: str, at: datetime, actor: User | None = None, name: str = "H-1") -> Payment:
    return record_payment(
        actor=actor, sale=sale, amount=Decimal(amount), currency=sale.currency, paid_at=at, external_id=name, at=at
    )  # fmt: skip


def the_line() -> BankLine:
    return BankLine.objects.get(part=0)


def outcome() -> tuple[str, str]:
    line = the_line()
    return line.state, line.why


@pytest.mark.parametrize("before", [10, 6, 5, 0])
def test_a_line_whose_money_was_typed_in_waits(owes: Owes, at: datetime, before: int) -> None:
    sale = owes("1000.00")
    typed(sale, "400.00", at)
    read(one_c([Move("400.00", f"Оплата {sale.number}", day=(at - before * DAY).date())]), at)
    if before > 5:
        assert outcome() == ("matched", "number")
    else:
        assert outcome() == ("unmatched", "looks_typed")
        assert Payment.objects.count() == 1


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Moscow"])
@pytest.mark.parametrize(("days", "minute", "waits"), [
    (5, time(23, 50), True), (5, time(0, 10), True), (-5, time(23, 50), True), (-5, time(0, 10), True),
    (6, time(0, 10), False), (-6, time(23, 50), False), (7, time(0, 0), False), (-7, time(23, 59), False),
])  # fmt: skip
def test_local_days_are_counted(
    owes: Owes, at: datetime, finn: User, zone: str, days: int, minute: time, waits: bool
) -> None:
    Organisation.objects.update(time_zone=zone)
    sale, day = owes("1000.00"), (at - 14 * DAY).date()
    typed(sale, "400.00", datetime.combine(day + days * DAY, minute, ZoneInfo(zone)))
    read(one_c([Move("400.00", f"Оплата {sale.number}", day=day)]), at)
    assert outcome() == (("unmatched", "looks_typed") if waits else ("matched", "number"))


def test_another_currency_is_other_money(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    typed(sale, "400.00", at)
    line = BankLine(day=at.date(), amount=Decimal("400.00"), currency="RUB")
    assert typed_twin_of(line, [(sale.pk, line.amount)]) is not None
    line.currency = "USD"
    assert typed_twin_of(line, [(sale.pk, line.amount)]) is None


@pytest.mark.parametrize("by_bank", [True, False])
def test_what_was_moved_here_is_the_bank_s_or_was_typed(
    owes: Owes, at: datetime, finn: User, by_bank: bool
) -> None:
    wrong, right = owes("900.00"), owes("1000.00")
    if by_bank:
        read(one_c([Move("400.00", wrong.number, document="7")]), at)
    else:
        typed(wrong, "400.00", at)
    move_payment(actor=finn, payment=Payment.objects.get(), sale=right, at=at)
    read(one_c([Move("400.00", right.number)]), at)
    found = BankLine.objects.get(document="101")
    assert (found.state, found.why) == (("matched", "number") if by_bank else ("unmatched", "looks_typed"))


@pytest.mark.parametrize("named", [True, False])
def test_what_is_not_surely_for_a_sale_says_it_too(owes: Owes, at: datetime, named: bool) -> None:
    """More than is owed still, so that nothing is recorded by itself; of two such lines one is this money."""
    sale = owes("700.00")
    typed(sale, "400.00", at)
    purpose = f"Оплата {sale.number}" if named else "Оплата"
    read(one_c([Move("400.00", purpose, document=n) for n in ("1", "2")]), at)
    assert sorted(BankLine.objects.values_list("state", "why")) == [
        ("unmatched", ""),
        ("unmatched", "looks_typed"),
    ]


def test_another_client_s_payment_says_nothing(owes: Owes, at: datetime) -> None:
    sale = owes("700.00")
    typed(sale, "400.00", at)
    read(one_c([Move("400.00", "Оплата", tax_id="7744000912", payer=sale.company.name)]), at)
    assert outcome() == ("unmatched", "")


def test_the_split_can_be_confirmed(owes: Owes, at: datetime, finn: User) -> None:
    """A part looks like a payment typed in; no payment looks like the whole line."""
    first, second = owes("1000.00"), owes("500.00")
    typed(second, "100.00", at, name="H-2")
    read(one_c([Move("400.00", f"Оплата {first.number} {second.number}")]), at)
    client, url = Client(), reverse("sales:bank_split", args=[the_line().pk])
    client.force_login(finn)
    form = {"sale-1": first.number, "amount-1": "300.00", "sale-2": second.number, "amount-2": "100.00"}
    assert 'name="confirm"' not in client.get(reverse("sales:bank")).content.decode()
    refused = client.post(url, {**form, "beyond": "1", "idempotency_key": "a"})
    page = refused.content.decode()
    assert (refused.status_code, Payment.objects.count()) == (422, 1)
    assert f"Payment H-2 for {second.number} has the same amount" in page
    assert 'name="beyond" value="1" checked' in page
    assert 'name="confirm" value="1">' in page
    wrong = client.post(url, {**form, "amount-2": "99.00", "confirm": "1", "idempotency_key": "b"})
    assert 'name="confirm" value="1" checked' in wrong.content.decode()
    assert client.post(url, {**form, "confirm": "1", "idempotency_key": "c"}).status_code == 302
    assert Payment.objects.count() == 3


def test_what_was_given_back_or_came_by_the_bank_itself_is_other_money(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    give_back(typed(sale, "400.00", at), "400.00", at)
    moves = [Move("400.00", f"Оплата {sale.number}", document=n) for n in ("1", "2")]
    read(one_c(moves), at)
    assert list(BankLine.objects.values_list("state", flat=True)) == ["matched", "matched"]


def test_a_second_line_of_the_amount_is_recorded(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    typed(sale, "400.00", at)
    read(one_c([Move("400.00", f"Оплата {sale.number}", document=n) for n in ("1", "2")]), at)
    assert sorted(BankLine.objects.values_list("state", flat=True)) == ["matched", "unmatched"]


def test_only_who_confirms_records_it(owes: Owes, at: datetime, finn: User) -> None:
    sale, other = owes("1000.00"), owes("500.00")
    typed(sale, "400.00", at)
    read(one_c([Move("400.00", f"Оплата {sale.number}")]), at)
    line = the_line()
    with pytest.raises(ActionRefused) as refusal:
        match_line(actor=finn, line=line, sale=sale, at=at)
    assert (refusal.value.code, Payment.objects.count()) == ("looks_typed", 1)
    typed(other, "100.00", at, name="H-2")
    shares = [Share(sale, Decimal("300.00")), Share(other, Decimal("100.00"))]
    with pytest.raises(ActionRefused) as refusal:
        split_line(actor=finn, line=line, shares=shares, at=at)
    assert (refusal.value.code, Payment.objects.count()) == ("looks_typed", 2)
    match_line(actor=finn, line=line, sale=sale, at=at, confirm=True)
    sale.refresh_from_db()
    assert (Payment.objects.count(), sale.received) == (3, Decimal("800.00"))


def test_the_queue_names_the_payment_even_where_nothing_is_owed_any_more(
    owes: Owes, at: datetime, finn: User
) -> None:
    sale = owes("400.00")
    typed(sale, "400.00", at, finn)
    read(one_c([Move("400.00", f"Оплата {sale.number}")]), at)
    assert outcome() == ("unmatched", "looks_typed")
    client = Client()
    client.force_login(finn)
    page = client.get(reverse("sales:bank")).content.decode()
    assert "Probably recorded already" in page
    assert "H-1" in page
    send = {"sale": str(sale.pk), "beyond": "1", "idempotency_key": "a"}
    asked = client.post(reverse("sales:bank_match", args=[the_line().pk]), send)
    assert asked.status_code == 422
    assert 'name="confirm"' in asked.content.decode()
    again = {**send, "confirm": "1", "idempotency_key": "b"}
    assert client.post(reverse("sales:bank_match", args=[the_line().pk]), again).status_code == 302
    assert Payment.objects.count() == 2


def test_the_api_refuses_and_takes_the_word(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    typed(sale, "400.00", at)
    read(one_c([Move("400.00", f"Оплата {sale.number}")]), at)
    client = APIClient()
    client.force_authenticate(finn)
    url = f"/api/v1/sales/bank-lines/{the_line().pk}/match/"
    refused = client.post(url, {"sale": sale.pk}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "looks_typed")
    assert client.post(url, {"sale": sale.pk, "confirm": True}, format="json").status_code == 200


def test_typing_in_what_the_bank_has_told_is_asked_back(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("2000.00")
    read(one_c([Move("400.00", f"Оплата {sale.number}", day=at.date())]), at)
    client, path = Client(), reverse("sales:new_payment", args=[sale.pk])
    client.force_login(finn)
    form: dict[str, Any] = {
        "amount": "400.00", "day": (at - DAY).date().isoformat(), "external_id": "H-7", "idempotency_key": "a",
    }  # fmt: skip
    assert b'name="other"' not in client.get(path).content
    asked = client.post(path, form)
    assert (asked.status_code, Payment.objects.count()) == (422, 1)
    assert b'name="other"' in asked.content
    assert client.post(path, {**form, "other": "on", "idempotency_key": "b"}).status_code == 302
    assert Payment.objects.count() == 2
    # A week apart it is an instalment.
    later = {**form, "day": (at - 9 * DAY).date().isoformat(), "external_id": "H-8", "idempotency_key": "c"}
    assert client.post(path, later).status_code == 302
