from datetime import date, timedelta

import pytest
from django.test import Client

from callcenter.models import Call
from salesorg.dashboards.figures import funnel_rows, summed
from salesorg.lib.period import Period
from salesorg.people.models import Organisation, User
from tests.conftest import AT
from tests.dashboards.conftest import Story

pytestmark = pytest.mark.django_db
DAY_OF_CALLS = Period("custom", AT.date(), AT.date())
DAYS_AFTER = Period("custom", AT.date() + timedelta(days=1), AT.date() + timedelta(days=30))
ALL_STEPS = ("calls", "reached", "booked", "held", "first_sales", "repeat")


def total(period: Period, org: Organisation, *, by_event: bool) -> tuple[int, ...]:
    rows = funnel_rows(period, settings=org, by="person_and_list", by_event=by_event)
    row = summed(rows, lambda row: None).get(None)
    return tuple(getattr(row, step) for step in ALL_STEPS) if row else (0,) * 6


def test_a_cohort_follows_its_calls_wherever_they_lead(story: Story, org: Organisation) -> None:
    assert total(DAY_OF_CALLS, org, by_event=False) == (6, 4, 3, 2, 1, 1)
    assert total(DAYS_AFTER, org, by_event=False) == (0, 0, 0, 0, 0, 0)


def test_by_event_each_step_has_its_own_date(story: Story, org: Organisation) -> None:
    assert total(DAY_OF_CALLS, org, by_event=True) == (6, 4, 3, 0, 0, 0)
    assert total(DAYS_AFTER, org, by_event=True) == (0, 0, 0, 2, 1, 1)


def test_the_parts_add_up_to_the_raw_rows(story: Story, org: Organisation, cara: User, cody: User) -> None:
    rows = funnel_rows(DAY_OF_CALLS, settings=org, by="person", by_event=False)
    by_person = {row.key[0]: row for row in rows}
    assert (by_person[cara.pk].calls, by_person[cara.pk].booked, by_person[cara.pk].held) == (5, 2, 2)
    assert (by_person[cody.pk].calls, by_person[cody.pk].booked, by_person[cody.pk].held) == (1, 1, 0)
    assert sum(row.calls for row in rows) == Call.objects.count()
    assert sum(row.reached for row in rows) == Call.objects.filter(reached=True).count()


def test_a_day_is_a_local_day(story: Story, org: Organisation) -> None:
    org.time_zone = "Pacific/Kiritimati"  # there it was Tuesday already
    assert total(DAY_OF_CALLS, org, by_event=False) == (0, 0, 0, 0, 0, 0)
    assert total(Period("custom", date(2026, 11, 17), date(2026, 11, 17)), org, by_event=False)[0] == 6


@pytest.mark.parametrize(("by", "keys"), [("person", 2), ("list", 1), ("script", 1), ("month", 1)])
@pytest.mark.parametrize("count", ["cohort", "event"])
def test_the_api_gives_the_same_figures(
    story: Story, sue: User, client: Client, by: str, keys: int, count: str
) -> None:
    client.force_login(sue)
    asked = {"from": "2026-11-01", "to": "2026-11-30", "by": by, "count": count}
    answer = client.get("/api/v1/dashboards/funnel/", asked).json()
    assert len(answer["rows"]) == keys
    steps = {step: answer["total"][step] for step in ALL_STEPS}
    assert steps == {"calls": 6, "reached": 4, "booked": 3, "held": 2, "first_sales": 1, "repeat": 1}
    assert answer["total"]["conversions"]["reached"] == "0.6667"


@pytest.mark.parametrize(
    "wrong", [{"from": "yesterday"}, {"from": "2026-11-02", "to": "2026-11-01"}, {"by": "moon"}]
)
def test_nonsense_is_a_400(sue: User, client: Client, wrong: dict[str, str]) -> None:
    client.force_login(sue)
    assert client.get("/api/v1/dashboards/funnel/", wrong).status_code == 400
