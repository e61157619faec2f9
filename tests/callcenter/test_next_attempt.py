from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callcenter.calling_window import CallingWindow, holidays_of
from callcenter.next_attempt import next_attempt, remember
from callcenter.open_lanes import calling_window

NEW_YORK = CallingWindow(ZoneInfo("America/New_York"))
HOURS = timedelta(hours=1)
ZONES = sorted(zone for zone in available_timezones() if "/" in zone)


def local(
    year: int, month: int, day: int, hour: int, minute: int = 0, zone: str = "America/New_York"
) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def after(at: datetime, retry: timedelta, tried: list[int], window: CallingWindow = NEW_YORK) -> datetime:
    return next_attempt(at=at, retry=retry, apart=2 * HOURS, tried=tried, window=window)


def test_no_answer_in_the_morning_is_tried_in_the_afternoon() -> None:
    assert after(local(2026, 11, 16, 9, 30), 4 * HOURS, [0]) == local(2026, 11, 16, 13, 30)


def test_a_busy_line_is_not_called_twice_within_two_hours_nor_in_the_same_third() -> None:
    assert after(local(2026, 11, 16, 9, 30), HOURS / 2, [0]) == local(2026, 11, 16, 12)


def test_the_last_two_thirds_are_left_out() -> None:
    assert after(local(2026, 11, 16, 13), 4 * HOURS, [1, 0]) == local(2026, 11, 16, 17)
    assert after(local(2026, 11, 16, 17), 4 * HOURS, [2, 1]) == local(2026, 11, 17, 9)
    assert after(local(2026, 11, 16, 17), 4 * HOURS, [2, 0]) == local(2026, 11, 17, 12)


def test_friday_evening_goes_on_monday() -> None:
    assert after(local(2026, 11, 20, 16), 24 * HOURS, [2]) == local(2026, 11, 23, 9)


def test_holidays_are_left_out() -> None:
    window = CallingWindow(NEW_YORK.zone, holidays=holidays_of("US", ("2026-11-27",)))
    thanksgiving_eve = local(2026, 11, 25, 17)
    assert after(thanksgiving_eve, 4 * HOURS, [2], window) == local(2026, 11, 30, 9)


def test_the_wall_clock_counts_over_a_change_of_the_clocks() -> None:
    every_day = CallingWindow(NEW_YORK.zone, days=(1, 2, 3, 4, 5, 6, 7))
    spring, autumn = local(2026, 3, 7, 17), local(2026, 10, 31, 17)
    assert after(spring, 24 * HOURS, [2, 1], every_day) == local(2026, 3, 9, 9)
    assert after(autumn, 4 * HOURS, [2, 1], every_day) == local(2026, 11, 1, 9)
    assert local(2026, 11, 1, 9) - autumn == timedelta(hours=17)


def test_a_window_that_never_opens_does_not_hang() -> None:
    at = local(2026, 11, 16, 9)
    assert after(at, HOURS, [0], CallingWindow(NEW_YORK.zone, days=())) == at + 2 * HOURS


@pytest.mark.parametrize(
    ("zone", "expected"), [("America/New_York", True), ("Asia/Yekaterinburg", False), ("Europe/London", True)]
)
def test_a_window_is_the_companys_own(zone: str, expected: bool) -> None:
    assert CallingWindow(ZoneInfo(zone)).is_open(local(2026, 11, 16, 10)) is expected


def test_the_last_instant_is_outside() -> None:
    assert NEW_YORK.is_open(local(2026, 11, 16, 9))
    assert not NEW_YORK.is_open(local(2026, 11, 16, 18))


def test_the_two_newest_parts_are_remembered() -> None:
    assert remember(2, [1, 0]) == [2, 1]


@given(
    at=st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)),
    minutes=st.sampled_from([30, 240, 1440]),
    tried=st.lists(st.integers(0, 2), max_size=2),
    opens=st.integers(0, 20 * 60),
    length=st.integers(30, 10 * 60),
    zone=st.sampled_from(ZONES),
)
def test_every_rule_holds_at_once(
    at: datetime, minutes: int, tried: list[int], opens: int, length: int, zone: str
) -> None:
    closes = min(opens + length, 23 * 60 + 59)
    window = CallingWindow(ZoneInfo(zone), time(*divmod(opens, 60)), time(*divmod(closes, 60)))
    at = at.replace(tzinfo=UTC)
    found = after(at, timedelta(minutes=minutes), tried, window)
    assert found >= at + max(timedelta(minutes=minutes), 2 * HOURS)
    assert window.is_open(found)
    assert window.part_of(found) not in tried
    assert found - at < timedelta(days=6)


def test_holidays_of_an_unknown_country_are_the_own_ones() -> None:
    assert date(2026, 1, 2) in holidays_of("XX", ("2026-01-02",))


def test_who_is_called_on_all_days_of_the_week_is_called_on_holidays() -> None:
    thanksgiving = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    for days, called in (
        ("[1, 2, 3, 4, 5]", False),
        ("[1, 2, 3, 4, 5, 6]", False),
        ("[1, 2, 3, 4, 5, 6, 7]", True),
    ):
        window = calling_window("America/New_York", time(9), time(18), days, "US", "[]")
        assert window.is_open(thanksgiving) is called, days
