"""Tables taken out as files: who may, what is recorded, what is in them."""

import csv
import io
from datetime import datetime
from importlib import import_module

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from callcenter.models import Call
from salesorg.lib.table_files import CHUNK, Column, Table, csv_lines, xlsx_file
from salesorg.people.actions import record_export
from salesorg.people.actions.record_export import ROWS_MOST, ExportNotAllowed, ExportTooLarge
from salesorg.people.models import Export, Organisation, User
from tests import factories
from tests.callcenter.calls import booked, called

pytestmark = pytest.mark.django_db
DAYS = {"from": "2026-11-16", "to": "2026-11-22"}
URLS = ["callcenter:report_export", "callcenter:call_log_export"]


@pytest.fixture
def may(adam: User) -> User:
    """Adam, who may export."""
    adam.may_export = True
    adam.save()
    return adam


@pytest.fixture
def calls(cara: User, hal: User, at: datetime) -> None:
    listed = factories.call_list('=HYPERLINK("http://x")')
    booked(factories.lead(listed, company=factories.company("+Evil & Co")), cara, hal, at, "held")
    called(
        factories.lead(listed),
        cara,
        at,
        "not_a_fit",
        note="@sum, or\x07 not",
        talk_seconds=100,
        wrap_up_seconds=20,
    )


def post(by_whom: User, name: str, /, **fields: object):  # type: ignore[no-untyped-def]
    client = Client()
    client.force_login(by_whom)
    return client.post(reverse(name), DAYS | fields)


def content(answer) -> bytes:  # type: ignore[no-untyped-def]
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_without_the_permission_nothing_goes_out(
    calls: None, adam: User, sue: User, cara: User, name: str, format: str
) -> None:
    for person in (adam, sue, cara):
        answer = post(person, name, format=format)
        assert answer.status_code == 403
        assert "The administrator of people can allow it" in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.parametrize("name", URLS)
def test_other_roles_have_no_export_even_with_the_permission(hal: User, fay: User, name: str) -> None:
    for person in (hal, fay):
        person.may_export = True
        person.save()
        assert post(person, name).status_code == 403
    assert not Export.objects.exists()


def test_the_permission_counts_as_it_is_now(may: User, at: datetime) -> None:
    User.objects.filter(pk=may.pk).update(may_export=False)
    with pytest.raises(ExportNotAllowed):
        record_export(actor=may, what="x", format="csv", filters={}, columns=[], rows=1, at=at)
    assert not Export.objects.exists()


def test_too_many_rows_are_refused_with_a_sentence(may: User, at: datetime) -> None:
    with pytest.raises(ExportTooLarge):
        record_export(actor=may, what="x", format="csv", filters={}, columns=[], rows=ROWS_MOST + 1, at=at)
    assert not Export.objects.exists()
    record_export(actor=may, what="x", format="csv", filters={}, columns=[], rows=ROWS_MOST, at=at)
    assert Export.objects.count() == 1


