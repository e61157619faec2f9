"""Finance's pages and API of the bank: upload, columns, queue, statement, export; how many queries they cost."""

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from salesorg.people.models import Export, User
from salesorg.sales.bank_queries import candidates_of
from salesorg.sales.models import BankLine, BankStatement, Payment
from tests.handoff.steps import pay
from tests.sales.bank_files import Move, one_c, us_csv
from tests.sales.conftest import INN, Owes, read

pytestmark = pytest.mark.django_db


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def sent(client: Client, content: bytes, name: str = "bank.txt") -> Any:
    return client.post(
        "/payments/statements/upload/", {"file": SimpleUploadedFile(name, content), "idempotency_key": name}
    )


def test_from_the_upload_to_the_lines(
    owes: Owes, at: datetime, finn: User, django_capture_on_commit_callbacks: Any
) -> None:
    sale, client = owes("1000.00"), browser(finn)
    content = one_c([Move("1000.00", sale.number), Move("7.00", "?", tax_id="", document="2")]).encode(
        "cp1251"
    )
    with django_capture_on_commit_callbacks(execute=True):
        url = sent(client, content)["Location"]
    page = client.get(url).content.decode()
    assert (sale.number in page, sale.company.name in page) == (True, True)
    assert "?state=unmatched" in page
    assert sent(client, content)["Location"] == url, "the same form sent twice"
    again = client.post(
        "/payments/statements/upload/", {"file": SimpleUploadedFile("b.txt", content), "idempotency_key": "2"}
    )
    assert again.status_code == 422
    assert url in again.content.decode()
    refused = sent(client, b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "x.png")
    assert (refused.status_code, BankStatement.objects.count()) == (422, 1)


def test_columns_are_shown_confirmed_and_discarded(owes: Owes, finn: User, sue: User) -> None:
    owes()
    client = browser(finn)
    url = sent(client, us_csv([Move("5.00", "one")]).encode(), "a.csv")["Location"]
    page = client.get(url)
    assert (page.status_code, "Posting Date" in page.content.decode()) == (200, True)
    wrong = client.post(
        url, {"order": "mdy", **{f"column-{n}": "skip" for n in range(4)}, "idempotency_key": "w"}
    )
    assert (wrong.status_code, BankStatement.objects.get().status) == (422, "preview")
    assert browser(sue).post(url, {}).status_code == 403
    chosen = {
        "column-0": "day",
        "column-1": "purpose",
        "column-2": "payer",
        "column-3": "amount",
        "order": "mdy",
    }
    assert client.post(url, {**chosen, "check": "1"}).status_code == 200
    assert client.post(url, {**chosen, "idempotency_key": "c"}).status_code == 302
    assert BankStatement.objects.get().status == "queued"
    part = client.get(url, headers={"HX-Request": "true"})
    assert part.content.startswith(b'<div id="_statement_progress"')
    other = sent(client, "Дата;Сумма;Кто\n1.11.2026;5,00;Я\n".encode(), "b.csv")["Location"]
    assert client.post(f"{other}discard/", {"idempotency_key": "d"}).status_code == 302
    assert BankStatement.objects.count() == 1


def queue_of(at: datetime, *moves: Move) -> list[BankLine]:
    read(one_c(moves), at)
    return list(BankLine.objects.order_by("number"))


