"""Forbidden numbers: until a day, from a file, and never offered on any path."""

from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from callcenter.actions import (
    forbid_calls,
    lift_expired_numbers,
    log_call,
    read_numbers,
    release_claim,
    take_next_lead,
    upload_numbers,
)
from callcenter.actions.forbid_calls import ExpiryPassed
from callcenter.models import CallList, Claim, Lead, NumbersFile, NumbersPart
from callcenter.refusals import AnswerNeeded
from callcenter.sheets.numbers import FileHasNoPhones, read_day
from callcenter.sheets.refusals import FileRefused
from salesorg.clients.actions import add_to_do_not_call
from salesorg.clients.models import Activity, DoNotCall
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.files import csv_file, imported, xlsx_file

pytestmark = pytest.mark.django_db
PHONE, MINUTE, DAY = "+13347938701", timedelta(minutes=1), timedelta(days=1)
TODAY = date(2026, 11, 16)


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


@pytest.fixture
def lead(to: CallList) -> Lead:
    return factories.lead(to, company=factories.company(phone=PHONE))


def forbid(
    actor: User, at: datetime, phone: str = PHONE, until: date | None = None, reason: str = "asked"
) -> int:
    return forbid_calls(actor=actor, phones=[phone], reason=reason, at=at, expires_on=until).numbers


def test_a_number_may_be_forbidden_until_a_day(lead: Lead, adam: User, at: datetime) -> None:
    assert forbid(adam, at, until=TODAY + DAY) == 1
    assert DoNotCall.objects.get().expires_on == TODAY + DAY
    lead.refresh_from_db()
    assert lead.closed_reason == "do_not_call"
    with pytest.raises(ExpiryPassed):
        forbid(adam, at, "+13347938702", until=TODAY)
    assert DoNotCall.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "then", "kept"),
    [
        (None, TODAY + DAY, None),
        (TODAY + DAY, None, None),
        (TODAY + DAY, TODAY + 5 * DAY, TODAY + 5 * DAY),
        (TODAY + 5 * DAY, TODAY + DAY, TODAY + 5 * DAY),
    ],
)
def test_of_two_wishes_the_longer_one_holds(
    org: Organisation, adam: User, at: datetime, first: date | None, then: date | None, kept: date | None
) -> None:
    assert forbid(adam, at, until=first, reason="law") == 1
    assert forbid(adam, at, until=then, reason="asked") == 0
    found = DoNotCall.objects.get()
    assert (found.expires_on, found.reason) == (kept, "asked" if kept == then else "law")


def test_what_ran_out_is_lifted_once_and_nothing_else(
    lead: Lead, adam: User, cara: User, at: datetime
) -> None:
    forbid(adam, at, until=TODAY + DAY)
    forbid(adam, at, "+13347938702", until=TODAY + 2 * DAY)
    forbid(adam, at, "+13347938703")
    assert lift_expired_numbers(at=at) == 0
    assert lift_expired_numbers(at=at + DAY) == 1
    assert lift_expired_numbers(at=at + DAY) == 0
    assert set(DoNotCall.objects.values_list("phone", flat=True)) == {"+13347938702", "+13347938703"}
    assert Activity.objects.filter(verb="numbers_lifted").get().data == {"numbers": 1}
    # Nobody is called by it: who was closed comes back by recycling only.
    lead.refresh_from_db()
    assert lead.state == "closed"
    assert take_next_lead(actor=cara, at=at + DAY) is None


def test_the_database_lifts_nothing_before_its_time(org: Organisation, adam: User, at: datetime) -> None:
    forbid(adam, at)
    forbid(adam, at, "+13347938702", until=date(2999, 1, 1))
    with pytest.raises(InternalError), transaction.atomic():
        DoNotCall.objects.filter(expires_on__isnull=True).delete()
    with pytest.raises(InternalError), transaction.atomic():
        DoNotCall.objects.filter(expires_on__isnull=False).delete()
    assert DoNotCall.objects.count() == 2


def taken(cara: User, at: datetime) -> Claim:
    claim = take_next_lead(actor=cara, at=at)
    assert claim is not None
    return claim


def test_forbidden_before_the_import_it_makes_no_lead(to: CallList, adam: User, at: datetime) -> None:
    forbid(adam, at)
    job = imported(to, csv_file("Name,Phone\nAcme,(334) 793-8701\n"), at)
    assert (job.dnc, job.created, Lead.objects.count()) == (1, 0, 0)


@pytest.mark.parametrize("code", ["no_answer", "busy", "gatekeeper"])
def test_forbidden_between_claim_and_save_it_is_not_offered_again(
    lead: Lead, adam: User, cara: User, at: datetime, code: str
) -> None:
    claim = taken(cara, at)
    forbid(adam, at)
    made = log_call(actor=cara, claim=claim, disposition=code, note="", at=at + MINUTE)
    assert take_next_lead(actor=cara, at=made.lead.due_at + DAY) is None
    lead.refresh_from_db()
    assert (lead.state, lead.closed_reason) == ("closed", "no_number")


