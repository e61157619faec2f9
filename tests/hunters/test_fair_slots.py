"""The pure rule of free slots, and the query around it."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from hunters.fair_slots import HunterTime, fair_slots, starts_within
from hunters.queries import free_slots
from salesorg.lib.working_time import WorkingWeek
from salesorg.people.models import Absence, Organisation, Role, User
from tests import factories
from tests.hunters.steps import book

NEW_YORK = ZoneInfo("America/New_York")
WEEK = WorkingWeek(zone=NEW_YORK)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MONDAY = datetime(2026, 11, 16, tzinfo=NEW_YORK)


def local(slots: list[tuple[int, datetime]]) -> list[tuple[int, str]]:
    """Slots with their time in New York."""
    return [(hunter, f"{at.astimezone(NEW_YORK):%d %H:%M}") for hunter, at in slots]


def test_slots_are_the_half_hours_from_which_a_meeting_fits() -> None:
    found = local(fair_slots(WEEK, [HunterTime(1)], MONDAY, MONDAY + DAY, HOUR))
    assert (found[0], found[-1], len(found)) == ((1, "16 09:00"), (1, "16 17:00"), 17)


def test_neither_the_past_of_the_day_nor_nights_weekends_and_holidays() -> None:
    thanksgiving = WorkingWeek(zone=NEW_YORK, holidays={date(2026, 11, 26)})
    start = datetime(2026, 11, 25, 16, 20, tzinfo=NEW_YORK)
    found = local(fair_slots(thanksgiving, [HunterTime(1)], start, start + 5 * DAY, HOUR))
    assert [slot for _, slot in found][:3] == ["25 16:30", "25 17:00", "27 09:00"]
    assert {slot[:2] for _, slot in found} == {"25", "27", "30"}


def test_meetings_are_taken_out_and_touching_ones_are_not() -> None:
    ten = MONDAY.replace(hour=10).astimezone(UTC)
    hunter = HunterTime(1, busy=[(ten, ten + HOUR), (ten + 3 * HOUR, ten + 4 * HOUR)])
    found = [slot[3:] for _, slot in local(fair_slots(WEEK, [hunter], MONDAY, MONDAY + DAY, HOUR))]
    assert found[:5] == ["09:00", "11:00", "11:30", "12:00", "14:00"]


def test_the_fairest_comes_first_within_a_start() -> None:
    waited = datetime(2026, 11, 1, tzinfo=UTC)
    hunters = [
        HunterTime(1, upcoming=2), HunterTime(2, upcoming=1, last_given_at=waited + DAY),
        HunterTime(3, upcoming=1, last_given_at=waited), HunterTime(5, upcoming=1), HunterTime(4, upcoming=1),
    ]  # fmt: skip
    found = fair_slots(WEEK, hunters, MONDAY, MONDAY.replace(hour=10), HOUR)
    assert [hunter for hunter, _ in found] == [4, 5, 3, 2, 1]


def test_an_absent_hunter_is_skipped_on_those_local_days_only() -> None:
    hunter = HunterTime(1, away=[(date(2026, 11, 16), date(2026, 11, 17))])
    found = local(fair_slots(WEEK, [hunter], MONDAY, MONDAY + 3 * DAY, HOUR))
    assert {slot[:2] for _, slot in found} == {"18"}


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 3, 8), 23), (date(2026, 11, 1), 25), (date(2026, 11, 2), 24)]
)
def test_an_hour_lasts_an_hour_when_the_clocks_change(day: date, hours: int) -> None:
    """A department that works round the clock, on the days on which New York changes it."""
    week = WorkingWeek(zone=NEW_YORK, days=range(1, 8), opens=time(0), closes=time(23, 59, 59))
    start = datetime.combine(day, time(0), NEW_YORK)
    end = datetime.combine(day + DAY, time(0), NEW_YORK)
    starts = [at for _, at in starts_within(week, start, end, timedelta(minutes=29))]
    assert len(starts) == hours * 2
    assert {later - earlier for earlier, later in pairwise(starts)} == {timedelta(minutes=30)}


def test_ten_oclock_stays_ten_oclock_over_the_change() -> None:
    friday, monday = (datetime(2026, 10, 30 if n == 0 else 31, tzinfo=NEW_YORK) + n * 2 * DAY for n in (0, 1))
    found = fair_slots(WEEK, [HunterTime(1)], friday, monday + DAY, HOUR)
    ten = [at.hour for _, at in found if f"{at.astimezone(NEW_YORK):%H:%M}" == "10:00"]
    assert ten == [14, 15]


@pytest.mark.django_db
def test_three_queries_whatever_the_number_of_hunters(
    org: Organisation, at: datetime, django_assert_num_queries: Any
) -> None:
    for number in (1, 20):
        for n in range(number):
            factories.person(f"hunter{number}-{n}", Role.HUNTER)
        with django_assert_num_queries(3):
            assert free_slots(start=at, end=at + 5 * DAY, minutes=60, at=at)


@pytest.mark.django_db
def test_free_slots_of_the_department(hal: User, hugo: User, cara: User, at: datetime) -> None:
    book(cara, factories.company(), hal, at + DAY, at=at)
    Absence.objects.create(person=hugo, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 30))
    found = free_slots(start=at - 5 * DAY, end=at + 3 * DAY, minutes=60, at=at)
    assert found[0].starts_at == at
    assert [slot.hunter for slot in found if slot.starts_at == at + DAY] == [hugo]
    assert [slot.hunter for slot in found if slot.starts_at == at + DAY + HOUR] == [hugo, hal]
    assert {slot.hunter for slot in found if slot.starts_at > at + 2 * DAY - HOUR} == {hal}
    assert free_slots(start=at, end=at - DAY, minutes=60, at=at) == []
    assert {slot.hunter for slot in free_slots(start=at, end=at + DAY, minutes=30, at=at, hunter=hal)} == {
        hal
    }