def test_one_click_assigns_and_the_next_line_opens(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("1000.00")
    other = owes("1000.00")
    first, second = queue_of(at, Move("1000.00", "Оплата"), Move("5.00", "?", tax_id="", document="2"))
    client = browser(finn)
    page = client.get("/payments/bank/").content.decode()
    assert all(f'name="sale" value="{one.pk}"' in page for one in (sale, other))
    answer = client.post(
        f"/payments/bank/{first.pk}/match/",
        {"sale": sale.pk, "idempotency_key": "m"},
        headers={"HX-Request": "true"},
    )
    assert (answer.status_code, answer.headers["HX-Trigger"][:9]) == (200, '{"toast":')
    assert f"/payments/bank/{second.pk}/ignore/" in answer.content.decode()
    late = client.post(
        f"/payments/bank/{first.pk}/match/",
        {"sale": other.pk, "idempotency_key": "n"},
        headers={"HX-Request": "true"},
    )
    assert (late.status_code, "decided on meanwhile" in late.content.decode()) == (422, True)
    assert Payment.objects.count() == 1
    plain = client.post(
        f"/payments/bank/{second.pk}/ignore/", {"reason": "not_a_sale", "idempotency_key": "i"}
    )
    assert plain.status_code == 302
    assert "Nothing waits" in client.get("/payments/bank/").content.decode()
    listed = client.get("/payments/bank/lines/?state=ignored").content.decode()
    assert f"/payments/bank/{second.pk}/restore/" in listed
    assert client.post(f"/payments/bank/{second.pk}/restore/", {"idempotency_key": "r"}).status_code == 302
    assert BankLine.objects.get(pk=second.pk).state == "unmatched"


def test_more_than_is_owed_is_confirmed_on_the_page(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("100.00")
    (line,) = queue_of(at, Move("150.00", sale.number))
    client, url = browser(finn), f"/payments/bank/{line.pk}/match/"
    asked = client.post(url, {"sale": sale.pk, "idempotency_key": "a"})
    assert (asked.status_code, 'name="beyond" value="1"' in asked.content.decode()) == (422, True)
    assert client.post(url, {"sale": sale.pk, "beyond": "1", "idempotency_key": "b"}).status_code == 302
    assert Payment.objects.get().amount == Decimal("150.00")


def test_one_sale_is_suggested_with_what_it_owes(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("100.00")
    queue_of(at, Move("150.00", sale.number))
    page = browser(finn).get("/payments/bank/").content.decode()
    assert ('name="amount-1" value="100.00"' in page, 'value="150.00"' in page) == (True, False)


def test_a_known_payer_without_tax_id_is_found_by_name(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("100.00", "")
    (line,) = queue_of(at, Move("40.00", "?", tax_id="", payer=f'ООО "{sale.company.name.upper()}"'))
    page = browser(finn).get("/payments/bank/").content.decode()
    assert (sale.number in page, "same name" in page) == (True, True)
    assert line.state == "unmatched"
    # Who has a tax id of another payer is not meant.
    owes("90.00", "7744000912")
    (other,) = queue_of(at, Move("41.00", "?", payer="Client 7744000912", document="7"))[1:]
    assert candidates_of([other])[other.pk] == []


def test_split_is_suggested_and_carried_out(owes: Owes, at: datetime, finn: User) -> None:
    first, second = owes("100.00"), owes("200.00")
    (line,) = queue_of(at, Move("250.00", f"По счетам {first.number}, {second.number}"))
    client, url = browser(finn), f"/payments/bank/{line.pk}/split/"
    page = client.get("/payments/bank/").content.decode()
    assert all(f'value="{value}"' in page for value in (first.number, second.number, "100.00", "150.00"))
    form = {
        "sale-1": first.number,
        "amount-1": "100.00",
        "sale-2": second.number.replace("-", ""),
        "amount-2": "149.99",
    }
    refused = client.post(url, {**form, "idempotency_key": "a"})
    assert (refused.status_code, Payment.objects.count()) == (422, 0)
    assert client.post(url, {**form, "sale-2": "S-1", "idempotency_key": "b"}).status_code == 422
    assert client.post(url, {**form, "amount-2": "150.00", "idempotency_key": "c"}).status_code == 302
    assert sorted(str(one.amount) for one in Payment.objects.all()) == ["100.00", "150.00"]


def test_a_sale_is_found_by_number_client_and_tax_id(owes: Owes, at: datetime, finn: User) -> None:
    sale = owes("100.00")
    (line,) = queue_of(at, Move("50.00", "?", tax_id=""))
    client = browser(finn)
    for asked in (
        sale.number,
        sale.number[-6:],
        sale.number[-3:],
        "Client 7707",
        INN,
        sale.number.replace("-", " "),
    ):
        found = client.get(
            f"/payments/bank/{line.pk}/find/", {"q": asked}, headers={"HX-Request": "true"}
        ).content.decode()
        assert f'name="sale" value="{sale.pk}"' in found, asked
    assert client.get(f"/payments/bank/{line.pk}/find/", {"q": "nobody"}).status_code == 302
    assert sale.number in client.get("/payments/new/", {"q": INN}).content.decode()
    for part in (sale.number[2:-2], sale.number[-4:], sale.number[:-1].lower()):
        assert sale.number in client.get("/payments/new/", {"q": part}).content.decode(), part


def test_what_still_owes_is_listed_before_anything_is_typed(owes: Owes, at: datetime, finn: User) -> None:
    first, paid, last = (owes(amount) for amount in ("100.00", "200.00", "300.00"))
    pay(paid, "200.00", at)
    page = browser(finn).get("/payments/new/").content.decode()
    assert paid.number not in page
    assert 0 < page.index(first.number) < page.index(last.number)


def test_a_refund_is_proposed(owes: Owes, at: datetime, finn: User) -> None:
    payment = pay(owes("1000.00"), "300.00", at)
    (line,) = queue_of(at, Move("-200.00", "Возврат"))
    client = browser(finn)
    assert f'name="payment" value="{payment.pk}"' in client.get("/payments/bank/").content.decode()
    assert (
        client.post(
            f"/payments/bank/{line.pk}/refund/", {"payment": payment.pk, "idempotency_key": "r"}
        ).status_code
        == 302
    )
    assert payment.refunds.get().amount == Decimal("-200.00")


def test_the_head_reads_and_decides_nothing(owes: Owes, at: datetime, sue: User) -> None:
    owes("1000.00")
    queue_of(at, Move("1000.00", "S-2026-999999"))
    page = browser(sue).get("/payments/bank/").content.decode()
    assert ("<form" in page.partition('id="_bank_queue"')[2].partition("</main>")[0]) is False
    assert browser(sue).get("/payments/statements/").status_code == 200


def test_lines_go_out_by_permission_and_recorded(owes: Owes, at: datetime, finn: User) -> None:
    owes()
    queue_of(at, Move("5.00", "=HYPERLINK(1)", tax_id=""))
    client = browser(finn)
    assert client.post("/payments/bank/lines/export/", {"format": "csv"}).status_code == 403
    User.objects.filter(pk=finn.pk).update(may_export=True)
    answer = client.post(
        "/payments/bank/lines/export/", {"format": "csv", "state": "unmatched", "separator": "comma"}
    )
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert ("5.00" in content, "'=HYPERLINK(1)" in content) == (True, True)
    assert (Export.objects.get().what, Export.objects.get().rows) == ("bank_lines", 1)


@pytest.mark.parametrize("url", [
    "/payments/bank/", "/payments/bank/lines/", "/payments/bank/lines/?search=5&state=unmatched", "/payments/statements/",
    "/payments/statements/{statement}/", "/payments/new/?q=Client", "/payments/new/", "/payments/new/?q=S-20", "/payments/new/?q=1", "/payments/",
])  # fmt: skip
def test_pages_cost_at_most_ten_queries_however_many_lines(
    owes: Owes, at: datetime, finn: User, url: str
) -> None:
    sale = owes("1000.00")
    client, cost = browser(finn), []
    for count in (2, 60):
        moves = [
            Move("5.00", f"Оплата {sale.number} и S-2026-999999", document=f"{count}-{n}")
            for n in range(count)
        ]
        paid = [Move("1.00", sale.number, document=f"p{count}-{n}") for n in range(count)]
        statement = read(one_c([*moves, *paid]), at)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url.format(statement=statement.pk)).status_code == 200
        cost.append(len(queries))
    assert cost[1] <= 10, [q["sql"][:300] for q in queries]
    assert cost[1] <= cost[0] + 1


def test_over_the_api(
    owes: Owes, at: datetime, finn: User, sue: User, hal: User, django_capture_on_commit_callbacks: Any
) -> None:
    sale, second, base = owes("1000.00"), owes("200.00"), "/api/v1/sales/bank-statements/"
    content = one_c([
        Move("1000.00", sale.number), Move("150.00", "?"), Move("60.00", "??", document="2"), Move("-7.00", "Возврат", document="3"),
    ]).encode("cp1251")  # fmt: skip

    def upload(key: str, **data: Any) -> Any:
        body = {"file": SimpleUploadedFile("b.txt", content), **data}
        return api(finn).post(base, body, format="multipart", headers={"Idempotency-Key": key})

    with django_capture_on_commit_callbacks(execute=True):
        made = upload("k")
    assert (made.status_code, made.json()["status"], upload("k").json()) == (202, "queued", made.json())
    again = upload("l")
    assert (again.status_code, again.json()["code"], again.json()["statement"]) == (
        409,
        "statement_known",
        made.json()["id"],
    )
    assert upload("m", owner=1).status_code == 400
    one = api(sue).get(f"{base}{made.json()['id']}/").json()
    assert (one["status"], one["lines"], one["waiting"], one["came_in"]) == ("done", 4, 3, "1210.00")
    assert api(hal).get(base).status_code == 403
    lines = api(finn).get("/api/v1/sales/bank-lines/?state=unmatched").json()["results"]
    by_amount = {line["amount"]: line for line in lines}
    assert [one["sale"]["id"] for one in by_amount["150.00"]["candidates"]] == [second.pk]
    path = "/api/v1/sales/bank-lines/{}/{}/".format
    first, other, out = (by_amount[amount]["id"] for amount in ("150.00", "60.00", "-7.00"))
    matched = [
        api(finn).post(
            path(first, "match"), {"sale": second.pk}, format="json", headers={"Idempotency-Key": "x"}
        )
        for _ in range(2)
    ]
    assert [one.status_code for one in matched] == [200, 200]
    assert matched[0].json() == matched[1].json()
    late = api(finn).post(path(first, "match"), {"sale": second.pk}, format="json")
    assert (late.status_code, late.json()["code"]) == (409, "line_decided")
    assert api(finn).post(path(other, "ignore"), {"reason": "x"}, format="json").status_code == 400
    assert (
        api(finn).post(path(other, "ignore"), {"reason": "not_a_sale"}, format="json").json()["state"]
        == "ignored"
    )
    assert api(finn).post(path(other, "restore"), format="json").json()["state"] == "unmatched"
    parts = [{"sale": second.pk, "amount": "50.00"}, {"sale": sale.pk, "amount": "10.00"}]
    assert (
        api(finn).post(path(other, "split"), {"parts": parts}, format="json").json()["code"] == "beyond_owed"
    )
    assert (
        api(finn).post(path(other, "split"), {"parts": parts, "beyond": True}, format="json").json()["state"]
        == "split"
    )
    payment = Payment.objects.get(amount=1000)
    assert (
        api(finn).post(path(out, "refund"), {"payment": payment.pk}, format="json").json()["state"]
        == "refund"
    )
    assert api(sue).post(path(out, "refund"), {"payment": payment.pk}, format="json").status_code == 403
    assert api(finn).get("/api/v1/sales/payments/").json()["count"] == 5
    assert timezone.now() > at or BankLine.objects.filter(state="unmatched").count() == 0


def test_a_table_over_the_api(owes: Owes, finn: User) -> None:
    owes()

    def upload(text: str, **data: Any) -> Any:
        body = {"file": SimpleUploadedFile("b.csv", text.encode()), **data}
        return api(finn).post("/api/v1/sales/bank-statements/", body, format="multipart")

    assert upload(us_csv([Move("5.00")])).json()["status"] == "queued"
    odd = "Дата;Сумма;Кто\n1.11.2026;5,00;Я\n"
    assert upload(odd, mapping="[]").status_code == 400
    assert upload(odd, mapping='{"Nope": "day"}').json().keys() == {"mapping"}
    assert upload(b"\x89PNG".decode("latin-1") * 50).json().keys() == {"file"}
    assert upload(odd, mapping='{"Кто": "payer"}', order="dmy").status_code == 202
    assert BankStatement.objects.count() == 2
