"""One movement told by two files of different shape is one payment; what only looks alike waits for a person."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from rest_framework.test import APIClient

from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from salesorg.sales.actions import Share, ignore_line, match_line, refund_line, restore_line, split_line
from salesorg.sales.models import BankLine, BankStatement, Payment
from tests.handoff.steps import pay
from tests.sales.bank_files import Move, one_c, russian_csv
from tests.sales.conftest import Owes, read

pytestmark = pytest.mark.django_db


def states(statement: BankStatement) -> list[tuple[str, str]]:
    return list(
        BankLine.objects.filter(statement=statement, part=0).order_by("number").values_list("state", "why")
    )


def csv(*moves: Move, bare: bool = True) -> str:
    """The online bank's table; `bare`: without account and tax id, so that its ids are not those of the 1C file."""
    return russian_csv([replace(move, account="", tax_id="" if bare else move.tax_id) for move in moves])


def test_the_same_movement_in_csv_and_1c_is_recorded_once(owes: Owes, at: datetime) -> None:
    sale, given = owes("1000.00"), owes("300.00", "7812014560")
    before = pay(given, "300.00", at)
    moves = [Move("400.00", f"Оплата {sale.number}"),
             Move("-300.00", f"Возврат по {given.number}", tax_id="7812014560", document="5")]  # fmt: skip
    table, text = csv(*moves, bare=False), one_c(moves)
    first = read(table, at, name="a.csv")
    assert [state for state, _why in states(first)] == ["matched", "refund"]
    assert states(read(text, at)) == [("duplicate", "came_before")] * 2
    assert Payment.objects.exclude(pk=before.pk).count() == 2
    assert list(BankLine.objects.filter(state="duplicate").values_list("duplicate_of", flat=True)) == list(
        BankLine.objects.filter(statement=first).values_list("pk", flat=True)
    )


def test_what_only_looks_alike_waits_and_is_confirmed(owes: Owes, at: datetime, finn: User) -> None:
    sale, other = owes("1000.00"), owes("500.00")
    read(csv(Move("400.00", f"Оплата {sale.number}")), at, name="a.csv")
    second = read(one_c([Move("400.00", f"Опл. {sale.number}, акт 7")]), at)
    assert states(second) == [("unmatched", "looks_alike")]
    line = BankLine.objects.get(statement=second)
    shares = [Share(sale, Decimal("100.00")), Share(other, Decimal("300.00"))]
    for act in (lambda: match_line(actor=finn, line=line, sale=sale, at=at),
                lambda: split_line(actor=finn, line=line, shares=shares, at=at)):  # fmt: skip
        with pytest.raises(ActionRefused) as refusal:
            act()
        assert (refusal.value.code, Payment.objects.count()) == ("looks_alike", 1)
    match_line(actor=finn, line=line, sale=sale, at=at, confirm=True)
    sale.refresh_from_db()
    assert (Payment.objects.count(), sale.received) == (2, Decimal("800.00"))


