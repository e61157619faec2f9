"""The rule by which money finds its sale: numbers in any spelling, tax ids, amounts; what is sure and what is not."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesorg.sales.payment_matching import (
    Money,
    OpenSale,
    PaidBefore,
    judge_payment,
    judge_refund,
    sale_numbers,
    suggested_split,
)

INN, OTHER = "7707083893", "7744000912"


def came(amount: str, purpose: str = "", tax_id: str = INN, currency: str = "RUB") -> Money:
    return Money(Decimal(amount), currency, tax_id, purpose)


def owing(sale: int, owed: str, tax_id: str = INN, currency: str = "RUB") -> OpenSale:
    return OpenSale(sale, f"S-2026-{sale:06d}", currency, Decimal(owed), tax_id, 1)


@pytest.mark.parametrize("purpose", [
    "Оплата по счету S-2026-000123 от 1.11.2026, НДС не облагается", "оплата С-2026-000123", "с2026000123", "S 2026 000123",
    "S – 2026 – 000 123", "счет№S-2026-000123.", "по сч.S/2026/000123 1000 руб", "S_2026_000123, с 2026-11-15",
])  # fmt: skip
def test_a_number_is_found_in_any_spelling(purpose: str) -> None:
    assert sale_numbers(purpose) == ["S-2026-000123"]


@pytest.mark.parametrize("purpose", [
    "", "с 2026-11-15 по 2026-12-15", "Договор 2026-000123", "XS-2026-000123", "S-2026-12345", "с 2026 года", "S-1826-000123",
])  # fmt: skip
def test_what_is_no_number_of_ours(purpose: str) -> None:
    assert sale_numbers(purpose) == []


def test_several_numbers_in_order_each_once() -> None:
    text = "S-2026-000002 и С2026000001, S-2026-000002, S-2026-1000000"
    assert sale_numbers(text) == ["S-2026-000002", "S-2026-000001", "S-2026-1000000"]


@pytest.mark.parametrize(("money", "sales", "sure"), [
    # The number is named and no more than owed.
    (came("100.00", "S-2026-000001"), [owing(1, "100.00")], 1),
    (came("40.00", "S-2026-000001"), [owing(1, "100.00"), owing(2, "40.00")], 1),
    (came("100.00", "S-2026-000001", tax_id=""), [owing(1, "100.00")], 1),
    (came("100.00", "S-2026-000001"), [owing(1, "100.00", tax_id="")], 1),
    # Named, but: more than owed, another currency, another payer, two numbers, nothing owed.
    (came("100.01", "S-2026-000001"), [owing(1, "100.00")], None),
    (came("100.00", "S-2026-000001", currency="USD"), [owing(1, "100.00")], None),
    (came("100.00", "S-2026-000001", tax_id=OTHER), [owing(1, "100.00")], None),
    (came("100.00", "S-2026-000001 S-2026-000002"), [owing(1, "100.00"), owing(2, "100.00")], None),
    (came("100.00", "S-2026-000001 S-2026-000009"), [owing(1, "100.00")], None),
    (came("100.00", "S-2026-000001"), [owing(1, "0.00")], None),
    # A number that is not ours: the tax id must not decide against it.
    (came("100.00", "S-2026-000009"), [owing(1, "100.00")], None),
    # By tax id: exactly one sale owing exactly this.
    (came("100.00"), [owing(1, "100.00"), owing(2, "300.00")], 1),
    (came("100.00"), [owing(1, "100.00"), owing(2, "100.00")], None),
    (came("99.00"), [owing(1, "100.00")], None),
    (came("100.00", tax_id=""), [owing(1, "100.00", tax_id="")], None),
    (came("100.00", tax_id=OTHER), [owing(1, "100.00")], None),
    (came("100.00", currency="USD"), [owing(1, "100.00")], None),
])  # fmt: skip
def test_what_is_sure(money: Money, sales: list[OpenSale], sure: int | None) -> None:
    assert judge_payment(money, sales).sure == sure


def test_candidates_come_in_order_and_say_why() -> None:
    sales = [owing(1, "70.00"), owing(2, "100.00"), owing(3, "100.00", tax_id=OTHER), owing(4, "50.00")]
    verdict = judge_payment(came("100.00", "S-2026-000004"), sales)
    assert [(one.target, one.why) for one in verdict.candidates] == [
        (4, ("number", "tax_id", "more")), (2, ("tax_id", "amount")), (1, ("tax_id", "more")), (3, ("other_payer", "amount")),
    ]  # fmt: skip
    assert verdict.sure is None


def paid(
    payment: int, amount: str, left: str = "", sale: str = "S-2026-000001", tax_id: str = INN
) -> PaidBefore:
    return PaidBefore(payment, sale, "RUB", Decimal(amount), Decimal(left or amount), tax_id)


@pytest.mark.parametrize(("money", "payments", "sure", "first"), [
    (came("-100.00", "Возврат S-2026-000001"), [paid(1, "100.00"), paid(2, "300.00")], 1, 1),
    (came("-100.00", "Возврат S-2026-000001"), [paid(1, "100.00"), paid(2, "100.00")], None, 2),
    (came("-100.00", "Возврат"), [paid(1, "100.00")], None, 1),
    (came("-100.00", "Возврат S-2026-000001", tax_id=OTHER), [paid(1, "100.00")], None, 1),
    (came("-50.00", "Возврат S-2026-000001"), [paid(1, "100.00")], None, 1),
    (came("-50.00", "Возврат S-2026-000001"), [paid(1, "100.00", left="50.00")], None, 1),
    (came("-100.00", "Возврат S-2026-000001"), [paid(1, "100.00", left="99.00")], None, None),
])  # fmt: skip
def test_refunds_are_proposed_and_seldom_sure(
    money: Money, payments: list[PaidBefore], sure: int | None, first: int | None
) -> None:
    verdict = judge_refund(money, payments)
    assert verdict.sure == sure
    assert (verdict.candidates[0].target if verdict.candidates else None) == first


AMOUNTS = st.decimals(Decimal("0.01"), Decimal("9999.99"), places=2)


@given(
    AMOUNTS, st.lists(st.tuples(AMOUNTS, st.sampled_from([INN, OTHER, ""])), max_size=6), st.integers(0, 6)
)
def test_what_is_sure_never_pays_more_than_is_owed(
    amount: Decimal, sales: list[tuple[Decimal, str]], named: int
) -> None:
    around = [owing(n, str(owed), tax_id) for n, (owed, tax_id) in enumerate(sales, 1)]
    verdict = judge_payment(came(str(amount), f"S-2026-{named:06d}" if named else ""), around)
    if verdict.sure is not None:
        sale = next(one for one in around if one.sale == verdict.sure)
        assert amount <= sale.owed
        assert sale.tax_id in (INN, "")
        assert named in (0, sale.sale)


def test_a_name_is_a_hint_and_never_sure() -> None:
    unknown = replace(owing(1, "100.00", tax_id=""), name="ромашка")
    money = replace(came("100.00", tax_id=""), payer="ромашка")
    verdict = judge_payment(money, [unknown, owing(2, "100.00", tax_id=OTHER)])
    assert verdict.sure is None
    assert [(one.target, one.why) for one in verdict.candidates] == [
        (1, ("name", "amount")),
        (2, ("amount",)),
    ]
    # A tax id says more than a name, for and against.
    same, other = (replace(owing(n, "70.00", tax_id), name="ромашка") for n, tax_id in ((1, INN), (2, OTHER)))
    found = judge_payment(replace(came("50.00"), payer="ромашка"), [same, other]).candidates
    assert [(one.target, one.why) for one in found] == [(1, ("tax_id", "less"))]


def test_one_sale_alone_is_offered_what_it_owes() -> None:
    assert suggested_split(Decimal("150.00"), [Decimal("100.00")]) == [Decimal("100.00")]
    assert suggested_split(Decimal("50.00"), [Decimal("100.00")]) == [Decimal("50.00")]


@given(AMOUNTS, st.lists(AMOUNTS, min_size=2, max_size=5))
def test_a_suggested_split_sums_to_the_line(amount: Decimal, owed: list[Decimal]) -> None:
    assert sum(suggested_split(amount, owed)) == amount
