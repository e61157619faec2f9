"""A statement on its way to payments: recorded once whatever is delivered how often in which order; nothing half."""

import io
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum
from hypothesis import given, settings
from hypothesis import strategies as st

from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import User
from salesorg.sales.actions import (
    confirm_statement,
    discard_statement,
    forget_statements,
    read_statement,
    upload_statement,
)
from salesorg.sales.bank_refusals import ColumnsWrong, StatementKnown, StatementStarted
from salesorg.sales.models import BankLayout, BankLine, BankPart, BankStatement, Payment, Sale
from salesorg.sales.tasks import read_due_statements
from tests.handoff.steps import pay
from tests.sales.bank_files import Move, one_c, russian_csv, us_csv
from tests.sales.conftest import INN, Owes, read, uploaded

pytestmark = pytest.mark.django_db
module = sys.modules["salesorg.sales.actions.read_statement"]
batches = sys.modules["salesorg.sales.actions._bank_batch"]


def states(statement: BankStatement) -> list[tuple[str, str, str]]:
    lines = BankLine.objects.filter(statement=statement).order_by("number")
    return [(str(one.amount), one.state, one.why) for one in lines]


def test_a_statement_of_all_kinds(owes: Owes, at: datetime, finn: User) -> None:
    named, by_tax, owed = owes("1000.00"), owes("500.00", "7744000912"), owes("800.00", "7812014560")
    before = pay(owed, "800.00", at)
    text = one_c([
        Move("1000.00", f"Оплата {named.number}"), Move("500.00", "Оплата по договору", tax_id="7744000912", document="2"),
        Move("77.00", "Без всего", tax_id="", document="3"), Move("-90.00", "Аренда", tax_id="7700000000", document="4"),
        Move("-800.00", f"Возврат по {owed.number}", tax_id="7812014560", document="5"),
        Move("1000.01", f"Оплата {named.number}", document="6"),
    ])  # fmt: skip
    statement = read(text, at, finn)
    assert states(statement) == [
        ("1000.00", "matched", "number"), ("500.00", "matched", "tax_id"), ("77.00", "unmatched", ""),
        ("-90.00", "ignored", "expense"), ("-800.00", "refund", "refund"), ("1000.01", "unmatched", ""),
    ]  # fmt: skip
    assert (statement.status, statement.lines, statement.came_in, statement.went_out) == (
        "done",
        6,
        Decimal("2577.01"),
        890,
    )
    assert (statement.came_in, statement.went_out) == (statement.stated_in, statement.stated_out)
    assert {one.sale_id for one in Payment.objects.exclude(pk=before.pk)} == {named.pk, by_tax.pk, owed.pk}
    assert [one.refund_of_id for one in Payment.objects.filter(amount__lt=0)] == [before.pk]
    named.refresh_from_db()
    assert (named.received, named.owed) == (Decimal("1000.00"), 0)
    assert not BankPart.objects.exists()
    assert Activity.objects.filter(verb="bank_statement_read").count() == 1
    payment = BankLine.objects.get(statement=statement, number=1).payment
    assert payment is not None
    assert (payment.paid_at.date().isoformat(), payment.recorded_by) == ("2026-11-12", None)


