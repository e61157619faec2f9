"""The administrator's endpoints (contract.md)."""

import json
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from rest_framework.test import APIClient

from callcenter.actions import ensure_default_script, take_next_lead
from callcenter.models import CallList, ImportJob, Lead
from salesorg.clients.models import DoNotCall
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.files import US, csv_file, imported, us_rows

pytestmark = pytest.mark.django_db
API = "/api/v1/callcenter/"


@pytest.fixture
def to(org: Organisation, at: datetime) -> CallList:
    return factories.call_list(script=ensure_default_script(at=at))


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def send(client: APIClient, to: CallList, content: bytes, key: str = "", **more: object):  # type: ignore[no-untyped-def]
    body = {"file": SimpleUploadedFile("us.csv", content), **more}
    headers = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
    return client.post(f"{API}call-lists/{to.pk}/imports/", body, format="multipart", **headers)


def test_lists_are_opened_read_and_changed(org: Organisation, adam: User, at: datetime) -> None:
    client = api(adam)
    made = client.post(
        f"{API}call-lists/", {"name": "Hospitals", "region": "us", "priority": 2}, format="json"
    )
    assert made.status_code == 201
    pk = made.json()["id"]
    assert made.json() | {"leads": 0, "due": 0, "done": 0, "region": "US", "paused": False} == made.json()
    factories.lead(CallList.objects.get())
    page = client.get(f"{API}call-lists/").json()
    assert (page["count"], page["results"][0]["leads"], page["results"][0]["due"]) == (1, 1, 1)
    changed = client.patch(f"{API}call-lists/{pk}/", {"paused": True}, format="json")
    assert (changed.status_code, changed.json()["paused"], changed.json()["priority"]) == (200, True, 2)
    assert client.get(f"{API}call-lists/{pk}/").json()["paused"] is True
    assert client.patch(f"{API}call-lists/{pk}/", {"owner": 1}, format="json").status_code == 400
    assert client.post(f"{API}call-lists/", {"name": "Hospitals"}, format="json").status_code == 409
    assert client.get(f"{API}call-lists/999/").status_code == 404


def test_an_import_from_file_to_revert(to: CallList, adam: User, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    client = api(adam)
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(client, to, (US + us_rows(4)).encode(), key="k")
    assert sent.status_code == 202
    with django_capture_on_commit_callbacks(execute=True):
        again = send(client, to, (US + us_rows(4)).encode(), key="k")
    assert (again.json()["id"], ImportJob.objects.count()) == (sent.json()["id"], 1)
    pk = sent.json()["id"]
    job = client.get(f"{API}imports/{pk}/").json()
    assert [job[name] for name in ("status", "rows", "created", "duplicates", "dnc", "clients", "rejected")] == [
        "done", 4, 4, 0, 0, 0, 0,
    ]  # fmt: skip
    report = client.get(job["report"])
    assert (report.status_code, report["Content-Type"]) == (200, "text/csv; charset=utf-8")
    assert b"".join(report.streaming_content).startswith(b"\xef\xbb\xbfRow,")  # type: ignore[attr-defined]
    assert client.get(f"{API}call-lists/{to.pk}/imports/").json()["count"] == 1
    reverted = client.post(f"{API}imports/{pk}/revert/")
    assert (reverted.status_code, reverted.json()["status"], Lead.objects.count()) == (200, "reverted", 0)
    assert client.post(f"{API}imports/{pk}/revert/").status_code == 409


def test_a_mapping_is_taken_and_a_wrong_one_told(to: CallList, adam: User) -> None:
    client = api(adam)
    text = b"A,B\nAcme,3347938701\n"
    sent = send(client, to, text, mapping=json.dumps({"A": "name", "B": "phone"}))
    assert (sent.status_code, sent.json()["mapping"]) == (202, {"A": "name", "B": "phone"})
    for wrong in ('{"C": "name"}', '{"A": "telepathy"}', "[1]", "{", '{"A": "skip", "B": "skip"}'):
        answer = send(client, to, text, mapping=wrong)
        assert (answer.status_code, list(answer.json())) == (400, ["mapping"]), wrong
    assert ImportJob.objects.count() == 1


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 100, b"Name,Phone\n", b"PK\x03\x04zip"])
def test_a_bad_file_is_a_field_error(to: CallList, adam: User, content: bytes) -> None:
    answer = send(api(adam), to, content)
    assert (answer.status_code, list(answer.json())) == (400, ["file"])
    assert not ImportJob.objects.exists()


def test_an_import_in_work_is_not_reverted(to: CallList, adam: User, cara: User, at: datetime) -> None:
    job = imported(to, csv_file(US + us_rows(2)), at)
    assert take_next_lead(actor=cara, at=at.replace(hour=17)) is not None
    answer = api(adam).post(f"{API}imports/{job.pk}/revert/")
    assert (answer.status_code, answer.json()["code"], Lead.objects.count()) == (409, "import_in_use", 2)


def test_do_not_call(to: CallList, adam: User) -> None:
    factories.lead(to, company=factories.company(phone="+13347938701"))
    client = api(adam)
    made = client.post(f"{API}do-not-call/", {"phone": "(334) 793-8701", "reason": "asked"}, format="json")
    assert (made.status_code, made.json()["numbers"], made.json()["closed"]) == (201, 1, 1)
    assert "793" not in made.json()["phone"]
    page = client.get(f"{API}do-not-call/?phone=334 793 8701").json()
    assert (page["count"], page["results"][0]["reason"]) == (1, "asked")
    assert client.get(f"{API}do-not-call/?phone=334 793 8702").json()["count"] == 0
    assert client.post(f"{API}do-not-call/", {"phone": "12"}, format="json").status_code == 400
    assert DoNotCall.objects.count() == 1


def test_leads_scripts_wallboard(to: CallList, adam: User, sue: User, cara: User) -> None:
    lead = factories.lead(to, company=factories.company("Acme"))
    factories.lead(to, state="closed", closed_reason="not_a_fit")
    rows = api(sue).get(f"{API}leads/?state=waiting&call_list={to.pk}&search=acm&due=true").json()["results"]
    assert [row["id"] for row in rows] == [lead.pk]
    assert "•" in rows[0]["phones"][0]
    assert api(adam).get(f"{API}leads/?state=nonsense").status_code == 400
    script = api(adam).get(f"{API}scripts/").json()["results"][0]
    assert (script["version"], script["steps"]["start"]) == (1, "hello")
    board = api(adam).get(f"{API}wallboard/").json()
    assert (board["calls"], board["callers"][0]["person"]["username"], board["staffing"]["level"]) == (
        0,
        "cara",
        "red",
    )


def test_others_may_not(to: CallList, cara: User, hal: User, fay: User, sue: User, at: datetime) -> None:
    job = imported(to, csv_file(US + us_rows(1)), at)
    own = ["call-lists/", f"call-lists/{to.pk}/", f"call-lists/{to.pk}/imports/", f"imports/{job.pk}/",
           f"imports/{job.pk}/report/", "do-not-call/"]  # fmt: skip
    for person in (cara, hal, fay):
        codes = {
            api(person).get(API + path).status_code for path in [*own, "leads/", "wallboard/", "scripts/"]
        }
        assert codes == {403}
    assert {api(sue).get(API + path).status_code for path in own} == {403}
    assert api(cara).post(f"{API}imports/{job.pk}/revert/").status_code == 403
    assert send(api(cara), to, b"x").status_code == 403