def test_a_log_beyond_the_cap_is_no_file(calls: None, may: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callcenter.views.call_log.ROWS_MOST", 1)
    # The action hides its module of the same name.
    monkeypatch.setattr(import_module("salesorg.people.actions.record_export"), "ROWS_MOST", 1)
    answer = post(may, "callcenter:call_log_export", format="csv")
    assert (answer.status_code, Export.objects.count()) == (422, 0)
    assert "Choose a shorter period" in answer.content.decode()


def test_it_is_recorded_who_took_what(calls: None, may: User, cara: User) -> None:
    post(may, "callcenter:report_export", by="list", format="csv", person=cara.pk)
    content(post(may, "callcenter:call_log_export", format="xlsx", reached="true"))
    log, of_list = Export.objects.all()
    assert (of_list.author, of_list.what, of_list.format, of_list.rows) == (may, "calls_by_list", "csv", 1)
    assert of_list.filters == DAYS | {"person": cara.pk}
    assert of_list.columns[:3] == ["list", "calls", "reached"]
    assert (log.what, log.format, log.rows, log.filters) == ("call_log", "xlsx", 2, DAYS | {"reached": True})


def test_each_file_is_recorded_even_the_same_one_again(calls: None, may: User) -> None:
    for _ in range(2):
        post(may, "callcenter:report_export", format="csv", idempotency_key="the same")
    assert Export.objects.count() == 2


def test_the_report_holds_all_rows_and_the_total(calls: None, may: User) -> None:
    answer = post(may, "callcenter:report_export", by="person", format="csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Content-Disposition"].startswith('attachment; filename="calls-by-person-')
    text = content(answer)
    assert text.startswith(b"\xef\xbb\xbf")
    head, row, total = csv.reader(io.StringIO(text.decode("utf-8-sig")))
    assert head[:5] == ["Call manager", "Calls", "Reached", "Share reached", "Booked"]
    assert row[:8] == ["Cara", "2", "2", "1.0000", "1", "0.5000", "1", "0"]
    assert (total[0], total[1:8]) == ("Total", row[1:8])


def test_the_separator_is_the_languages_or_the_one_asked_for(calls: None, may: User) -> None:
    User.objects.filter(pk=may.pk).update(language="ru")
    russian = content(post(may, "callcenter:report_export", format="csv")).decode("utf-8-sig")
    assert russian.splitlines()[1].startswith("Cara;2;2;1,0000;1;0,5000")
    asked = content(post(may, "callcenter:report_export", format="csv", separator="comma")).decode(
        "utf-8-sig"
    )
    assert asked.splitlines()[1].startswith("Cara,2,2,1.0000,1,0.5000")


def test_the_log_runs_no_formula_and_holds_no_phone(calls: None, may: User) -> None:
    text = content(post(may, "callcenter:call_log_export", format="csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == Call.objects.count() == 2
    assert {row["Call list"] for row in rows} == {'\'=HYPERLINK("http://x")'}
    assert {row["Company"][:6] for row in rows} >= {"'+Evil"}
    assert "'@sum, or\x07 not" in {row["Note"] for row in rows}
    assert rows[0]["Time"] == "2026-11-16 10:00:00"
    assert "+1212555" not in text


def test_cells_of_a_spreadsheet_have_types(calls: None, may: User) -> None:
    answer = post(may, "callcenter:call_log_export", format="xlsx")
    sheet = load_workbook(io.BytesIO(content(answer))).active
    rows = [
        dict(zip([cell.value for cell in sheet[1]], line, strict=True)) for line in sheet.iter_rows(min_row=2)
    ]
    by_result = {row["Result"].value: row for row in rows}
    plain = by_result["Not a fit"]
    assert plain["Time"].value == datetime(2026, 11, 16, 10, 0)
    assert (plain["Talk"].number_format, round(plain["Talk"].value.total_seconds())) == ("[h]:mm:ss", 100)
    assert plain["Note"].value == "'@sum, or not"
    assert all(cell.data_type != "f" for row in rows for cell in row.values())
    assert by_result["Meeting booked"]["Meeting"].value == "Held"


def test_a_long_table_is_made_in_pieces(org: Organisation) -> None:
    taken = 0

    def rows():  # type: ignore[no-untyped-def]
        nonlocal taken
        for n in range(10 * CHUNK):
            taken += 1
            yield [f"row {n}", n]

    table = Table("long", [Column("a", "A"), Column("b", "B", "number")], rows(), org.zone)
    lines = csv_lines(table, ",")
    next(lines)
    assert next(lines).count("\n") == CHUNK
    assert taken == CHUNK
    small = Table("short", table.columns, [["=1", 2]], org.zone)
    with xlsx_file(small) as file:
        assert [cell.value for cell in load_workbook(file).active[2]] == ["'=1", 2]


def test_filters_that_are_not_known_are_refused(calls: None, may: User) -> None:
    for name in URLS:
        assert post(may, name, call_list=999999).status_code == 422
    assert not Export.objects.exists()


def test_a_call_manager_takes_out_the_own_calls_only(
    calls: None, cara: User, cody: User, at: datetime
) -> None:
    called(factories.lead(factories.call_list()), cody, at)
    User.objects.filter(pk=cody.pk).update(may_export=True)
    text = content(post(cody, "callcenter:call_log_export", format="csv", person=cara.pk)).decode("utf-8-sig")
    assert {row["Call manager"] for row in csv.DictReader(io.StringIO(text))} == {"Cody"}


def test_the_button_says_who_can_grant_it(adam: User) -> None:
    client = Client()
    client.force_login(adam)
    page = client.get(reverse("callcenter:reports")).content.decode()
    assert "The administrator of people can allow it" in page
    assert 'value="xlsx"' not in page
    User.objects.filter(pk=adam.pk).update(may_export=True)
    assert 'value="xlsx"' in client.get(reverse("callcenter:reports")).content.decode()


def test_the_page_tells_who_took_what_out(calls: None, may: User, root: User, sue: User, cara: User) -> None:
    post(may, "callcenter:report_export", by="hour", person=cara.pk)
    for person in (root, sue):
        client = Client()
        client.force_login(person)
        page = client.get(reverse("people:exports")).content.decode()
        assert "By hour of the day" in page
        assert "Adam" in page
        assert "Cara" in page
    counted = []
    for more in (0, 5):
        for _ in range(more):
            post(may, "callcenter:call_log_export", person=cara.pk)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("people:exports"))
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 10, counted
