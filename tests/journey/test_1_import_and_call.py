"""Steps 1 and 2: a list comes in, a call manager takes the next lead and logs how the call ended."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from salesorg.people.models import User
from tests.journey.conftest import CSV, Api

pytestmark = pytest.mark.django_db


def test_the_same_file_again_creates_nothing(called: dict[str, Any], adam: User, api: Api) -> None:
    upload = SimpleUploadedFile("again.csv", CSV.encode())
    path = f"callcenter/call-lists/{called['list']['id']}/imports/"
    job = api(adam).post(path, {"file": upload}, expect=202, form="multipart")
    from callcenter.tasks import run_due_imports

    run_due_imports()
    report = api(adam).get(f"callcenter/imports/{job['id']}/")
    assert (report["created"], report["duplicates"], report["rejected"]) == (0, 2, 1)
    assert api(adam).get(f"callcenter/call-lists/{called['list']['id']}/")["leads"] == 2


def test_a_lead_is_due_again_by_its_rule(called: dict[str, Any], cara: User, api: Api) -> None:
    claim = api(cara).post("callcenter/queue/next/")
    assert claim["lead"]["company"]["name"] in {"Harbor Foods", "Cedar Dairy"}
    assert claim["lead"]["phones"]
    body = {"claim": claim["id"], "disposition": "no_answer", "note": "", "next": True}
    call = api(cara).post("callcenter/calls/", body, expect=201)
    again = datetime.fromisoformat(call["lead"]["next_attempt_at"])
    assert call["lead"]["state"] == "waiting"
    # No answer: four hours at the earliest (product.md 6), in another part of the calling window.
    assert again >= timezone.now() + timedelta(hours=3, minutes=55)
    assert call["next"]["lead"]["company"]["id"] != claim["lead"]["company"]["id"]
    api(cara).post("callcenter/calls/", body, expect=409)


def test_one_lead_in_hand_and_nothing_due_is_said(
    called: dict[str, Any], cara: User, cody: User, api: Api
) -> None:
    held = api(cara).post("callcenter/queue/next/")
    refusal = api(cara).post("callcenter/queue/next/", expect=409)
    assert refusal["code"]
    assert str(held["id"]) in str(refusal)
    api(cody).post("callcenter/queue/next/")
    api(cody).post("callcenter/calls/", {"claim": held["id"], "disposition": "busy", "note": ""}, expect=409)


def test_a_number_on_do_not_call_is_never_offered(
    called: dict[str, Any], adam: User, cara: User, api: Api
) -> None:
    api(adam).post("callcenter/do-not-call/", {"phone": "+1 (212) 555-0101", "reason": "asked"}, expect=201)
    claim = api(cara).post("callcenter/queue/next/")
    assert claim["lead"]["company"]["name"] == "Cedar Dairy"
    api(cara).post(
        "callcenter/calls/", {"claim": claim["id"], "disposition": "do_not_call", "note": ""}, expect=201
    )
    assert api(cara).post("callcenter/queue/next/", expect=204) is None