def test_forbidden_between_claim_and_save_no_callback_is_promised(
    lead: Lead, adam: User, cara: User, at: datetime
) -> None:
    claim = taken(cara, at)
    forbid(adam, at)
    with pytest.raises(AnswerNeeded) as refusal:
        log_call(actor=cara, claim=claim, disposition="callback", note="", at=at, callback_at=at + DAY)
    assert refusal.value.field == "callback_at"
    lead.refresh_from_db()
    assert lead.state == "claimed"
    log_call(actor=cara, claim=claim, disposition="do_not_call", note="", at=at)
    assert DoNotCall.objects.count() == 1


def test_a_promised_callback_to_a_forbidden_number_is_not_offered(
    lead: Lead, adam: User, cara: User, at: datetime
) -> None:
    log_call(actor=cara, claim=taken(cara, at), disposition="callback", note="", at=at, callback_at=at + DAY)
    # Around the action, as a file that is read just then would be.
    add_to_do_not_call(actor=adam, phones=[PHONE], reason="law", at=at)
    assert take_next_lead(actor=cara, at=at + DAY) is None


def test_a_released_lead_with_a_forbidden_number_is_not_offered(
    lead: Lead, adam: User, cara: User, at: datetime
) -> None:
    claim = taken(cara, at)
    forbid(adam, at)
    release_claim(actor=cara, claim=claim, at=at + MINUTE)
    assert take_next_lead(actor=cara, at=at + 2 * MINUTE) is None


def test_the_companys_own_wish_outlasts_a_day_that_was_set(
    lead: Lead, adam: User, cara: User, at: datetime
) -> None:
    claim = taken(cara, at)
    forbid(adam, at, until=TODAY + DAY, reason="other")
    log_call(actor=cara, claim=claim, disposition="do_not_call", note="", at=at)
    found = DoNotCall.objects.get()
    assert (found.expires_on, found.reason, found.added_by) == (None, "asked", cara)


# Files of numbers


def upload(actor: User, file: BytesIO, at: datetime, **more: object) -> NumbersFile:
    return upload_numbers(actor=actor, file=file, file_name="numbers.csv", reason="law", at=at, **more)  # type: ignore[arg-type]


def test_a_file_forbids_closes_and_says_what_it_left_out(lead: Lead, adam: User, at: datetime) -> None:
    forbid(adam, at, "+13347938702")
    text = (
        "Phone,Reason,Until\n(334) 793-8701,,\n3347938702,,\n334-793-8703,Court order,31.12.2030\n12345,,\n"
        "3347938705,,01.01.2020\n3347938706; 3347938707,,soon\n3347938701,,\n"
    )
    file = upload(adam, csv_file(text), at)
    assert (file.status, file.rows, NumbersPart.objects.count(), DoNotCall.objects.count()) == (
        "queued",
        7,
        1,
        1,
    )
    done = read_numbers(file=file, at=at)
    assert (done.status, done.added, done.known, done.rejected, done.closed, done.unread) == (
        "done", 2, 1, 3, 1, [4, 5, 6],
    )  # fmt: skip
    found = {one.phone[-1]: (one.reason, one.expires_on) for one in DoNotCall.objects.all()}
    assert found == {"1": ("law", None), "2": ("asked", None), "3": ("Court order", date(2030, 12, 31))}
    lead.refresh_from_db()
    assert lead.closed_reason == "do_not_call"
    assert not NumbersPart.objects.exists()
    assert Activity.objects.filter(verb="numbers_imported").count() == 1
    read_numbers(file=done, at=at)
    assert (DoNotCall.objects.count(), Activity.objects.filter(verb="numbers_imported").count()) == (3, 1)


def test_a_bare_column_and_a_spreadsheet_are_read(org: Organisation, adam: User, at: datetime) -> None:
    read_numbers(file=upload(adam, csv_file("3347938701\n3347938702\n"), at, expires_on=TODAY + DAY), at=at)
    assert set(DoNotCall.objects.values_list("expires_on", flat=True)) == {TODAY + DAY}
    sheet = xlsx_file([["Телефон", "Действует до"], [3347938703, datetime(2030, 5, 1)]])
    read_numbers(file=upload(adam, sheet, at), at=at)
    assert DoNotCall.objects.get(phone="+13347938703").expires_on == date(2030, 5, 1)


