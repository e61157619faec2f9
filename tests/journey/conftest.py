"""The journey over the API, in the words of the contract: one client per person, and a department to begin with."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from salesorg.people.models import User

Api = Callable[[User], "Caller"]

CSV = (
    "Company,Phone,Contact person,City,State\r\n"
    "Harbor Foods,(212) 555-0101,Laura Mitchell,New York,NY\r\n"
    "Cedar Dairy,(212) 555-0102,James Carter,New York,NY\r\n"
    "No Phone Inc,,Nobody,Boston,MA\r\n"
)


class Caller:
    """A person at the API: `get` and `post` under /api/v1/, each checked for the status that is expected."""

    def __init__(self, person: User) -> None:
        self.client = APIClient()
        self.client.force_authenticate(person)

    def get(self, path: str, expect: int = 200, **query: Any) -> Any:
        return self._read(self.client.get(f"/api/v1/{path}", query), expect)

    def post(self, path: str, body: Any = None, expect: int = 200, key: str = "", form: str = "json") -> Any:
        headers = {"Idempotency-Key": key} if key else {}
        return self._read(
            self.client.post(
                f"/api/v1/{path}", body if body is not None else {}, format=form, headers=headers
            ),
            expect,
        )

    def patch(self, path: str, body: Any, expect: int = 200) -> Any:
        return self._read(self.client.patch(f"/api/v1/{path}", body, format="json"), expect)

    def _read(self, response: Any, expect: int) -> Any:
        assert response.status_code == expect, (response.status_code, response.content[:800])
        return response.json() if response.content else None


@pytest.fixture
def api() -> Api:
    """Speak to the API as somebody."""
    return Caller


@pytest.fixture
def open_hours(org: Any) -> Any:
    """Real time passes in these tests: every hour of every day is working time, or they would fail at night."""
    org.working_days, org.opens_at, org.closes_at = [1, 2, 3, 4, 5, 6, 7], "00:00", "23:59"
    org.country = "XX"
    org.save()
    return org


@pytest.fixture
def called(open_hours: Any, adam: User, api: Api) -> dict[str, Any]:
    """A call list with two leads, imported over the API."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = api(adam).post(
        "callcenter/call-lists/",
        {
            "name": "Autumn",
            "region": "US",
            "calling_from": "00:00",
            "calling_to": "23:59",
            "calling_days": [1, 2, 3, 4, 5, 6, 7],
        },
        expect=201,
    )
    upload = SimpleUploadedFile("autumn.csv", CSV.encode("cp1252"), content_type="text/csv")
    job = api(adam).post(
        f"callcenter/call-lists/{made['id']}/imports/", {"file": upload}, expect=202, form="multipart"
    )
    from callcenter.tasks import run_due_imports

    run_due_imports()
    report = api(adam).get(f"callcenter/imports/{job['id']}/")
    assert (report["status"], report["created"], report["rejected"]) == ("done", 2, 1)
    return {"list": made, "import": report}


@pytest.fixture
def booked(called: dict[str, Any], cara: User, hal: User, api: Api) -> dict[str, Any]:
    """Cara has booked a meeting with hal for the first lead."""
    claim = api(cara).post("callcenter/queue/next/")
    slots = api(cara).get(
        "hunters/slots/", **{
            "from": (timezone.now() + timedelta(hours=2)).isoformat(),
            "to": (timezone.now() + timedelta(days=3)).isoformat(), "minutes": 60,
        }
    )  # fmt: skip
    slot = slots[0]
    call = api(cara).post(
        "callcenter/calls/",
        {
            "claim": claim["id"], "disposition": "meeting_booked", "note": "Wants a packing line.",
            "meeting": {"hunter": slot["hunter"]["id"], "starts_at": slot["starts_at"], "minutes": 60,
                        "place": "Their office", "contact": "Laura Mitchell"},
        },
        expect=201,
    )  # fmt: skip
    return {"claim": claim, "call": call, "meeting": call["meeting"]}


@pytest.fixture
def dealt(booked: dict[str, Any], hal: User, api: Api) -> dict[str, Any]:
    """The meeting was held and has become a deal of hal's."""
    meeting = booked["meeting"]["id"]
    with patch("django.utils.timezone.now", return_value=timezone.now() + timedelta(days=4)):
        api(hal).post(
            f"hunters/meetings/{meeting}/outcome/",
            {
                "outcome": "held",
                "on_target": True,
                "note": "Two old lines.",
                "next_step": "Send the proposal",
            },
        )
    deals = api(hal).get("hunters/deals/", company=booked["claim"]["lead"]["company"]["id"])
    assert deals["count"] == 1
    return {**booked, "deal": deals["results"][0]}


@pytest.fixture
def sold(dealt: dict[str, Any], hal: User, fay: User, fern: User, api: Api) -> dict[str, Any]:
    """Hal has made the first sale of 20,000.00; the client belongs to fay."""
    from tests.factories import product

    lines = [{"product": product(price="10000.00").pk, "quantity": "2", "price": "10000.00"}]
    won = api(hal).post(
        f"hunters/deals/{dealt['deal']['id']}/win/", {"lines": lines, "note": ""}, expect=201, key="w1"
    )
    return {**dealt, **won, "lines": lines}
