"""An import makes leads, says what became of each row, resumes where it stopped, and makes nothing twice."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError

from callcenter import tasks
from callcenter.actions import confirm_import, forget_previews, run_import, upload_import
from callcenter.actions.confirm_import import AlreadyConfirmed, MappingWrong, RegionUnknown
from callcenter.import_report import report_lines
from callcenter.models import CallList, ImportJob, ImportPart, ImportRow, Lane, Lead
from callcenter.sheets.refusals import FileRefused
from salesorg.clients.actions import add_to_do_not_call
from salesorg.clients.models import Activity, Company, ContactPerson, ContactPoint
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, Organisation, User
from tests import factories
from tests.callcenter.files import (
    RU,
    RU_ROWS,
    US,
    confirmed,
    csv_file,
    imported,
    uploaded,
    us_rows,
    xlsx_file,
)

pytestmark = pytest.mark.django_db
HOSPITALS = Path(settings.BASE_DIR).parent / "shared" / "data" / "us_hospitals.csv"


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def counts(job: ImportJob) -> tuple[int, ...]:
    return (job.created, job.duplicates, job.dnc, job.clients, job.rejected)


def outcomes(job: ImportJob) -> list[tuple[int, str, str]]:
    return list(ImportRow.objects.filter(job=job).values_list("number", "outcome", "reason"))


def test_rows_become_companies_with_phones_and_leads(to: CallList, at: datetime) -> None:
    text = (
        "Company,Phone,Phone 2,E-mail,Contact,Position,City,State,Industry,Beds\n"
        "Acme  Inc,(334) 793-8701,334-793-8702,A@acme.com,Ann Lee,CEO,Dothan,AL,Health,12\n"
    )
    job = imported(to, csv_file(text), at)
    company = Company.objects.get()
    assert (job.status, job.rows, counts(job)) == ("done", 1, (1, 0, 0, 0, 0))
    assert (company.name, company.search_key, company.city, company.region) == (
        "Acme Inc",
        "acme inc",
        "Dothan",
        "AL",
    )
    assert (company.country, company.segment, company.time_zone) == ("US", "Health", "America/Chicago")
    assert company.details == {"Beds": "12"}
    points = ContactPoint.objects.order_by("id").values_list("kind", "value")
    assert sorted(points) == [("email", "a@acme.com"), ("phone", "+13347938701"), ("phone", "+13347938702")]
    assert ContactPerson.objects.values_list("name", "position").get() == ("Ann Lee", "CEO")
    lead = Lead.objects.get()
    assert (lead.company, lead.call_list, lead.import_job, lead.state, lead.due_at) == (
        company,
        to,
        job,
        "waiting",
        at,
    )
    assert lead.lane.time_zone == "America/Chicago"


def test_every_row_is_told_with_its_reason(to: CallList, at: datetime) -> None:
    factories.company(phone="+13347930001")
    add_to_do_not_call(actor=None, phones=["+13347930002", "+13347930004"], reason="asked", at=at)
    text = (
        "Name,Phone\nFresh,3347930000\nKnown,3347930001\nForbidden,3347930002\nTwice,3347930000\n"
        "Partly,3347930004; 3347930005\nNobody,\nBroken,12\n,3347930009\n"
    )
    job = imported(to, csv_file(text), at)
    assert outcomes(job) == [
        (1, "created", ""), (2, "duplicate", "phone_known"), (3, "dnc", "on_do_not_call"),
        (4, "duplicate", "phone_twice_in_file"), (5, "created", "some_numbers_on_do_not_call"),
        (6, "rejected", "no_phone"), (7, "rejected", "phone_invalid"), (8, "rejected", "no_name"),
    ]  # fmt: skip
    assert counts(job) == (2, 2, 1, 0, 3)
    assert not ContactPoint.objects.filter(value="+13347930004").exists()


def test_the_same_file_again_creates_nothing(to: CallList, at: datetime) -> None:
    imported(to, csv_file(US + us_rows(30)), at)
    before = (
        Company.objects.count(),
        ContactPoint.objects.count(),
        Lead.objects.count(),
        Lane.objects.count(),
    )
    again = imported(factories.call_list("Other"), csv_file(US + us_rows(30)), at)
    assert counts(again) == (0, 30, 0, 0, 0)
    assert (
        Company.objects.count(),
        ContactPoint.objects.count(),
        Lead.objects.count(),
        Lane.objects.count(),
    ) == before


def test_a_company_is_the_same_by_its_tax_id(to: CallList, at: datetime) -> None:
    head = "Название,Телефон,ИНН\n"
    job = imported(
        to, csv_file(head + "Рога,84951234567,7707083893\nКопыта,84951234568,7707083893\n"), at, "RU"
    )
    again = imported(to, csv_file(head + "Ещё,84951234569,7707083893\n"), at, "RU")
    assert [row[2] for row in outcomes(job) + outcomes(again)] == ["", "tax_id_twice_in_file", "tax_id_known"]


def test_russian_files_and_spreadsheets(to: CallList, at: datetime) -> None:
    job = imported(to, csv_file(RU + RU_ROWS, "cp1251"), at, "RU")
    assert counts(job) == (2, 0, 0, 0, 1)
    first, second = Company.objects.order_by("id")
    assert (first.name, first.search_key, first.tax_id) == ("ООО «Ёлка»", "ооо «елка»", "7707083893")
    assert (first.time_zone, first.details) == ("Asia/Yekaterinburg", {"Примечание": "важно"})
    assert sorted(p.value for p in second.contact_points.all()) == ["+73832223344", "+74951234567"]
    rows = [["Company", "Phone"], ["Acme", 3347938701], ["Beta", "334 793 8702"]]
    assert counts(imported(to, xlsx_file(rows), at)) == (2, 0, 0, 0, 0)


def test_many_rows_in_batches_are_told_once_each(
    to: CallList, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrink_batches(monkeypatch)
    job = imported(to, csv_file(US + us_rows(25) + us_rows(5)), at)
    assert counts(job) == (25, 5, 0, 0, 0)
    assert [row[0] for row in outcomes(job)] == list(range(1, 31))


def shrink_batches(monkeypatch: pytest.MonkeyPatch) -> Any:
    import sys

    module = sys.modules["callcenter.actions.run_import"]
    monkeypatch.setattr(module, "BATCH", 10)
    return module


def test_a_killed_run_resumes_where_it_stopped(
    to: CallList, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = shrink_batches(monkeypatch)
    whole, batches = module.write, []

    def killed(*args: Any) -> None:
        batches.append(1)
        whole(*args)
        if len(batches) == 3:
            raise KeyboardInterrupt  # in the third batch, after its rows were written

    job = confirmed(to, csv_file(US + us_rows(35)), at)
    with monkeypatch.context() as dying:
        dying.setattr(module, "write", killed)
        with pytest.raises(KeyboardInterrupt):
            run_import(job=job, at=at)
    job.refresh_from_db()
    assert (job.status, job.rows_done, job.created, Lead.objects.count()) == ("running", 20, 20, 20)

    tasks.run_due_imports()
    job.refresh_from_db()
    assert (job.status, job.rows_done, counts(job)) == ("done", 35, (35, 0, 0, 0, 0))
    assert [row[0] for row in outcomes(job)] == list(range(1, 36))
    assert (Company.objects.count(), Lead.objects.count()) == (35, 35)


def test_a_file_that_stops_its_worker_each_time_is_given_up(
    to: CallList, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = shrink_batches(monkeypatch)
    job = confirmed(to, csv_file(US + us_rows(15)), at)

    def dies(*args: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(module, "write", dies)
    for _ in range(module.TRIES):
        with pytest.raises(KeyboardInterrupt):
            run_import(job=job, at=at)
    run_import(job=job, at=at)
    assert (job.status, job.error, Lead.objects.count()) == ("failed", "gave_up", 0)


def test_a_file_damaged_below_fails_and_keeps_what_was_read(
    to: CallList, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    shrink_batches(monkeypatch)
    job = confirmed(to, csv_file(US + us_rows(25)), at)
    ImportPart.objects.filter(job=job).update(data=(US + us_rows(12) + '"' + "x" * 200_000).encode())
    run_import(job=job, at=at)
    assert (job.status, job.error, job.created) == ("failed", "file_quote_open", 10)
    assert not ImportPart.objects.exists()


def test_done_it_says_so_once_and_lets_the_file_go(to: CallList, adam: User, at: datetime) -> None:
    job = upload_import(actor=adam, call_list=to, file=csv_file(US + us_rows(3)), file_name="h.csv", at=at)
    confirm_import(actor=adam, job=job, mapping=job.mapping, at=at)
    run_import(job=job, at=at)
    run_import(job=job, at=at)
    assert (job.sample, ImportPart.objects.count()) == ({}, 0)
    assert list(Activity.objects.values_list("verb", flat=True).order_by("id")) == [
        "import_started",
        "import_done",
    ]
    assert Notice.objects.get().person == adam
    assert counts(job) == (3, 0, 0, 0, 0)


def test_only_the_administrator_imports(to: CallList, cara: User, sue: User, at: datetime) -> None:
    for person in (cara, sue):
        with pytest.raises(NotYours):
            upload_import(actor=person, call_list=to, file=csv_file(US + us_rows(1)), file_name="x", at=at)
    assert not ImportJob.objects.exists()


def test_a_refused_file_leaves_nothing(to: CallList, at: datetime) -> None:
    with pytest.raises(FileRefused):
        uploaded(to, csv_file(""), at)
    assert not ImportJob.objects.exists()


@pytest.mark.parametrize(
    "mapping",
    [
        {"Nope": "name"},
        {"Address": "telepathy"},
        {"Address": "name"},
        {"Hospital Name": "other"},
        {"Phone Number": "skip"},
    ],
)
def test_a_wrong_mapping_is_refused(to: CallList, at: datetime, mapping: dict[str, str]) -> None:
    job = uploaded(to, csv_file(US + us_rows(1)), at)
    with pytest.raises(MappingWrong) as refusal:
        confirm_import(actor=None, job=job, mapping=job.mapping | mapping, at=at)
    assert str(refusal.value)
    job.refresh_from_db()
    assert job.status == "preview"


def test_an_import_is_confirmed_once(to: CallList, at: datetime) -> None:
    job = confirmed(to, csv_file(US + us_rows(1)), at)
    with pytest.raises(AlreadyConfirmed):
        confirm_import(actor=None, job=job, mapping=job.mapping, at=at)
    other = uploaded(to, csv_file(US + us_rows(1)), at)
    with pytest.raises(RegionUnknown):
        confirm_import(actor=None, job=other, mapping=other.mapping, at=at, region="QQ")


def test_previews_nobody_confirms_are_forgotten(to: CallList, at: datetime) -> None:
    uploaded(to, csv_file(US + us_rows(1)), at.replace(day=at.day - 2))
    fresh = uploaded(to, csv_file(US + us_rows(1)), at)
    assert forget_previews(at=at) == 1
    assert list(ImportJob.objects.all()) == [fresh]


def test_the_report_holds_no_formula_and_no_phone(to: CallList, at: datetime) -> None:
    job = imported(to, csv_file("Name,Phone\n=cmd|' /C calc'!A0,3347938701\n@SUM(1),\n"), at)
    text = "".join(report_lines(job))
    assert text.startswith("\ufeffRow,Company,Outcome,Reason\r\n1,'=cmd|")
    assert "\r\n2,'@SUM(1),Rejected,No phone\r\n" in text
    assert "3347938701" not in text


def test_the_command_does_the_same(
    tmp_path: Path, org: Organisation, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "список.csv"
    file.write_bytes(("Фирма;Куда звонить\n" + "Рога;8 495 123-45-67\n" * 2).encode("cp1251"))
    call_command(
        "import_call_list", str(file), "--name", "Москва", "--region", "RU", "--map", "Куда звонить=phone"
    )
    call_command("import_call_list", str(file), "--name", "Москва", "--region", "RU")
    assert CallList.objects.get().region == "RU"
    assert [counts(job)[:2] for job in ImportJob.objects.order_by("id")] == [(1, 1), (0, 2)]
    assert "1  created" in capsys.readouterr().out
    (tmp_path / "empty.csv").touch()
    with pytest.raises(CommandError, match="empty"):
        call_command("import_call_list", str(tmp_path / "empty.csv"), "--name", "x")


@pytest.mark.skipif(not HOSPITALS.exists(), reason="the list of hospitals does not lie beside the repository")
def test_the_hospitals_of_the_united_states(to: CallList, at: datetime) -> None:
    job = imported(to, HOSPITALS.open("rb"), at)  # type: ignore[arg-type]
    assert (job.rows, sum(counts(job))) == (2567, 2567)
    assert (job.created, job.duplicates, job.rejected) == (2561, 6, 0)
    assert not ContactPoint.objects.exclude(value__regex=r"^\+1[2-9][0-9]{9}$").exists()
    assert Lane.objects.filter(time_zone="America/Chicago", leads__isnull=False).exists()
    assert Company.objects.get(name="SOUTHEAST ALABAMA MEDICAL CENTER").time_zone == "America/Chicago"
    again = imported(to, HOSPITALS.open("rb"), at)  # type: ignore[arg-type]
    assert counts(again) == (0, 2567, 0, 0, 0)
