"""A closed statement as PDF and XLSX: the figures are right, in the reader's language, and who took it is kept."""

import io
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from pypdf import PdfReader

from handoff.actions import (
    HandedOver,
    accrue_due,
    close_statement,
    correct_line,
    correct_pay,
    record_statement_file,
)
from handoff.models import Accrual, Agreement, Statement
from handoff.queries import KindSum
from handoff.statement_paper import page_count, statement_paper
from handoff.statement_rows import SheetRow
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Export, Organisation, User
from salesorg.sales.models import Sale
from tests.handoff.steps import accept, give_back, pay, sell
from tests.handoff.test_api import BASE, api
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def closed(handed: HandedOver, hal: User, fay: User, finn: User, at: datetime) -> Statement:
    """Hal: bonus 100.00, trailing 3.00 less 1.50 by a refund, a correction of 12.34 with a reason that looks like a formula."""
    accept(handed.handoff, at)
    handed.handoff.company.name = "Завод «Ёлка»"
    handed.handoff.company.save()
    pay(handed.handoff.sale, "1000.00", at)
    give_back(
        pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), "100.00", at), "50.00", at
    )
    accrue_due(at=at)
    correct_pay(actor=finn, person=hal, amount=Decimal("12.34"), currency="USD", reason="=1+1", at=at)
    return close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)


def text_of(content: bytes) -> tuple[str, int]:
    """The words of a PDF without the spaces that do not break, and its number of pages."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\u00a0", " "), len(pages)


def taken(person: User, statement: Statement, format: str) -> Any:
    answer = login(person).get(f"/commissions/statements/{statement.key}/{format}/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{statement.number}.{format}"'
    return b"".join(answer)


def test_the_paper_says_the_figures(closed: Statement, hal: User) -> None:
    text, pages = text_of(taken(hal, closed, "pdf"))
    assert pages == 1
    for words in (closed.number, "Hal", "November 2026", "Завод «Ёлка»", "$100.00", "$1,000.00", "10.00%", "−$1.50",
                  "$12.34", "$113.84", "Page 1 of 1", "signature", "Standard of", closed.lines.first().accrual.payment.sale.number):  # fmt: skip
        assert words in text, words


def test_the_paper_speaks_russian(closed: Statement, hal: User) -> None:
    User.objects.filter(pk=hal.pk).update(language="ru")
    text, _pages = text_of(taken(hal, closed, "pdf"))
    assert "113,84 $" in text
    assert "10,00 %" in text


def test_the_workbook_comes_back_as_it_went(closed: Statement, hal: User) -> None:
    book = load_workbook(io.BytesIO(taken(hal, closed, "xlsx")))
    facts, lines = book.worksheets
    assert [row[0].value for row in facts.iter_rows(max_row=2)] == ["Organisation", "Number"]
    assert [cell.value for cell in facts[facts.max_row]] == ["Total", 4, 113.84]
    rows = list(lines.iter_rows(min_row=2, values_only=True))
    assert [row[10] for row in rows] == [100, 3, -1.5, 12.34]
    assert rows[0][2] == "Завод «Ёлка»"
    assert rows[3][9] == "'=1+1"
    assert not any(cell.data_type == "f" for row in lines.iter_rows() for cell in row)


def test_who_takes_it_is_kept(
    closed: Statement, hal: User, hugo: User, fay: User, finn: User, sue: User, at: datetime
) -> None:
    assert not Export.objects.exists()
    for who in (hal, finn, sue):
        taken(who, closed, "pdf")
    assert set(Export.objects.values_list("author", "what", "format", "rows")) == {
        (who.pk, "statement", "pdf", 4) for who in (hal, finn, sue)
    }
    for who in (hugo, fay):
        for format in ("pdf", "xlsx"):
            assert login(who).get(f"/commissions/statements/{closed.key}/{format}/").status_code == 404
            assert api(who).get(f"{BASE}statements/{closed.key}/{format}/").status_code == 404
        with pytest.raises(NotYours):
            record_statement_file(actor=who, statement=closed, format="pdf", at=at)
    assert Export.objects.count() == 3
    assert login(finn).get(f"/commissions/statements/{hal.pk}-2026-12/pdf/").status_code == 404
    assert api(hal).get(f"{BASE}statements/{closed.key}/xlsx/").status_code == 200
    assert b"Commission statement" in login(sue).get("/people/exports/").content


def test_a_long_one_has_numbered_pages_with_a_head_on_each(closed: Statement, org: Organisation) -> None:
    many = 300
    row = SheetRow("trailing", NOVEMBER, "Client " + "long " * 40, "S-1", "P-1", Decimal(100), "USD", Decimal("0.03"), "Plan",
                   "", Decimal(3))  # fmt: skip
    kinds = [KindSum("trailing", many, Decimal(900))]
    with override("en"):
        content = statement_paper(closed, kinds, (row for _n in range(many)), org).read()
    text, pages = text_of(content)
    assert pages == page_count(kinds) > 10
    assert text.count("Client, sale, payment, plan") >= pages - 1
    assert f"Page {pages} of {pages}" in text
    assert text.count("S-1 ·") == many


def test_the_correction_of_a_line_keeps_its_client(
    closed: Statement, hal: User, finn: User, at: datetime
) -> None:
    line = Accrual.objects.get(kind="bonus")
    made = correct_line(actor=finn, line=line, amount=Decimal(-1), currency="USD", reason="Why", at=at)
    assert "Завод «Ёлка»" in login(hal).get(f"/commissions/lines/{made.pk}/").content.decode()


def test_why_a_line_is_nothing_stands_in_the_files(
    handed: HandedOver, hal: User, fay: User, finn: User, at: datetime
) -> None:
    agreement = Agreement.objects.get()
    Agreement.objects.filter(pk=agreement.pk).update(ended_at=at, end_reason="lost")
    later = at + timedelta(days=2)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", later), "100.00", later)
    accrue_due(at=later)
    assert Accrual.objects.filter(amount=0, kind="trailing").exists()
    statement = close_statement(actor=finn, person=hal, month=NOVEMBER, at=later)
    words = "The agreement had ended: the client was lost."
    assert words in login(hal).get(f"/commissions/statements/{statement.key}/").content.decode()
    lines = load_workbook(io.BytesIO(taken(hal, statement, "xlsx"))).worksheets[1]
    assert words in [row[9] for row in lines.iter_rows(min_row=2, values_only=True)]
    assert words in text_of(taken(hal, statement, "pdf"))[0].replace("\n", " ")
