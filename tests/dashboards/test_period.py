from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from salesorg.lib.period import months_back, period_of

TODAY = date(2026, 11, 16)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ({}, date(2026, 11, 1), TODAY),
        ({"period": "last_month"}, date(2026, 10, 1), date(2026, 10, 31)),
        ({"period": "quarter"}, date(2026, 10, 1), TODAY),
        ({"period": "days"}, date(2026, 7, 20), TODAY),
        ({"period": "last_90"}, date(2026, 8, 19), TODAY),
        ({"from": "2026-01-05", "to": "2026-02-07"}, date(2026, 1, 5), date(2026, 2, 7)),
        ({"from": "2026-11-05"}, date(2026, 11, 5), TODAY),
        ({"from": "2026-02-07", "to": "2026-01-05"}, date(2026, 11, 1), TODAY),
        ({"from": "0001-01-01", "to": "9999-12-31"}, date(2000, 1, 1), date(9000, 1, 1)),
        ({"period": "for ever", "from": "yesterday"}, date(2026, 11, 1), TODAY),
    ],
)
def test_the_days_that_are_asked_for(asked: dict[str, str], first: date, last: date) -> None:
    period = period_of(asked, TODAY)
    assert (period.first, period.last) == (first, last)


def test_a_day_begins_and_ends_where_the_organisation_is() -> None:
    start, end = period_of({"from": "2026-11-01", "to": "2026-11-01"}, TODAY).bounds(
        ZoneInfo("America/New_York")
    )
    assert start == datetime(2026, 11, 1, 4, tzinfo=UTC)
    assert end == datetime(2026, 11, 2, 5, tzinfo=UTC), "the day on which the clocks go back has 25 hours"


def test_as_many_days_before() -> None:
    before = period_of({"from": "2026-11-03", "to": "2026-11-05"}, TODAY).before
    assert (before.first, before.last) == (date(2026, 10, 31), date(2026, 11, 2))


def test_months_back_cross_the_year() -> None:
    assert months_back(date(2026, 2, 3), 3) == [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
