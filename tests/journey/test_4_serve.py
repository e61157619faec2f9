"""Steps 5 and 7: the farmer serves the client; who is not contacted is flagged, told once, and cleared by a touch."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from farmers.actions import sweep_neglect
from farmers.notifications import NEGLECTED
from salesorg.people.models import Notice, User
from tests.journey.conftest import Api

pytestmark = pytest.mark.django_db


def test_a_touch_and_a_repeat_sale(sold: dict[str, Any], fay: User, flo: User, api: Api) -> None:
    account = api(fay).get("farmers/accounts/")["results"][0]
    path = f"farmers/accounts/{account['id']}"
    api(flo).post(f"{path}/touches/", {"kind": "call", "note": ""}, expect=404)
    api(fay).post(f"{path}/touches/", {"kind": "call", "note": "All running."}, expect=201)
    assert api(fay).get("farmers/accounts/")["results"][0]["last_touch_at"]
    sale = api(fay).post(f"{path}/sales/", {"lines": sold["lines"], "note": ""}, expect=201)
    assert sale["amount"] == "20000.00"
    api(flo).post(f"{path}/sales/", {"lines": sold["lines"], "note": ""}, expect=404)


def test_neglect_is_flagged_once_and_cleared_by_a_touch(
    sold: dict[str, Any], fay: User, fern: User, api: Api
) -> None:
    later = timezone.now() + timedelta(days=40)
    sweep_neglect(at=later)
    sweep_neglect(at=later)
    account = api(fay).get("farmers/accounts/", neglected=True)["results"][0]
    assert account["neglected_since"]
    assert Notice.objects.filter(person=fay, kind=NEGLECTED).count() == 1
    portfolio = next(
        row for row in api(fern).get("farmers/portfolios/")["results"] if row["farmer"]["id"] == fay.pk
    )
    assert (portfolio["accounts"], portfolio["neglected"]) == (1, 1)
    api(fay).post(f"farmers/accounts/{account['id']}/touches/", {"kind": "visit", "note": ""}, expect=201)
    assert api(fay).get("farmers/accounts/", neglected=True)["count"] == 0


def test_an_overloaded_department_must_grow(sold: dict[str, Any], fay: User, fern: User, api: Api) -> None:
    assert api(fern).get("farmers/portfolios/")["department"]["hire"] == 0
    fay.capacity = 1
    fay.save()
    department = api(fern).get("farmers/portfolios/")["department"]
    assert department["hire"] >= 1
    assert department["by"] == timezone.now().astimezone().date().isoformat() or department["by"]
