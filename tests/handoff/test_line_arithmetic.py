"""How a line came about, and why one is nothing: pure."""

from datetime import date
from decimal import Decimal

import pytest

from handoff.line_arithmetic import Arithmetic, arithmetic
from handoff.why_nothing import WORDS, why_nothing
from salesorg.lib.paper import BOTTOM, TOP, Flow

D = Decimal
ONE = {"vat_rate": D("0.000"), "exchange_rate": D("1.00000000")}


def worked(**changes: object) -> Arithmetic:
    asked = {
        "paid": D("1000.00"),
        "refunds": [],
        "rate": D("0.1000"),
        "earlier": [],
        "amount": D("100.00"),
        **ONE,
    }
    return arithmetic(**{**asked, **changes})  # type: ignore[arg-type]


def test_a_payment() -> None:
    found = worked()
    assert (found.received, found.earned, found.difference, found.cut_by) == (1000, 100, 100, 0)


def test_a_refund_takes_back_the_difference() -> None:
    found = worked(refunds=[D("-300.00"), D("-0.05")], earlier=[D("100.00"), D("-30.00")], amount=D("0.00"))
    assert (found.received, found.earned, found.posted) == (D("699.95"), D("70.00"), 70)
    assert (found.difference, found.cut_by) == (0, 0)


def test_vat_is_taken_out_and_currency_converted_before_the_rounding() -> None:
    found = worked(vat_rate=D("0.200"), exchange_rate=D("90.50000000"), amount=D("7541.67"))
    assert (found.net, found.earned, found.cut_by) == (D("75416.67"), D("7541.67"), 0)


def test_a_cap_shows_as_what_it_cut() -> None:
    assert worked(amount=D("60.00")).cut_by == 40


NOTHING = {"rate": D("0.0000"), "paid": D("10.00"), "paid_on": date(2026, 11, 16), "first_sale_on": date(2023, 11, 16),
           "trailing": True, "duration": 36}  # fmt: skip


@pytest.mark.parametrize(("change", "why"), [
    ({}, "after_duration"),
    ({"paid_on": date(2026, 11, 15)}, "zero_rate"),
    ({"trailing": False}, "zero_rate"),
    ({"duration": None}, "zero_rate"),
    ({"ended_on": date(2026, 11, 15), "end_reason": "left"}, "left"),
    ({"ended_on": date(2026, 11, 15), "end_reason": "lost"}, "lost"),
    ({"ended_on": date(2026, 11, 16), "end_reason": "left"}, "after_duration"),
    ({"rate": D("0.1"), "has_cap": True}, "capped"),
    ({"rate": D("0.1"), "paid": D("-1.00")}, "nothing_left"),
    ({"rate": D("0.1"), "paid": D("0.04")}, "too_small"),
])  # fmt: skip
def test_why_nothing(change: dict[str, object], why: str) -> None:
    found = why_nothing(**{**NOTHING, **change})  # type: ignore[arg-type]
    assert found == why
    assert found in WORDS


def test_a_flow_turns_the_page_when_a_piece_does_not_fit() -> None:
    turned: list[int] = []
    flow = Flow(lambda: turned.append(1), head=10)
    height = (TOP - BOTTOM) / 2
    assert flow.take(height) == TOP
    assert (flow.take(height), flow.page) == (TOP - height, 1)
    assert (flow.take(1), flow.page, len(turned)) == (TOP - 10, 2, 1)
    flow.take(1, keep=TOP)
    assert flow.page == 3
