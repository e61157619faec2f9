"""The administrator's pages: who may open them, what they do, how many queries they cost."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.actions import ensure_default_script
from callcenter.models import Call, CallList, Claim, Disposition, ImportJob, Lead
from salesorg.clients.models import DoNotCall
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.files import US, csv_file, imported, us_rows

pytestmark = pytest.mark.django_db
WATCHED = ["admin", "board", "leads", "lists", "scripts"]
OWN = ["list_new", "duplicates", "do_not_call", "numbers_upload", "script_new"]


@pytest.fixture
def to(org: Organisation, at: datetime) -> CallList:
    return factories.call_list(script=ensure_default_script(at=at))


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(client: Client, to: CallList, content: bytes, name: str = "us.csv"):  # type: ignore[no-untyped-def]
    url = reverse("callcenter:import_upload", args=[to.pk])
    return client.post(url, {"file": SimpleUploadedFile(name, content), "idempotency_key": f"up-{name}"})


def test_who_sees_what(
    to: CallList,
    adam: User,
    sue: User,
    cara: User,
    hal: User,
    fay: User,
    finn: User,
    root: User,
    at: datetime,
) -> None:
    job = imported(to, csv_file(US + us_rows(2)), at)
    lead = Lead.objects.first()
    assert lead is not None
    watched = [reverse(f"callcenter:{name}") for name in WATCHED] + [
        reverse("callcenter:lead", args=[lead.pk]),
        reverse("callcenter:list", args=[to.pk]),
        reverse("callcenter:script", args=[to.script_id]),
    ]
    own = [reverse(f"callcenter:{name}") for name in OWN] + [
        reverse("callcenter:list_edit", args=[to.pk]),
        reverse("callcenter:import_job", args=[job.pk]),
        reverse("callcenter:import_report", args=[job.pk]),
        reverse("callcenter:script_edit", args=[to.script_id]),
    ]
    assert {browser(adam).get(url).status_code for url in watched + own} == {200}
    assert {browser(sue).get(url).status_code for url in watched} == {200}
    assert {browser(sue).get(url).status_code for url in own} == {403}
    for person in (cara, hal, fay, finn, root):
        assert {browser(person).get(url).status_code for url in watched + own} == {403}


def test_the_wizard_from_upload_to_revert(
    to: CallList, adam: User, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    client = browser(adam)
    answer = upload(client, to, (US + us_rows(3)).encode())
    job = ImportJob.objects.get()
    url = reverse("callcenter:import_job", args=[job.pk])
    assert answer.headers["Location"] == url
    preview = client.get(url).content.decode()
    assert "Phone Number" in preview
    assert "+1 334-793-0000" in preview

    fields = {
        f"column-{n}": field for n, field in enumerate(["name", "address", "city", "region", "phone", "skip"])
    }
    checked = client.post(url, {**fields, "region": "US", "check": "1"})
    assert (checked.status_code, ImportJob.objects.get().status) == (200, "preview")
    wrong = client.post(url, {**fields, "column-4": "other", "region": "US", "idempotency_key": "k1"})
    assert (wrong.status_code, ImportJob.objects.get().status) == (422, "preview")
    with django_capture_on_commit_callbacks(execute=True):
        sent = client.post(url, {**fields, "region": "US", "idempotency_key": "k2"})
    assert sent.status_code == 302
    job.refresh_from_db()
    assert (job.status, job.created) == ("done", 3)
    report = client.get(url).content.decode()
    assert "Hospital 2" in report
    assert client.get(url, headers={"HX-Request": "true"}).headers["HX-Redirect"] == url
    assert client.get(url + "?outcome=rejected").status_code == 200
    csv = client.get(reverse("callcenter:import_report", args=[job.pk]))
    assert b"".join(csv.streaming_content).count(b"\r\n") == 4  # type: ignore[attr-defined]

    revert = reverse("callcenter:import_revert", args=[job.pk])
    assert client.post(revert, {"idempotency_key": "k3"}).status_code == 302
    assert Lead.objects.count() == 0
    assert client.post(revert, {"idempotency_key": "k3"}).status_code == 302
    assert client.post(revert, {"idempotency_key": "k4"}).status_code == 422


def test_progress_lives_until_the_import_is_done(to: CallList, adam: User) -> None:
    client = browser(adam)
    upload(client, to, (US + us_rows(3)).encode())
    ImportJob.objects.update(status="running", rows_done=1)
    page = client.get(reverse("callcenter:import_job", args=[ImportJob.objects.get().pk]))
    assert b'data-live="2"' in page.content
    assert b"1 of 3 rows are done" in page.content


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00", b"Name,Phone\n"])
def test_a_refused_file_is_told_on_the_page_of_the_list(to: CallList, adam: User, content: bytes) -> None:
    answer = upload(browser(adam), to, content)
    assert answer.status_code == 422
    assert b"is-invalid" in answer.content
    assert not ImportJob.objects.exists()


def test_a_list_is_opened_paused_and_changed(org: Organisation, adam: User) -> None:
    client = browser(adam)
    sent = {
        "name": "Clinics", "region": "RU", "priority": "5", "calling_from": "10:00", "calling_to": "17:30",
        "calling_days": ["1", "2"], "max_attempts": "4", "callback_days": "60", "idempotency_key": "a",
    }  # fmt: skip
    client.post(reverse("callcenter:list_new"), sent)
    client.post(reverse("callcenter:list_new"), sent)
    made = CallList.objects.get()
    assert (made.region, made.calling_days, made.max_attempts) == ("RU", [1, 2], 4)
    assert client.post(reverse("callcenter:list_new"), {**sent, "idempotency_key": "b"}).status_code == 422
    closed = {**sent, "calling_to": "09:00", "name": "Other", "idempotency_key": "c"}
    refused = client.post(reverse("callcenter:list_new"), closed)
    assert (refused.status_code, CallList.objects.count()) == (422, 1)
    assert b'value="Other"' in refused.content
    client.post(reverse("callcenter:list_pause", args=[made.pk]), {"paused": "1", "idempotency_key": "d"})
    client.post(
        reverse("callcenter:list_edit", args=[made.pk]), {**sent, "name": "Clinics 2", "idempotency_key": "e"}
    )
    made.refresh_from_db()
    assert (made.paused, made.name) == (True, "Clinics 2")


def test_numbers_are_forbidden_in_bulk_and_found_exactly(to: CallList, adam: User) -> None:
    factories.lead(to, company=factories.company("Acme", phone="+13347938701"))
    client, url = browser(adam), reverse("callcenter:do_not_call")
    text = "(334) 793-8701\n334-793-8702\n123456\n"
    page = client.post(url, {"phones": text, "reason": "asked", "idempotency_key": "a"}, follow=True)
    assert "2 numbers added. 1 lead closed. 1 line holds no valid number." in page.content.decode()
    assert DoNotCall.objects.count() == 2
    assert b"3347938701" not in page.content
    assert b"793-8701" not in page.content
    assert len(client.get(url + "?phone=334.793.8702").context["rows"]) == 1
    assert len(client.get(url + "?phone=334793870").context["rows"]) == 0
    refused = client.post(url, {"phones": "nobody", "reason": "asked", "idempotency_key": "b"})
    assert (refused.status_code, DoNotCall.objects.count()) == (422, 2)


def test_leads_are_found_by_name_list_and_state(to: CallList, adam: User) -> None:
    acme = factories.lead(to, company=factories.company("ООО Ёлка"))
    factories.lead(factories.call_list("Other"), state="closed", closed_reason="not_a_fit")
    client, url = browser(adam), reverse("callcenter:leads")

    def found(query: str) -> int:
        return len(client.get(f"{url}?{query}").context["page"].object_list)

    assert [found(q) for q in ("", "search=елка", "search=zzz", f"call_list={to.pk}", "state=closed", "state=due")] == [
        2, 1, 0, 1, 1, 1,
    ]  # fmt: skip
    assert found(f"call_list={to.pk}&state=closed") == 0
    assert found("call_list=999999&state=nonsense") == 2
    page = client.get(reverse("callcenter:lead", args=[acme.pk])).content.decode()
    assert "••" in page
    assert acme.company.contact_points.get().value not in page
    assert client.get(reverse("callcenter:lead", args=[99999])).status_code == 404


def call(lead: Lead, manager: User, at: datetime, code: str) -> None:
    how = Disposition.objects.get(code=code)
    claim = Claim.objects.create(
        lead=lead,
        manager=manager,
        started_at=at,
        expires_at=at.replace(year=2030),
        ended_at=at,
        ending="disposed",
    )
    Call.objects.create(
        lead=lead,
        claim=claim,
        manager=manager,
        call_list=lead.call_list,
        disposition=how,
        reached=how.reached,
        at=at,
    )


def test_the_desk_and_the_board_tell_who_calls(to: CallList, adam: User, cara: User, cody: User) -> None:
    now = timezone.now()
    call(factories.lead(to), cara, now, "not_a_fit")
    held = factories.lead(to, state="claimed")
    Claim.objects.create(lead=held, manager=cody, started_at=now, expires_at=now.replace(year=now.year + 1))
    floor = browser(adam).get(reverse("callcenter:board")).context["floor"]
    assert [(one.person.username, one.state, one.calls) for one in floor.callers] == [
        ("cara", "idle", 1), ("cody", "busy", 0),
    ]  # fmt: skip
    assert (floor.calls, floor.reached, floor.booked, floor.busy, floor.staffing.level) == (1, 1, 0, 1, "red")
    live = browser(adam).get(reverse("callcenter:admin"), headers={"HX-Request": "true"})
    assert live.content.lstrip().startswith(b'<div id="_admin_desk"')
    again = browser(adam).get(
        reverse("callcenter:board"), headers={"HX-Request": "true", "If-None-Match": "nothing"}
    )
    assert again.status_code == 200


@pytest.mark.parametrize("name", ["admin", "board", "lists", "leads", "do_not_call", "scripts"])
def test_pages_cost_the_same_for_many_rows(
    name: str, to: CallList, adam: User, cara: User, at: datetime
) -> None:
    client, url = browser(adam), reverse(f"callcenter:{name}")
    factories.lead(to)
    DoNotCall.objects.create(phone="+13347931000", reason="asked", added_at=at, added_by=adam)
    client.get(url)
    counted = []
    for more in (0, 12):
        for n in range(more):
            factories.lead(factories.call_list(f"List {n}"))
            DoNotCall.objects.create(phone=f"+133479312{n:02d}", reason="asked", added_at=at, added_by=adam)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 12, counted
