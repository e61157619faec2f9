"""Files of any origin are read; hostile and broken ones are refused in words."""

import io
import os
import time

import pytest
from django.utils import translation

from callcenter.sheets.columns import guess_mapping
from callcenter.sheets.draft import DraftReader
from callcenter.sheets.inspect import Inspected, inspect_file
from callcenter.sheets.places import zone_of
from callcenter.sheets.refusals import FileRefused
from callcenter.sheets.rows import data_rows, spooled
from tests.callcenter.files import RU, RU_ROWS, US, csv_file, us_rows, xlsx_file, zip_file

MB = 1 << 20


def look(file: io.BytesIO, region: str = "US") -> Inspected:
    return inspect_file(file, region, 50 * MB)


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("region", ["RU", "US"])
def test_russian_is_read_in_every_encoding(encoding: str, region: str) -> None:
    found = look(
        csv_file((RU + RU_ROWS).replace("«", '"').replace("»", '"').replace('"', ""), encoding), region
    )
    assert found.columns == ["Наименование", "Телефон", "Город", "ИНН", "Примечание"]
    assert [row[0] for row in found.rows] == ["ООО Ёлка", "ЗАО Рога", "ИП Щукин"]
    assert found.count == 3


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_accents_and_delimiters_are_told(delimiter: str) -> None:
    text = "Name,Phone\nCafé Münster,3347938701\nHôpital Élysée,3347938702\n".replace(",", delimiter)
    found = look(csv_file(text, "cp1252"))
    assert found.rows == [["Café Münster", "3347938701"], ["Hôpital Élysée", "3347938702"]]
    assert found.layout.delimiter == delimiter


def test_a_spreadsheet_is_read_as_one_types_it() -> None:
    file = xlsx_file(
        [["Company", "Phone", "ИНН"], ["Acme", 3347938701.0, 7707083893], ["Beta", "334 793-8702", None]]
    )
    found = look(file)
    assert found.rows == [["Acme", "3347938701", "7707083893"], ["Beta", "334 793-8702"]]
    assert list(data_rows(spooled(file), found.layout, after=1)) == [(2, ["Beta", "334 793-8702"])]


def test_a_file_without_headings_keeps_its_first_row() -> None:
    found = look(csv_file("Acme,3347938701\nBeta,3347938702\n"))
    assert (found.columns, found.count) == (["Column 1", "Column 2"], 2)
    assert guess_mapping(found.columns, found.rows, "US") == {"Column 1": "name", "Column 2": "phone"}


def test_columns_are_guessed_by_heading() -> None:
    found = look(csv_file(US + us_rows(3)))
    assert guess_mapping(found.columns, found.rows, "US") == {
        "Hospital Name": "name", "Address": "address", "City": "city", "State": "region", "Phone Number": "phone",
        "Beds": "other",
    }  # fmt: skip
    columns = [
        "ИНН",
        "Название компании",
        "Мобильный телефон",
        "Рабочий телефон",
        "E-mail",
        "ФИО",
        "Должность",
        "Сайт",
    ]
    assert list(guess_mapping(columns, [], "RU").values()) == [
        "tax_id", "name", "phone", "phone", "email", "contact", "position", "website",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("file_empty", b""),
        ("file_no_columns", b"\n \n,,,\n"),
        ("file_no_rows", b"Name,Phone\n"),
        ("file_binary", os.urandom(50_000)),
        ("file_binary", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("file_old_excel", b"\xd0\xcf\x11\xe0" + bytes(2000)),
        ("file_too_many_columns", (",".join(f"c{n}" for n in range(300)) + "\n" + "x," * 300).encode()),
        ("file_line_too_long", b"a,b,c," * 1_700_000),
        ("file_line_too_long", b"a" * 10_000_000),
        ("file_quote_open", b'Name,Phone\n"' + b"a\n" * 5_000_000),
        ("file_too_large", b"a" * (51 * MB)),
        ("file_broken", b"PK\x03\x04" + bytes(1000)),
        ("file_too_many_columns", (",".join(f"c{n}" for n in range(10_000)) + "\n").encode() * 2),
        ("file_line_too_long", b"a" * (49 * MB)),
        ("file_binary", b"%PDF-1.7 " + bytes(range(256)) * 40),
        ("file_binary", b"\x1f\x8b" + os.urandom(1000)),
        (
            "file_mixed_encodings",
            ("Имя,Телефон\n" + "Ромашка,1\n" * 9).encode() + ("Василёк,2\n" * 9).encode("cp1251"),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)}",
)
def test_a_hostile_file_is_told(code: str, content: bytes) -> None:
    refused(code, io.BytesIO(content))


def test_hostile_archives_are_not_unpacked() -> None:
    book = {"xl__workbook": "<w/>"}
    refused("file_unpacks_too_large", zip_file(**book, xl__worksheets__sheet1=b"<row " * 60_000_000))
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w>&b;</w>'
    refused("file_has_entities", zip_file(xl__workbook=bomb, xl__worksheets__sheet1="<a/>"))
    hidden = "<?xml version='1.0' encoding='UTF-16'?>" + bomb
    refused(
        "file_has_entities", zip_file(xl__workbook=hidden.encode("utf-16"), xl__worksheets__sheet1="<a/>")
    )
    refused("file_binary", zip_file(word__document="<w/>"))
    cut = xlsx_file([["Name", "Phone"], ["Acme", "3347938701"]]).getvalue()[:3000]
    refused("file_broken", io.BytesIO(cut))


