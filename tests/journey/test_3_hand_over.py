"""Step 4: the first sale makes client, handoff, account and agreement at once; the farmer is introduced and accepts."""

from typing import Any

import pytest

from salesorg.clients.models import Ownership
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests.journey.conftest import Api

pytestmark = pytest.mark.django_db


def test_the_first_sale_hands_the_client_over(sold: dict[str, Any], fay: User, hal: User, api: Api) -> None:
    company = sold["claim"]["lead"]["company"]["id"]
    assert sold["sale"]["amount"] == "20000.00"
    assert api(hal).get(f"clients/companies/{company}/")["status"] == "client"
    account = api(fay).get("farmers/accounts/")["results"][0]
    assert (account["company"]["id"], account["farmer"]["username"]) == (company, "fay")
    owners = Ownership.objects.filter(company_id=company).select_related("owner")
    assert [(period.owner.username, period.ended_at is None) for period in owners] == [
        ("hal", False),
        ("fay", True),
    ]


def test_sent_twice_it_is_one_sale(sold: dict[str, Any], hal: User, api: Api) -> None:
    path = f"hunters/deals/{sold['deal']['id']}/win/"
    again = api(hal).post(path, {"lines": sold["lines"], "note": ""}, expect=201, key="w1")
    assert again["sale"]["id"] == sold["sale"]["id"]
    api(hal).post(path, {"lines": sold["lines"], "note": "other"}, expect=422, key="w1")
    api(hal).post(path, {"lines": sold["lines"], "note": ""}, expect=409, key="w2")
    assert Sale.objects.count() == 1


def test_the_farmer_is_introduced_and_accepts(
    sold: dict[str, Any], hal: User, fay: User, flo: User, api: Api
) -> None:
    path = f"handoff/handoffs/{sold['handoff']['id']}"
    api(fay).post(f"{path}/accept/", expect=409)
    api(hal).post(
        f"{path}/introduce/", {"how": "person", "brief": "Two lines.", "promises": "", "contacts_given": True,
                               "introduction_arranged": True},
    )  # fmt: skip
    api(flo).post(f"{path}/accept/", expect=404)
    assert api(fay).post(f"{path}/accept/")["state"] == "accepted"
    api(fay).post(f"{path}/accept/", expect=409)


def test_a_returned_client_waits_with_the_head_until_assigned(
    sold: dict[str, Any], hal: User, fay: User, flo: User, fern: User, api: Api
) -> None:
    path = f"handoff/handoffs/{sold['handoff']['id']}"
    api(fay).post(f"{path}/return/", {"reason": "Not my trade."})
    assert api(fern).get("farmers/accounts/", farmer=fern.pk)["count"] == 1
    api(fern).post(f"{path}/assign/", {"farmer": flo.pk, "reason": "Her trade."})
    assert api(flo).get("farmers/accounts/")["count"] == 1
    assert api(fay).get("farmers/accounts/")["count"] == 0
