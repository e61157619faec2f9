"""Step 3: the hunter reads the brief, records the outcome, has a deal and moves it."""

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.utils import timezone

from salesorg.people.models import User
from tests.journey.conftest import Api

pytestmark = pytest.mark.django_db


def test_the_meeting_is_the_hunters_with_its_brief(
    booked: dict[str, Any], hal: User, hugo: User, api: Api
) -> None:
    mine = api(hal).get("hunters/meetings/")["results"]
    assert [meeting["id"] for meeting in mine] == [booked["meeting"]["id"]]
    assert "packing line" in mine[0]["brief"]
    assert api(hugo).get("hunters/meetings/")["count"] == 0
    api(hugo).post(
        f"hunters/meetings/{booked['meeting']['id']}/outcome/", {"outcome": "held", "note": ""}, expect=404
    )


def test_a_no_show_returns_the_lead_to_the_queue(
    booked: dict[str, Any], hal: User, cara: User, api: Api
) -> None:
    later = timezone.now() + timedelta(days=4)
    with patch("django.utils.timezone.now", return_value=later):
        api(hal).post(
            f"hunters/meetings/{booked['meeting']['id']}/outcome/", {"outcome": "no_show", "note": ""}
        )
    from callcenter.actions import sweep_claims

    sweep_claims(at=timezone.now())
    claim = api(cara).post("callcenter/queue/next/")
    assert claim["lead"]["company"]["id"] == booked["claim"]["lead"]["company"]["id"]


def test_a_deal_is_moved_over_the_board(
    dealt: dict[str, Any], hal: User, hera: User, cara: User, api: Api
) -> None:
    path = f"hunters/deals/{dealt['deal']['id']}/move/"
    assert api(hal).post(path, {"stage": "proposal"})["stage"] == "proposal"
    assert api(hera).get("hunters/deals/", stage="proposal")["count"] == 1
    api(hal).post(path, {"stage": "nowhere"}, expect=409)
    api(cara).post(path, {"stage": "agreed"}, expect=403)