def test_two_lines_for_one_sale_stop_at_what_is_owed(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    lines = [Move("600.00", sale.number, document=str(n)) for n in range(3)]
    assert [state for _amount, state, _why in states(read(one_c(lines), at))] == [
        "matched",
        "unmatched",
        "unmatched",
    ]
    sale.refresh_from_db()
    assert sale.received == Decimal("600.00")


def test_the_same_file_is_refused_with_the_first_one(owes: Owes, at: datetime, finn: User) -> None:
    owes()
    text = one_c([Move("1.00")])
    first = read(text, at, finn)
    with pytest.raises(StatementKnown) as refusal:
        uploaded(text, at, finn, "other-name.txt")
    assert refusal.value.extra == {"statement": first.pk}
    assert BankStatement.objects.count() == 1


def test_overlapping_statements_make_one_payment(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    shared = [Move("300.00", sale.number, document="7"), Move("20.00", "?", tax_id="", document="8")]
    first = read(one_c([*shared, Move("5.00", document="9")]), at)
    second = read(one_c([Move("6.00", document="10"), *reversed(shared)]), at)
    assert [one[1] for one in states(second)] == ["unmatched", "duplicate", "duplicate"]
    again = BankLine.objects.get(statement=second, number=3)
    assert again.duplicate_of == BankLine.objects.get(statement=first, number=1)
    assert Payment.objects.count() == 1
    as_table = read(russian_csv([*shared, Move("5.00", document="9")]), at, name="bank.csv")
    assert [one[1] for one in states(as_table)] == ["duplicate"] * 3


def test_equal_lines_of_one_file_are_different_payments(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    twins = [Move("100.00", sale.number)] * 3
    assert [one[1] for one in states(read(one_c(twins), at))] == ["matched"] * 3
    assert [one[1] for one in states(read(one_c([*twins, Move("9.00", document="x")]), at))] == [
        "duplicate"
    ] * 3 + ["unmatched"]
    sale.refresh_from_db()
    assert sale.received == Decimal("300.00")


def test_a_payment_by_hand_with_this_id_leaves_the_line_waiting(owes: Owes, at: datetime) -> None:
    """It is recorded already: told, and nothing else of the file suffers."""
    sale = owes("1000.00")
    text = one_c([Move("100.00", sale.number), Move("50.00", sale.number, document="2")])
    first = read(text, at)
    taken = BankLine.objects.get(statement=first, number=1).external_id
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    BankLine.objects.all().delete()
    BankStatement.objects.all().delete()
    Payment.objects.exclude(external_id=taken).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert states(read(text, at)) == [("100.00", "unmatched", "looks_typed"), ("50.00", "matched", "number")]


def test_a_line_dated_far_ahead_waits(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    ahead = (at + timedelta(days=5)).date()
    assert states(read(one_c([Move("100.00", sale.number, day=ahead)]), at)) == [
        ("100.00", "unmatched", "refused")
    ]


MOVES = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["40.00", "100.00", "250.00", "-100.00", "-40.00"]), st.integers(1, 3)),
    min_size=1, max_size=8,
)  # fmt: skip


def test_any_order_and_any_overlap_makes_each_payment_once(owes: Owes, at: datetime) -> None:
    numbers = [owes("250.00").number, owes("100.00").number, owes("40.00", "7744000912").number, ""]

    @settings(max_examples=25, deadline=None)
    @given(moves=MOVES, data=st.data())
    def holds(moves: list[tuple[int, str, int]], data: st.DataObject) -> None:
        point = transaction.savepoint()
        try:
            _deliver(numbers, moves, data, at)
        finally:
            transaction.savepoint_rollback(point)

    holds()


def _deliver(
    numbers: list[str], moves: list[tuple[int, str, int]], data: st.DataObject, at: datetime
) -> None:
    """One to three statements that overlap in any way, in any order, each delivered twice."""
    whole = [
        Move(amount, numbers[n], tax_id=INN if n != 2 else "7744000912", document=str(document))
        for n, amount, document in moves
    ]
    # Equal lines stay together: a statement holds whole days.
    kinds = list(dict.fromkeys(whole))
    for n in range(data.draw(st.integers(1, 3))):
        some = data.draw(st.lists(st.sampled_from(kinds), min_size=1, unique=True))
        text = one_c(data.draw(st.permutations([move for move in whole if move in some])))
        read(f"{text}Комментарий={n}\r\n", at)
        with pytest.raises(StatementKnown):
            read(f"{text}Комментарий={n}\r\n", at)
    check_books()
    assert BankLine.objects.filter(part=0).exclude(state="duplicate").count() <= len(whole)


def check_books() -> None:
    """Every settled line has its payment of the same amount, no payment stands without a line, no sale is overpaid."""
    settled = BankLine.objects.filter(state__in=["matched", "refund"])
    paid = Payment.objects.aggregate(total=Sum("amount"))["total"] or Decimal(0)
    assert (settled.aggregate(total=Sum("amount"))["total"] or Decimal(0)) == paid
    assert set(settled.values_list("external_id", flat=True)) == set(
        Payment.objects.values_list("external_id", flat=True)
    )
    for statement in BankStatement.objects.all():
        lines = BankLine.objects.filter(statement=statement, part=0)
        assert (lines.aggregate(total=Sum("amount"))["total"] or 0) == statement.came_in - statement.went_out
    assert all(0 <= sale.received <= sale.amount for sale in Sale.objects.all())


def test_killed_in_a_batch_it_goes_on_and_twins_keep_apart(
    owes: Owes, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    sale = owes("1000.00")
    text = one_c([Move("1.00", sale.number)] * 25)
    monkeypatch.setattr(module, "BATCH", 10)
    move_on, seen = batches._move_on, []

    def dying(*given: object) -> None:
        """Lines and payments of the second batch are written, and not yet committed."""
        seen.append(given)
        if len(seen) == 2:
            raise KeyboardInterrupt
        move_on(*given)

    statement = uploaded(text, at)
    with monkeypatch.context() as dies:
        dies.setattr(batches, "_move_on", dying)
        with pytest.raises(KeyboardInterrupt):
            read_statement(statement=statement, at=at)
    statement.refresh_from_db()
    assert (statement.rows_done, BankLine.objects.count(), Payment.objects.count()) == (10, 10, 10)
    read_statement(statement=statement, at=at)
    read_statement(statement=statement, at=at)
    assert BankLine.objects.filter(state="matched").count() == Payment.objects.count() == 25
    assert len(set(BankLine.objects.values_list("external_id", flat=True))) == 25


def test_a_file_that_kills_its_worker_is_given_up_and_goes_on_when_it_comes_again(
    owes: Owes, at: datetime
) -> None:
    sale = owes("1000.00")
    text = one_c([Move("100.00", sale.number)])
    statement = uploaded(text, at)
    BankStatement.objects.filter(pk=statement.pk).update(tries=5, status="running")
    assert (read_statement(statement=statement, at=at).status, statement.error) == ("failed", "gave_up")
    assert not Payment.objects.exists()
    assert uploaded(text, at).pk == statement.pk
    read_due_statements()
    assert Payment.objects.count() == 1


def test_columns_are_confirmed_once_and_remembered(at: datetime, finn: User, owes: Owes) -> None:
    sale = owes("900.00")
    first = uploaded(us_csv([Move("400.00", sale.number)]), at, finn, "a.csv")
    assert first.status == "preview"
    mapping = first.reading["mapping"]
    with pytest.raises(ColumnsWrong):
        confirm_statement(
            actor=finn, statement=first, mapping={**mapping, "Amount": "skip"}, order="mdy", at=at
        )
    assert not BankLayout.objects.exists()
    confirm_statement(actor=finn, statement=first, mapping=mapping, order="mdy", at=at)
    with pytest.raises(StatementStarted):
        confirm_statement(actor=finn, statement=first, mapping=mapping, order="mdy", at=at)
    assert read_statement(statement=first, at=at).lines == 1
    second = uploaded(us_csv([Move("500.00", sale.number)]), at, finn, "b.csv")
    assert (second.status, second.reading["order"]) == ("queued", "mdy")


def test_a_preview_goes_by_hand_or_by_itself(at: datetime, finn: User, hal: User, owes: Owes) -> None:
    owes()
    text = us_csv([Move("1.00")])
    with pytest.raises(NotYours):
        uploaded(text, at, hal)
    discard_statement(actor=finn, statement=uploaded(text, at, finn))
    assert uploaded(text, at, finn).pk == uploaded(text, at, finn).pk
    assert (forget_statements(at=at), forget_statements(at=at + timedelta(days=2))) == (0, 1)
    done = read(one_c([Move("1.00")]), at)
    with pytest.raises(StatementStarted):
        discard_statement(actor=finn, statement=done)


@pytest.mark.parametrize(
    "change", [{"amount": Decimal("5.00")}, {"state": "unmatched", "payment": None}, {"external_id": "x"}]
)
def test_the_database_keeps_what_is_settled(owes: Owes, at: datetime, change: dict[str, object]) -> None:
    sale = owes("1000.00")
    read(one_c([Move("100.00", sale.number)]), at)
    with pytest.raises(IntegrityError), transaction.atomic():
        BankLine.objects.update(**change)
    assert BankLine.objects.get().state == "matched"


@pytest.mark.parametrize(("fields", "constraint"), [
    ({"state": "matched"}, "bank_line_settled_has_its_payment"), ({"amount": 0}, "bank_line_moves_money"),
    ({"state": "duplicate", "why": "came_before"}, "bank_line_duplicate_names_the_first"),
    ({"state": "ignored"}, "bank_line_decided_says_why"), ({"part": 1}, "bank_line_part_has_its_payment"),
])  # fmt: skip
def test_the_database_refuses_half_a_line(
    owes: Owes, at: datetime, fields: dict[str, object], constraint: str
) -> None:
    owes()
    statement = read(one_c([Move("1.00")]), at)
    lines = BankLine.objects.filter(statement=statement)
    with pytest.raises(IntegrityError), transaction.atomic():
        lines.update(**{"decided_at": at if "why" in fields else None} | fields)
    assert lines.get().state == "unmatched"
    with pytest.raises(IntegrityError, match="bank_line_known_for_ever"), transaction.atomic():
        BankLine.objects.create(
            statement=statement,
            number=9,
            day=at.date(),
            amount=1,
            currency="RUB",
            external_id=lines.get().external_id,
        )


def test_reading_costs_the_same_few_questions_for_every_line_that_waits(
    owes: Owes, at: datetime, django_assert_max_num_queries: object
) -> None:
    owes()

    def waiting(count: int, first: int) -> Sequence[Move]:
        return [
            Move("3.33", f"Договор {n}", tax_id=str(10**9 + n), document=str(n))
            for n in range(first, first + count)
        ]

    for count in (10, 200):
        statement = uploaded(one_c(waiting(count, count * 10)), at)
        with django_assert_max_num_queries(33):  # type: ignore[operator]
            read_statement(statement=statement, at=at)
        assert BankLine.objects.filter(statement=statement, state="unmatched").count() == count


def test_a_refund_that_stands_above_its_payment(owes: Owes, at: datetime) -> None:
    """Banks write the newest line first, and a client's money is never put aside as an expense."""
    sale = owes("1000.00")
    newest_first = [Move("-1000.00", f"Возврат {sale.number}", document="2"), Move("1000.00", sale.number)]
    assert [one[1] for one in states(read(one_c(newest_first), at))] == ["refund", "matched"]
    assert states(read(one_c([Move("-5.00", "Возврат", document="3")]), at)) == [("-5.00", "unmatched", "")]


@pytest.mark.slow
def test_many_lines_in_bounded_memory(owes: Owes, at: datetime) -> None:
    import tracemalloc

    owes()
    moves = [Move("3.33", "Оплата", tax_id=str(10**9 + n % 5000), document=str(n)) for n in range(10_000)]
    content = one_c(moves).encode("cp1251")
    del moves
    statement = upload_statement(actor=None, file=io.BytesIO(content), file_name="big.txt", at=at)
    tracemalloc.start()
    read_statement(statement=statement, at=at)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (statement.status, statement.lines) == ("done", 10_000)
    # Batches of a thousand: ten or a hundred of them hold the same.
    assert peak < 40 * 1024 * 1024
