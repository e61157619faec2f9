"""Deciding about a line of the bank: to a sale, over several, put aside, given back; each once."""

from datetime import datetime
from decimal import Decimal

import pytest

from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from salesorg.sales.actions import Share, ignore_line, match_line, refund_line, restore_line, split_line
from salesorg.sales.models import BankLine, Payment
from tests.handoff.steps import pay
from tests.sales.bank_files import Move, one_c
from tests.sales.conftest import Owes, read

pytestmark = pytest.mark.django_db


def line(at: datetime, amount: str, **fields: str) -> BankLine:
    """A line that says nothing of a sale, and waits."""
    statement = read(one_c([Move(amount, tax_id="", **fields)]), at)
    found = BankLine.objects.get(statement=statement)
    BankLine.objects.filter(pk=found.pk, state="ignored").update(state="unmatched", why="", decided_at=None)
    return BankLine.objects.get(pk=found.pk)


def unchanged(of: BankLine) -> bool:
    of.refresh_from_db()
    return of.state == "unmatched" and not Payment.objects.exclude(external_id__startswith="P-").exists()


def test_a_line_becomes_a_payment_once(owes: Owes, at: datetime, finn: User) -> None:
    sale, of = owes("1000.00"), line(at, "400.00")
    done = match_line(actor=finn, line=of, sale=sale, at=at)
    payment = Payment.objects.get()
    assert (done.state, done.why, done.payment, done.decided_by) == ("matched", "by_hand", payment, finn)
    assert (payment.external_id, payment.amount, payment.recorded_by) == (
        of.external_id,
        Decimal("400.00"),
        finn,
    )
    assert Activity.objects.filter(verb="payment_recorded").count() == 1
    for again in (lambda: match_line(actor=finn, line=of, sale=sale, at=at),
                  lambda: ignore_line(actor=finn, line=of, reason="expense", at=at)):  # fmt: skip
        with pytest.raises(ActionRefused) as refusal:
            again()
        assert refusal.value.code == "line_decided"
    assert Payment.objects.count() == 1


def test_more_than_is_owed_is_asked_back(owes: Owes, at: datetime, finn: User) -> None:
    sale, of = owes("1000.00"), line(at, "1000.01")
    with pytest.raises(ActionRefused) as refusal:
        match_line(actor=finn, line=of, sale=sale, at=at)
    assert (refusal.value.code, unchanged(of)) == ("beyond_owed", True)
    match_line(actor=finn, line=of, sale=sale, at=at, beyond=True)
    sale.refresh_from_db()
    assert (sale.received, sale.owed) == (Decimal("1000.01"), 0)


def test_a_split_sums_to_the_kopeck(owes: Owes, at: datetime, finn: User) -> None:
    first, second, of = owes("100.00"), owes("200.00"), line(at, "250.01")
    wrong = [("parts_differ", ["100.00", "150.00"]), ("parts_wrong", ["250.01"]), ("parts_wrong", ["250.02", "-0.01"]),
             ("beyond_owed", ["100.01", "150.00"])]  # fmt: skip
    for code, amounts in wrong:
        shares = [Share(sale, Decimal(one)) for sale, one in zip((first, second), amounts, strict=False)]
        with pytest.raises(ActionRefused) as refusal:
            split_line(actor=finn, line=of, shares=shares, at=at)
        assert (refusal.value.code, unchanged(of)) == (code, True)
    with pytest.raises(ActionRefused):
        split_line(
            actor=finn,
            line=of,
            shares=[Share(first, Decimal("50.00")), Share(first, Decimal("200.01"))],
            at=at,
        )
    done = split_line(
        actor=finn, line=of, shares=[Share(first, Decimal("100.00")), Share(second, Decimal("150.01"))], at=at
    )
    parts = list(done.parts.order_by("part"))
    assert (done.state, [str(one.amount) for one in parts]) == ("split", ["100.00", "150.01"])
    assert [one.payment.external_id for one in parts if one.payment] == [
        f"{of.external_id}/1",
        f"{of.external_id}/2",
    ]
    assert sum(payment.amount for payment in Payment.objects.all()) == of.amount
    with pytest.raises(ActionRefused):
        split_line(
            actor=finn,
            line=of,
            shares=[Share(first, Decimal("100.00")), Share(second, Decimal("150.01"))],
            at=at,
        )


def test_ignored_with_a_reason_and_taken_back(owes: Owes, at: datetime, finn: User) -> None:
    owes()
    of = line(at, "5.00")
    with pytest.raises(ActionRefused) as refusal:
        ignore_line(actor=finn, line=of, reason="by_hand", at=at)
    assert (refusal.value.code, unchanged(of)) == ("reason_unknown", True)
    with pytest.raises(ActionRefused):
        restore_line(actor=finn, line=of, at=at)
    assert ignore_line(actor=finn, line=of, reason="not_a_sale", at=at).why == "not_a_sale"
    back = restore_line(actor=finn, line=of, at=at)
    assert (back.state, back.why, back.decided_by) == ("unmatched", "", None)
    assert list(Activity.objects.filter(verb__startswith="bank_line").values_list("verb", flat=True).order_by("pk")) == [
        "bank_line_ignored", "bank_line_restored",
    ]  # fmt: skip


def test_money_out_gives_a_payment_back_once(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    payment, of = pay(sale, "300.00", at), line(at, "-200.00")
    with pytest.raises(ActionRefused) as refusal:
        match_line(actor=finn, line=of, sale=sale, at=at)
    assert refusal.value.code == "line_went_out"
    done = refund_line(actor=finn, line=of, payment=payment, at=at)
    assert done.payment is not None
    assert (done.state, done.payment.refund_of, done.payment.amount) == (
        "refund",
        payment,
        Decimal("-200.00"),
    )
    more = line(at, "-100.01", document="2")
    with pytest.raises(ActionRefused) as refusal:
        refund_line(actor=finn, line=more, payment=payment, at=at)
    assert refusal.value.code == "refund_beyond_payment"
    more.refresh_from_db()
    assert more.state == "unmatched"
    with pytest.raises(ActionRefused) as refusal:
        refund_line(actor=finn, line=line(at, "5.00", document="3"), payment=payment, at=at)
    assert refusal.value.code == "line_came_in"


def test_only_finance_decides(owes: Owes, at: datetime, sue: User, hal: User) -> None:
    sale, of = owes("1000.00"), line(at, "400.00")
    for person in (sue, hal):
        for act in (
            lambda who: match_line(actor=who, line=of, sale=sale, at=at),
            lambda who: ignore_line(actor=who, line=of, reason="expense", at=at),
            lambda who: restore_line(actor=who, line=of, at=at),
            lambda who: split_line(actor=who, line=of, shares=[], at=at),
        ):
            with pytest.raises(ActionRefused) as refusal:
                act(person)
            assert refusal.value.code == "not_yours"
    assert unchanged(of)
