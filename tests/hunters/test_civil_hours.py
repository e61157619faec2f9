"""The hours at which people like to meet, by their own clock."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from hunters.civil_hours import CivilHours

HOUR = timedelta(hours=1)
BERLIN = CivilHours(ZoneInfo("Europe/Berlin"), time(8), time(20))


@pytest.mark.parametrize(
    ("hour", "minute", "held"),
    [(6, 59, False), (7, 0, True), (18, 0, True), (18, 1, False), (22, 30, False), (23, 30, False)],
)
def test_a_meeting_lies_within_them_from_begin_to_end(hour: int, minute: int, held: bool) -> None:
    assert BERLIN.hold(datetime(2026, 11, 17, hour, minute, tzinfo=UTC), HOUR) is held


def test_in_summer_their_clock_is_another() -> None:
    assert BERLIN.hold(datetime(2026, 7, 1, 6, 0, tzinfo=UTC), HOUR)
    assert not BERLIN.hold(datetime(2026, 7, 1, 18, 0, tzinfo=UTC), HOUR)


def test_until_midnight_is_not_past_it() -> None:
    always = CivilHours(ZoneInfo("UTC"), time(0), time(23, 59))
    assert not always.hold(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), HOUR)
