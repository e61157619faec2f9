from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client

from salesorg.people.models import Role, User
from tests.conftest import AT
from tests.dashboards.conftest import Story
from tests.factories import person

pytestmark = pytest.mark.django_db
NOVEMBER = {"from": "2026-11-01", "to": "2026-11-30"}


def test_the_board_speaks_of_the_period(story: Story, sue: User, client: Client) -> None:
    client.force_login(sue)
    page = client.get("/board/", NOVEMBER)
    steps = {str(step.name): step.n for step in page.context["steps"]}
    assert steps == {
        "Calls": 6,
        "Reached": 4,
        "Meetings booked": 3,
        "Meetings held": 2,
        "First sales": 1,
        "Bought again": 1,
    }
    sold = page.context["sold"]
    assert (str(sold.new), str(sold.repeat), str(sold.received)) == ("2000.00", "500.00", "1500.00")
    assert [row["name"] for row in page.context["by_person"]] == ["Cara", "Cody"]


@pytest.mark.parametrize("period", ["month", "last_month", "quarter", "days", "nonsense", "custom"])
def test_every_period_can_be_asked_for(sue: User, client: Client, period: str) -> None:
    client.force_login(sue)
    assert client.get("/board/", {"period": period, "count": "event"}).status_code == 200


def test_the_live_part_is_the_fragment_and_costs_nothing_when_nothing_changed(
    story: Story, sue: User, client: Client
) -> None:
    client.force_login(sue)
    asked = NOVEMBER | {"part": "period"}
    first = client.get("/board/", asked, headers={"HX-Request": "true"})
    assert first.content.lstrip().startswith(b'<div id="board_period"')
    again = client.get(
        "/board/", asked, headers={"HX-Request": "true", "If-None-Match": first.headers["ETag"]}
    )
    assert again.status_code == 304


def test_how_the_department_stands_now(story: Story, sue: User, client: Client) -> None:
    client.force_login(sue)
    with patch("salesorg.dashboards.views.board.timezone.now", return_value=AT):
        page = client.get("/board/now/", headers={"HX-Request": "true"})
    levels = {norm.code: norm.level for norm in page.context["norms"]}
    assert levels["call_centre"] == "red", "two call managers and no administrator"
    assert levels["active_sales"] == "red", "one hunter"
    assert [load.farmer.username for load in page.context["loads"]] == ["fay"]
    assert client.get("/board/now/").templates[0].name == "dashboards/board_now.html"


def test_the_board_names_the_farmers_most_in_need_and_how_many_more(sue: User, client: Client) -> None:
    client.force_login(sue)
    for n in range(23):
        person(f"farmer{n:02d}", Role.FARMER)
    board = client.get("/board/now/")
    assert len(board.context["loads"]) == 20
    assert "and 3 more farmers" in board.content.decode()


@pytest.mark.parametrize(("path", "most"), [("/board/", 10), ("/board/now/", 10)])
def test_the_number_of_queries_does_not_grow(
    story: Story, sue: User, client: Client, path: str, most: int, django_assert_max_num_queries: Any
) -> None:
    client.force_login(sue)
    with django_assert_max_num_queries(most):
        client.get(path, NOVEMBER, headers={"HX-Request": "true"})


def test_staffing_and_revenue_over_the_api(story: Story, sue: User, client: Client) -> None:
    client.force_login(sue)
    norms = client.get("/api/v1/dashboards/staffing/").json()
    assert [norm["code"] for norm in norms] == ["call_centre", "active_sales", "client_department"]
    assert all(norm["reason"] for norm in norms)
    answer = client.get("/api/v1/dashboards/revenue/", NOVEMBER).json()
    assert answer["sums"] == [
        {"currency": "USD", "new": "2000.00", "new_sales": 1, "repeat": "500.00", "repeat_sales": 1, "total": "2500.00",
         "received": "1500.00"}
    ]  # fmt: skip
    assert answer["per_employee"] == "357.14", "seven people: cara, cody, hal, hera, fay, fern, sue"
