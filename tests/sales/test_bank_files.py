"""Bank statements of any origin: what is read of them, and which are refused with which sentence."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salesorg.lib.sheets.refusals import FileRefused
from salesorg.sales.bank.amounts import day_order, parse_amount, parse_day
from salesorg.sales.bank.columns import guess_mapping, mapping_error
from salesorg.sales.bank.inspect import Looked, look_at
from salesorg.sales.bank.line import BankEntry, identified
from salesorg.sales.bank.one_c import one_c_entries
from salesorg.sales.bank.table import TableLayout, table_entries
from tests.sales.bank_files import OURS, Move, one_c, russian_csv, us_csv, xlsx

MOVES = [
    Move("12500.50", "Оплата по счету S-2026-000123"),
    Move("-300.00", "Комиссия банка", tax_id="7744000912", payer="Банк", document="102"),
    Move("1000000.00", "Аванс; «кавычки»", document="103"),
]
Found = list[tuple[str, str, str, str]]


def entries(content: bytes, country: str = "RU") -> list[BankEntry]:
    found = look_at(io.BytesIO(content), country, 10**8)
    return list(identified(_entries(content, found)))


def _entries(content: bytes, found: Looked) -> list[BankEntry]:
    if found.layout.format == "1c":
        return list(one_c_entries([content], found.layout.encoding, found.head.accounts))
    table = TableLayout(found.columns, found.mapping, found.header_at, found.decimal, found.order, "RUB")
    assert not mapping_error(found.mapping, found.columns)
    return list(table_entries([content], found.layout, table))


def money(found: list[BankEntry]) -> list[tuple[str, str]]:
    return [(str(one.day), str(one.amount)) for one in found]


SAME = [("2026-11-12", "12500.50"), ("2026-11-12", "-300.00"), ("2026-11-12", "1000000.00")]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16"])
def test_the_exchange_format_of_1c(encoding: str) -> None:
    found = entries(one_c(MOVES).encode(encoding))
    assert money(found) == SAME
    assert [one.payer for one in found] == ["ООО «Ромашка»", "Банк", "ООО «Ромашка»"]
    assert [one.payer_tax_id for one in found] == ["7707083893", "7744000912", "7707083893"]
    assert found[0].purpose == "Оплата по счету S-2026-000123"
    assert {one.currency for one in found} == {"RUB"}


def test_a_dos_file_of_1c() -> None:
    text = (
        one_c([Move("5.00", "Оплата")])
        .replace("Кодировка=Windows", "Кодировка=DOS")
        .replace("«", "")
        .replace("»", "")
    )
    assert [one.purpose for one in entries(text.encode("cp866"))] == ["Оплата"]


def test_a_transfer_between_our_own_accounts_and_a_strange_one() -> None:
    text = one_c([Move("7.00", account=OURS), Move("8.00")]).replace(
        f"ПолучательСчет={OURS}", "ПолучательСчет=999", 2
    )
    strange = entries(text.encode("cp1251"))
    assert [one.wrong for one in strange] == ["", "not_our_account"]
    both = entries(one_c([Move("7.00", account=OURS)]).encode("cp1251"))
    assert both[0].own_transfer


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "utf-16"])
def test_a_russian_table_with_a_preamble_and_a_total(encoding: str) -> None:
    found = entries(russian_csv(MOVES).replace("\u00a0", " ").encode(encoding))
    assert money(found) == SAME
    assert (found[0].payer_tax_id, found[0].document) == ("7707083893", "101")


def test_a_table_of_a_us_bank() -> None:
    found = entries(
        us_csv([Move("1234.50", "Invoice S-2026-000001", day=date(2026, 11, 3)), Move("-20.00")]).encode(),
        "US",
    )
    assert money(found) == [("2026-11-03", "1234.50"), ("2026-11-12", "-20.00")]


def test_a_spreadsheet_with_real_days_and_numbers() -> None:
    rows = [["Выписка"], [], ["Дата", "Приход", "Расход", "Плательщик", "Назначение платежа"],
            [datetime(2026, 11, 12), 12500.5, None, "ООО", "S-2026-000123"], [date(2026, 11, 12), None, 300, "Банк", "fee"],
            [datetime(2026, 11, 12), 1000000, None, "ООО", ""], [None, 1012500.5, 300, "Итого", None]]  # fmt: skip
    assert money(entries(xlsx(rows))) == SAME


def test_the_other_side_of_money_out_is_its_receiver() -> None:
    text = "Дата;Сумма;Плательщик;Получатель;ИНН плательщика;ИНН получателя\n12.11.2026;-5,00;Мы;Они;1;2\n"
    assert [(one.payer, one.payer_tax_id) for one in entries(text.encode())] == [("Они", "2")]


def test_one_direction_column() -> None:
    text = "Дата;Сумма;Тип операции\n12.11.2026;5,00;Дебет\n12.11.2026;6,00;Кредит\n"
    assert money(entries(text.encode())) == [("2026-11-12", "-5.00"), ("2026-11-12", "6.00")]


def test_rows_that_cannot_be_read_are_told() -> None:
    text = "Дата;Сумма\n32.11.2026;5,00\n12.11.2026;пять\n12.11.2026;0,00\n;7,00\nИтого;7,00\n"
    assert [(one.number, one.wrong) for one in entries(text.encode())] == [
        (1, "no_day"),
        (2, "no_amount"),
        (3, "no_amount"),
    ]


def zipped(**entries: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return file.getvalue()


BOMB = {"xl__workbook": b"<w/>", "xl__worksheets__sheet1": b"<row />" * 6_000_000}
ENTITIES = {"xl__workbook": b'<!DOCTYPE a [<!ENTITY b "cc">]><w>&b;</w>', "xl__worksheets__sheet1": b"<s/>"}


@pytest.mark.parametrize(("content", "code"), [
    (b"", "file_empty"), (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20, "file_binary"), (b"PK\x03\x04broken", "file_broken"),
    (zipped(**BOMB), "file_unpacks_too_large"), (zipped(**ENTITIES), "file_has_entities"),
    (zipped(word__document=b"<w/>"), "file_binary"), (b"\xd0\xcf\x11\xe0" + bytes(600), "file_old_excel"),
    (one_c(MOVES, whole=False).encode("cp1251"), "statement_cut_off"),
    (one_c(MOVES).encode("cp1251")[:900], "statement_cut_off"),
    (one_c(MOVES).replace(f"РасчСчет={OURS}", "x=1").encode("cp1251"), "statement_no_account"),
    (one_c([]).encode("cp1251"), "statement_no_lines"), (b"Name;Phone\nA;1\n", "statement_no_headings"),
    ("Дата;Сумма\n".encode(), "statement_no_lines"), (b'Date;Amount\n1.1.2026;"5' + b"x\n" * 70_000, "file_quote_open"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(content: bytes, code: str) -> None:
    began = perf_counter()
    with pytest.raises(FileRefused) as refusal:
        look_at(io.BytesIO(content), "RU", 10**8)
    assert refusal.value.code == code
    assert str(refusal.value)
    assert perf_counter() - began < 3


def test_a_document_left_open_is_a_file_cut_and_sewn() -> None:
    text = one_c(MOVES).rpartition("КонецДокумента")[0] + "КонецФайла\r\n"
    with pytest.raises(FileRefused) as refusal:
        look_at(io.BytesIO(text.encode("cp1251")), "RU", 10**8)
    assert refusal.value.code == "statement_cut_off"


@pytest.mark.parametrize(("text", "amount"), [
    ("1 234,56", "1234.56"), ("1\u00a0234,56 руб.", "1234.56"), ("1,234.56", "1234.56"), ("1.234,56", "1234.56"),
    ("(12.50)", "-12.50"), ("12,50-", "-12.50"), ("−7", "-7.00"), ("1,234", "1234.00"), ("1.234.567", "1234567.00"),
    ("$1,000,000.5", "1000000.50"), ("1'234.50", "1234.50"), ("0.30000000000000004", "0.30"), ("+5", "5.00"),
    ("1,23,456", None), ("12.345,6.7", None), ("", None), ("abc", None), ("12a", None), ("1234,567", None), ("--5", None),
    ("9" * 20, None),
])  # fmt: skip
def test_amounts(text: str, amount: str | None) -> None:
    assert parse_amount(text) == (None if amount is None else Decimal(amount))


def test_three_digits_behind_the_files_own_decimal_sign_are_no_money() -> None:
    assert (parse_amount("1,234", ","), parse_amount("1,234", ".")) == (None, Decimal("1234.00"))


@given(
    st.decimals(Decimal("-99999999.99"), Decimal("99999999.99"), places=2),
    st.sampled_from([",.", ".,", " ,", "\u00a0,", " ."]),
)
def test_an_amount_reads_back(amount: Decimal, signs: str) -> None:
    text = f"{amount:,.2f}".replace(",", "T").replace(".", signs[1]).replace("T", signs[0])
    assert parse_amount(text) == amount


@pytest.mark.parametrize(("text", "order", "day"), [
    ("31.12.2026", "mdy", date(2026, 12, 31)), ("2026-12-31T10:00:00", "dmy", date(2026, 12, 31)), ("03/04/2026", "dmy", date(2026, 4, 3)),
    ("03/04/2026", "mdy", date(2026, 3, 4)), ("1.2.26", "dmy", date(2026, 2, 1)), ("20261231", "dmy", date(2026, 12, 31)),
    ("31.02.2026", "dmy", None), ("yesterday", "dmy", None), ("12.11.2026 10:15", "dmy", date(2026, 11, 12)),
])  # fmt: skip
def test_days(text: str, order: str, day: date | None) -> None:
    assert parse_day(text, order) == day


def test_the_order_of_days_with_slashes() -> None:
    assert [day_order(["01/02/2026", one], "RU") for one in ("13/02/2026", "02/13/2026", "03/03/2026")] == [
        "dmy",
        "mdy",
        "dmy",
    ]
    assert day_order(["01/02/2026"], "US") == "mdy"


@given(st.permutations(list(range(6))))
def test_ids_do_not_depend_on_the_order_of_the_file(order: list[int]) -> None:
    """Two lines equal in all are told apart by counting; the set of ids is the same in any order."""
    lines = [
        BankEntry(n, date(2026, 11, 1 + n // 3), Decimal(5 + n % 2), "RUB", "A", "77", "", "9")
        for n in range(6)
    ]
    ids = {one.external_id for one in identified(lines)}
    assert {one.external_id for one in identified([lines[n] for n in order])} == ids
    assert len(ids) == 6


def test_columns_are_guessed_and_wrong_ones_told() -> None:
    guess = guess_mapping(["Дата", "Сумма по кредиту, RUB", "Сумма по дебету, RUB", "ИНН", "Прочее"])
    assert list(guess.values()) == ["day", "credit", "debit", "payer_tax_id", "skip"]
    columns = ["A", "B"]
    wrong = [{}, {"A": "day"}, {"A": "amount"}, {"A": "day", "B": "day"}, {"C": "day"}, {"A": "sale"}]
    assert all(mapping_error(one, columns) for one in wrong)
    assert not mapping_error({"A": "day", "B": "amount"}, columns)