def test_a_killed_file_goes_on_where_it_stopped(
    org: Organisation, adam: User, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    module = sys.modules["callcenter.actions.read_numbers"]
    monkeypatch.setattr(module, "BATCH", 10)
    file = upload(adam, csv_file("Phone\n" + "".join(f"334793{n:04d}\n" for n in range(35))), at)
    forbid_, runs = module.forbid, []

    def killed(**asked: object) -> object:
        runs.append(1)
        if len(runs) == 3:
            raise SystemExit
        return forbid_(**asked)

    monkeypatch.setattr(module, "forbid", killed)
    with pytest.raises(SystemExit):
        read_numbers(file=file, at=at)
    assert (NumbersFile.objects.get().rows_done, DoNotCall.objects.count()) == (20, 20)
    done = read_numbers(file=file, at=at)
    assert (done.status, done.added, DoNotCall.objects.count()) == ("done", 35, 35)


@pytest.mark.parametrize(
    "content", [b"", b"Name,City\nAcme,Dothan\n", b"\x89PNG\r\n\x1a\n\x00", b"Phone\n", b"PK\x03\x04zip"]
)
def test_a_wrong_file_is_refused_in_words(
    org: Organisation, adam: User, at: datetime, content: bytes
) -> None:
    with pytest.raises(FileRefused) as refusal:
        upload(adam, BytesIO(content), at)
    assert str(refusal.value)
    assert issubclass(FileHasNoPhones, FileRefused)
    assert not NumbersFile.objects.exists()


def test_only_the_administrator_uploads(org: Organisation, cara: User, at: datetime) -> None:
    with pytest.raises(NotYours):
        upload(cara, csv_file("Phone\n3347938701\n"), at)
    assert not NumbersFile.objects.exists()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2030-12-31", date(2030, 12, 31)), ("31.12.2030", date(2030, 12, 31)), ("2030-12-31 00:00:00", date(2030, 12, 31)),
        ("31.12.30", date(2030, 12, 31)), ("soon", None), ("", None), ("99.99.2030", None),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text: str, day: date | None) -> None:
    assert read_day(text) == day


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_page_forbids_filters_and_uploads(
    to: CallList, adam: User, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    client, url = browser(adam), reverse("callcenter:do_not_call")
    sent = {"phones": "334-793-8701", "reason": "asked", "expires_on": "2999-01-31", "idempotency_key": "a"}
    assert client.post(url, sent).status_code == 302
    passed = client.post(url, {**sent, "expires_on": "2020-01-31", "idempotency_key": "b"})
    assert (passed.status_code, set(passed.context["form"].errors)) == (422, {"expires_on"})
    new = reverse("callcenter:numbers_upload")
    with django_capture_on_commit_callbacks(execute=True):
        made = client.post(
            new,
            {
                "file": SimpleUploadedFile("n.csv", b"Phone\n3347938702\n12\n"),
                "reason": "law",
                "idempotency_key": "c",
            },
            follow=True,
        )
    assert NumbersFile.objects.get().status == "done"
    assert "data-live" not in client.get(made.redirect_chain[-1][0]).content.decode()
    bad = client.post(
        new, {"file": SimpleUploadedFile("n.csv", b""), "reason": "law", "idempotency_key": "d"}
    )
    assert (bad.status_code, set(bad.context["form"].errors)) == (422, {"file"})

    def shown(query: str) -> list[str]:
        return [row.phone[-1] for row, _reason in client.get(f"{url}?{query}").context["rows"]]

    assert [shown(query) for query in ("reason=law", "reason=asked", "expiring=on", "phone=3347938702", "")] == [
        ["2"], ["1"], ["1"], ["2"], ["2", "1"],
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["Acme", "12", "334-793"])
def test_what_is_no_number_is_not_called_free(org: Organisation, adam: User, text: str) -> None:
    client, url = browser(adam), reverse("callcenter:do_not_call")
    page = client.get(url, {"phone": text}).content.decode()
    assert "This is no phone number" in page
    assert "It may be called" not in page
    page = client.get(url, {"phone": "334-793-8709"}).content.decode()
    assert "This is no phone number" not in page
    assert "It may be called" in page


def test_the_api_forbids_until_a_day_and_takes_files(
    to: CallList, adam: User, cara: User, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    client = APIClient()
    client.force_authenticate(adam)
    url = "/api/v1/callcenter/do-not-call/"
    body = {"phone": "334 793 8701", "expires_on": "2999-01-31"}
    assert client.post(url, body, format="json").status_code == 201
    assert (
        client.post(
            url, {**body, "phone": "3347938702", "expires_on": "2020-01-01"}, format="json"
        ).status_code
        == 409
    )
    assert client.get(url + "?expiring=true").json()["results"][0]["expires_on"] == "2999-01-31"
    assert client.get(url + "?reason=law").json()["count"] == 0
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(
            url + "files/", {"file": SimpleUploadedFile("n.csv", b"Phone\n3347938703\n")}, format="multipart"
        )
    assert (sent.status_code, sent.json()["status"]) == (202, "queued")
    assert client.get(url + "files/").json()["results"][0]["added"] == 1
    bad = client.post(url + "files/", {"file": SimpleUploadedFile("n.csv", b"")}, format="multipart")
    assert (bad.status_code, list(bad.json())) == (400, ["file"])
    client.force_authenticate(cara)
    assert client.get(url + "files/").status_code == 403


def test_a_filtered_list_costs_few_queries(org: Organisation, adam: User) -> None:
    client, url = browser(adam), reverse("callcenter:do_not_call")
    with CaptureQueriesContext(connection) as queries:
        client.get(url + "?reason=law&expiring=on")
    assert len(queries) <= 12