def test_a_refund_that_looks_alike_waits(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    payment = pay(sale, "600.00", at)
    out = Move("-200.00", "Возврат", document="8")
    first = read(one_c([out]), at)
    refund_line(actor=finn, line=BankLine.objects.get(statement=first), payment=payment, at=at)
    second = read(csv(replace(out, purpose=f"Возврат {sale.number}")), at, name="b.csv")
    assert states(second) == [("unmatched", "looks_alike")]
    line = BankLine.objects.get(statement=second)
    with pytest.raises(ActionRefused) as refusal:
        refund_line(actor=finn, line=line, payment=payment, at=at)
    assert (refusal.value.code, payment.refunds.count()) == ("looks_alike", 1)
    refund_line(actor=finn, line=line, payment=payment, at=at, confirm=True)
    assert payment.refunds.count() == 2


@pytest.mark.parametrize("change", [
    {"document": "102"}, {"day": date(2026, 11, 11)}, {"amount": "400.01"}, {"tax_id": "7744000912"}, {"document": ""},
])  # fmt: skip
def test_other_money_is_recorded_by_itself(owes: Owes, at: datetime, change: dict[str, str]) -> None:
    sale = owes("1000.00", "")
    first = Move(
        "400.00",
        f"Оплата {sale.number}",
        document="" if "document" in change and not change["document"] else "101",
    )
    read(csv(first, bare=False), at, name="a.csv")
    second = read(one_c([replace(first, **change)]), at)
    assert (states(second), Payment.objects.count()) == ([("matched", "number")], 2)


def test_each_earlier_line_answers_for_one(owes: Owes, at: datetime) -> None:
    sale = owes("1000.00")
    move = Move("100.00", f"Оплата {sale.number}")
    read(csv(move), at, name="a.csv")
    second = read(one_c([move, move]), at)
    assert states(second) == [("duplicate", "came_before"), ("unmatched", "looks_alike")]
    assert Payment.objects.count() == 1


def test_a_line_put_aside_or_waiting_counts_and_the_first_is_free(
    owes: Owes, at: datetime, finn: User
) -> None:
    sale = owes("1000.00")
    first = read(csv(Move("70.00", "?")), at, name="a.csv")
    second = read(one_c([Move("70.00", f"За {sale.number}")]), at)
    assert (states(first), states(second)) == ([("unmatched", "")], [("unmatched", "looks_alike")])
    early, late = BankLine.objects.get(statement=first), BankLine.objects.get(statement=second)
    with pytest.raises(ActionRefused):
        match_line(actor=finn, line=late, sale=sale, at=at)
    ignore_line(actor=finn, line=late, reason="elsewhere", at=at)
    assert restore_line(actor=finn, line=late, at=at).why == "looks_alike"
    ignore_line(actor=finn, line=late, reason="elsewhere", at=at)
    match_line(actor=finn, line=early, sale=sale, at=at)
    assert Payment.objects.get().bank_line == early


def test_the_page_says_it_links_and_asks(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    first = read(csv(Move("400.00", f"Оплата {sale.number}")), at, name="a.csv")
    line = BankLine.objects.get(statement=read(one_c([Move("400.00", f"Опл. {sale.number}")]), at))
    client, url = Client(), f"/payments/bank/{line.pk}/match/"
    client.force_login(finn)
    page = client.get("/payments/bank/").content.decode()
    assert ("«a.csv»" in page, f'href="/payments/statements/{first.pk}/"' in page) == (True, True)
    asked = client.post(url, {"sale": sale.pk, "idempotency_key": "a"})
    assert (asked.status_code, 'name="confirm" value="1"' in asked.content.decode()) == (422, True)
    assert Payment.objects.count() == 1
    assert client.post(url, {"sale": sale.pk, "confirm": "1", "idempotency_key": "b"}).status_code == 302
    assert Payment.objects.count() == 2


def test_the_api_says_it_and_asks(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    first = read(csv(Move("400.00", f"Оплата {sale.number}")), at, name="a.csv")
    line = BankLine.objects.get(statement=read(one_c([Move("400.00", f"Опл. {sale.number}")]), at))
    client, url = APIClient(), f"/api/v1/sales/bank-lines/{line.pk}/match/"
    client.force_authenticate(finn)
    (shown,) = client.get("/api/v1/sales/bank-lines/?state=unmatched").json()["results"]
    assert (shown["why"], shown["looks_like"]) == ("looks_alike", BankLine.objects.get(statement=first).pk)
    refused = client.post(url, {"sale": sale.pk}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "looks_alike")
    assert client.post(url, {"sale": sale.pk, "confirm": True}, format="json").json()["state"] == "matched"


def test_the_look_up_has_its_index(db: None) -> None:
    rows = BankLine.objects.filter(
        part=0, document__in=["1"], day__in=[date(2026, 1, 1)], amount__in=[Decimal(1)]
    ).exclude(document="").exclude(state="duplicate").order_by()  # fmt: skip
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        assert "bank_line_twins" in "\n".join(row[0] for row in cursor.fetchall())


def test_the_address_names_the_open_line_and_what_became_of_it(owes: Owes, at: datetime, finn: User) -> None:
    sale, _as_much = owes("1000.00"), owes("1000.00")
    moves = [
        Move("1000.00", "Оплата"),
        Move("5.00", "?", tax_id="", document="2"),
        Move("6.00", "?", tax_id="", document="3"),
    ]
    statement = read(one_c(moves), at)
    first, second, third = BankLine.objects.filter(statement=statement).order_by("number")
    client, htmx = Client(), {"HX-Request": "true"}
    client.force_login(finn)
    moved = client.get(f"/payments/bank/?line={second.pk}", headers=htmx)
    assert moved.headers["HX-Push-Url"] == f"/payments/bank/?line={second.pk}&page=1"
    recorded = client.post(
        f"/payments/bank/{first.pk}/match/", {"sale": sale.pk, "idempotency_key": "m"}, headers=htmx
    )  # fmt: skip
    assert recorded.headers["HX-Replace-Url"] == f"/payments/bank/?line={second.pk}&page=1"
    assert "does not wait any more" not in recorded.content.decode()
    settled = client.get(f"/payments/bank/?line={first.pk}").content.decode()
    assert "does not wait any more" in settled
    assert f'/payments/bank/lines/?statement={statement.pk}"' in settled
    assert "does not wait any more" not in client.get(f"/payments/bank/?line={third.pk}").content.decode()


def test_a_currency_in_which_nothing_is_sold_is_said(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    statement = read(one_c([Move("1000.00", sale.number)]), at)
    foreign = read(csv(Move("9.00", sale.number)), at, name="a.csv")
    odd = BankLine.objects.create(
        statement=foreign, number=900, external_id="odd", day=at.date(), amount=Decimal("5.00"), currency="CHF",
        purpose=sale.number,
    )  # fmt: skip
    client = Client()
    client.force_login(finn)
    for url, said in ((f"/payments/statements/{foreign.pk}/", True), (f"/payments/statements/{statement.pk}/", False),
                      (f"/payments/bank/?line={odd.pk}", True)):  # fmt: skip
        assert ("No sale of ours is in CHF" in client.get(url).content.decode()) == said, url
    page = client.get(f"/payments/bank/?line={odd.pk}").content.decode()
    assert (sale.number in page, f"/payments/bank/{odd.pk}/match/" in page) == (True, False)
    assert f"/payments/bank/{odd.pk}/split/" not in page