def refused(code: str, file: io.BytesIO) -> None:
    """Within a second of the processor's time, with a sentence in both languages."""
    begun = time.process_time()
    with pytest.raises(FileRefused) as refusal:
        look(file)
    assert time.process_time() - begun < 1
    assert refusal.value.code == code
    said = []
    for language in ("en", "ru"):
        with translation.override(language):
            said.append(str(refusal.value))
    assert all(said)


def test_a_formula_is_read_by_its_value_and_never_run() -> None:
    """openpyxl writes no values: a formula nobody has calculated yet is an empty cell."""
    found = look(xlsx_file([["Name", "Phone", "Note"], ["Acme", "3347938701", "=1+1"]]))
    assert found.rows == [["Acme", "3347938701"]]
    typed = look(csv_file("Name,Phone,Note\n=cmd|' /C calc'!A0,3347938701,@SUM(1)\n"))
    assert typed.rows == [["=cmd|' /C calc'!A0", "3347938701", "@SUM(1)"]]


def test_headings_that_stand_twice_are_told_apart() -> None:
    found = look(csv_file("Name,Phone,Phone,phone,,\nAcme,3347938701,3347938702,3347938703,x,y\n"))
    assert found.columns == ["Name", "Phone", "Phone (2)", "phone", "Column 5", "Column 6"]
    guessed = guess_mapping(found.columns, found.rows, "US")
    assert [guessed[name] for name in found.columns] == ["name", "phone", "phone", "phone", "other", "other"]


def test_a_spreadsheet_cut_in_half_is_told() -> None:
    whole = xlsx_file([["Name", "Phone"], *[[f"Acme {n}", f"334793{n:04d}"] for n in range(2000)]]).getvalue()
    for part in (0.1, 0.5, 0.9, 0.99):
        refused("file_broken", io.BytesIO(whole[: int(len(whole) * part)]))


def test_a_sheet_that_lies_about_its_width_is_read_by_its_cells() -> None:
    file = xlsx_file([["Name", "Phone"], ["Acme", "3347938701"]])
    assert look(file).rows == [["Acme", "3347938701"]]


def test_stray_nuls_and_control_characters_are_left_out() -> None:
    assert look(csv_file("Name,Phone\nA\0c\x07me,3347938701\n")).rows == [["Ac me", "3347938701"]]


def read(columns: str, cells: str, region: str = "US"):  # type: ignore[no-untyped-def]
    names = columns.split(",")
    return DraftReader(names, {name: name for name in names}, region, "Europe/Moscow").read(
        1, cells.split("|")
    )


def test_phones_are_normalised_and_rows_without_one_are_rejected() -> None:
    assert read("name,phone", "Acme|(334) 793-8701; 334-793-8702").phones == ["+13347938701", "+13347938702"]
    assert read("name,phone", "Acme|3347938701.0").phones == ["+13347938701"]
    assert read("name,phone", "Рога|8 (495) 123-45-67", "RU").phones == ["+74951234567"]
    assert [read("name,phone", row).reject for row in ("|3347938701", "Acme|", "Acme|none", "Acme|3347938701")] == [
        "no_name", "no_phone", "phone_invalid", "",
    ]  # fmt: skip


def test_a_wrong_inn_is_said_and_kept_as_a_detail_only() -> None:
    good, bad = (
        read("name,phone,tax_id", f"Рога|84951234567|{inn}", "RU") for inn in ("7707083893", "7707083894")
    )
    assert (good.tax_id, good.reason, good.reject) == ("7707083893", "", "")
    assert (bad.tax_id, bad.reason, bad.reject, bad.details) == (
        "",
        "tax_id_invalid",
        "",
        {"Tax id": "7707083894"},
    )


def test_what_is_no_tax_id_makes_no_two_companies_one() -> None:
    assert [read("name,phone,tax_id", f"Acme|3347938701|{text}").tax_id for text in ("n/a", "-", "12-3456789")] == [
        "", "", "123456789",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phone", "country", "region", "zone"),
    [
        ("+13347938701", "US", "AL", "America/Chicago"),
        ("+12125550101", "US", "CA", "America/New_York"),
        ("+18005550101", "US", "HI", "Pacific/Honolulu"),
        ("+18005550101", "US", "Texas", "America/Chicago"),
        ("+73433791234", "RU", "", "Asia/Yekaterinburg"),
        ("+79123456789", "RU", "Томская область", "Asia/Tomsk"),
        ("+79123456789", "RU", "Омская обл.", "Asia/Omsk"),
        ("+79123456789", "RU", "г. Москва", "Europe/Moscow"),
        ("+79123456789", "RU", "", "UTC"),
    ],
)
def test_the_time_zone_comes_from_the_area_code_else_from_the_place(
    phone: str, country: str, region: str, zone: str
) -> None:
    assert zone_of([phone], country, region, "", "UTC") == zone
