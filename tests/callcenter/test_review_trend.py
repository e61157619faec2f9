"""The trend of each person: by week, by criterion, against the plan."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from callcenter.models import Review
from callcenter.review_chart import week_chart
from callcenter.review_trend import WeekScore, average_of, criteria_of, floor_trend, floor_weeks, trend_of
from salesorg.people.models import Organisation, User
from tests.callcenter.reviewed import reviewed

pytestmark = pytest.mark.django_db
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


def test_scores_by_local_week(org: Organisation, adam: User, cara: User, cody: User, at: datetime) -> None:
    # `at` is Monday, 10:00 in New York; eleven hours earlier it is still Sunday there.
    reviewed(adam, cara, at - timedelta(hours=11))
    reviewed(adam, cara, at, 1)
    reviewed(adam, cara, at, 0)
    reviewed(adam, cara, at, 2, p8=0)
    reviewed(adam, cody, at - WEEK, 0)
    reviewed(adam, cody, at - 12 * WEEK)
    mine, other = floor_trend(at + DAY, org)
    assert (mine.person, other.person) == (cara, cody)
    assert mine.weeks[-2:] == [
        WeekScore(date(2026, 11, 9), 1, Decimal(100)),
        WeekScore(date(2026, 11, 16), 3, (Decimal(56) + 12 + 0) / 3, failed=1),
    ]
    assert mine.weeks[0] == WeekScore(date(2026, 8, 31))
    assert (mine.reviewed, mine.failed, mine.failed_share) == (4, 1, Decimal("0.25"))
    assert mine.average == Decimal(168) / 4
    assert (other.reviewed, other.average) == (1, Decimal(12))
    floor = floor_weeks(at + DAY, org)
    assert [week.reviewed for week in floor[-2:]] == [2, 3]
    assert floor[-2].average == Decimal(56)


def test_the_change_compares_the_halves(org: Organisation, adam: User, cara: User, at: datetime) -> None:
    reviewed(adam, cara, at - 8 * WEEK, 1)
    assert trend_of(cara, at, org).change is None
    reviewed(adam, cara, at, 2)
    assert trend_of(cara, at, org).change == Decimal(44)
    assert average_of([]) is None


def test_the_weak_criteria_stand_first_and_the_floor_is_not_told_to_everybody(
    org: Organisation, adam: User, cara: User, cody: User, at: datetime
) -> None:
    reviewed(adam, cara, at, 2, p3=0)
    reviewed(adam, cara, at, 2, p3=1)
    reviewed(adam, cody, at, 2, p5=1)
    weakest, *rest = criteria_of(cara, at, org, with_floor=True)
    assert (weakest.text[:5], weakest.n, weakest.met) == ("Asked", 2, Decimal("0.25"))
    assert weakest.floor == Decimal(3) / 6
    assert weakest.is_weak
    assert not any(one.is_weak for one in rest)
    assert rest[-1].floor == Decimal(5) / 6
    own = criteria_of(cara, at, org, with_floor=False)
    assert own[0].text == weakest.text
    assert {one.floor for one in own} == {None}
    assert not any(one.is_weak for one in own)
    assert criteria_of(adam, at, org, with_floor=True) == []


def test_coverage_counts_the_samples_of_the_plan(
    org: Organisation, adam: User, cara: User, at: datetime
) -> None:
    cara.hired_at = at - 3 * WEEK
    cara.save()
    # Three whole weeks of two, and of this one the first at half time.
    assert trend_of(cara, at, org).planned == 6
    assert trend_of(cara, at + 3 * DAY, org).planned == 7
    reviewed(adam, cara, at)
    Review.objects.update(picked="sample")
    reviewed(adam, cara, at)
    trend = trend_of(cara, at, org)
    assert (trend.sampled, trend.reviewed, trend.coverage) == (1, 2, Decimal(1) / 6)
    org.reviews_per_week = 0
    org.save()
    assert trend_of(cara, at, org).coverage is None


def test_a_week_without_reviews_is_a_gap_in_the_chart() -> None:
    weeks = [WeekScore(date(2026, 11, 9)), WeekScore(date(2026, 11, 16), 2, Decimal("62.5"))]
    drawn = week_chart([("Cara", weeks), ("The floor", weeks)])
    assert drawn["series"][0]["data"] == [None, 63]
    assert [series["dashed"] for series in drawn["series"]] == [False, True]
    assert len(drawn["labels"]) == 2
