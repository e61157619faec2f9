"""The pure rules: examples computed by hand from product.md 6, then properties."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmers.farmer_choice import Candidate, choose_farmer, is_full, is_idle, is_overloaded, reason_against
from farmers.hiring import HiringNumbers, hiring_need
from farmers.neglect import Limits, day_that_counts, neglect_dates, next_touch_day

D = Decimal
SHARE = D("0.80")
TODAY = date(2026, 11, 16)
NUMBERS = HiringNumbers(ramp_weeks=6, horizon_weeks=13, capacity=D("40.0"))


def farmer(id: int, load: str, **fields: object) -> Candidate:
    defaults: dict[str, object] = {"capacity": D(40), "neglected": 0, "present": True}
    return Candidate(id=id, name=f"F{id}", load=D(load), **(defaults | fields))  # type: ignore[arg-type]


# Neglect


def test_the_days_of_levels_a_b_c() -> None:
    for limits, neglected, lost in (
        (Limits(7, 14, 42), date(2026, 12, 1), date(2026, 12, 29)),
        (Limits(14, 30, 90), date(2026, 12, 17), date(2027, 2, 15)),
        (Limits(30, 60, 180), date(2027, 1, 16), date(2027, 5, 16)),
    ):
        dates = neglect_dates(counts_from=TODAY, limits=limits)
        assert (dates.neglected_from, dates.lost_from) == (neglected, lost)


def test_the_touch_counts_and_else_the_opening_and_silence_as_a_touch() -> None:
    opened, touched = date(2026, 10, 1), date(2026, 11, 1)
    assert day_that_counts(opened_on=opened, touched_on=None, quiet_until=None) == opened
    assert day_that_counts(opened_on=opened, touched_on=touched, quiet_until=None) == touched
    assert day_that_counts(opened_on=opened, touched_on=touched, quiet_until=date(2026, 12, 1)) == date(
        2026, 12, 1
    )
    assert day_that_counts(opened_on=opened, touched_on=touched, quiet_until=date(2026, 10, 20)) == touched
    assert next_touch_day(counts_from=touched, limits=Limits(14, 30, 90)) == date(2026, 11, 15)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 200), st.integers(1, 200))
def test_neglect_comes_after_exactly_the_limit(day: date, limit: int, more: int) -> None:
    dates = neglect_dates(counts_from=day, limits=Limits(1, limit, limit + more))
    assert (dates.neglected_from - day).days == limit + 1
    assert (dates.lost_from - dates.neglected_from).days == more


# Load


def test_full_overloaded_idle() -> None:
    assert is_full(D(40), D(40))
    assert not is_full(D("39.5"), D(40))
    assert is_overloaded(D(32), D(40), 1, SHARE)
    assert not is_overloaded(D(32), D(40), 0, SHARE)
    assert not is_overloaded(D("31.5"), D(40), 5, SHARE)
    assert is_idle(D("31.5"), D(40), 1, SHARE)
    assert not is_idle(D(32), D(40), 1, SHARE)
    assert not is_idle(D(3), D(40), 0, SHARE)


def test_the_lowest_load_against_capacity_after_taking_the_client() -> None:
    # After taking 1: 11/40 = 0.275 and 6/20 = 0.3, although 5 is less than 10.
    candidates = [farmer(1, "10"), farmer(2, "5", capacity=D(20))]
    assert choose_farmer(candidates, segment="", weight=D(1), share=SHARE)[0] == 1


def test_ties_go_to_who_waited_longest() -> None:
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    candidates = [farmer(1, "5", last_opened_at=late), farmer(2, "5", last_opened_at=early)]
    assert choose_farmer(candidates, segment="", weight=D(1), share=SHARE)[0] == 2
    newcomers = [farmer(3, "0", last_opened_at=early), farmer(4, "0")]
    assert choose_farmer(newcomers, segment="", weight=D(1), share=SHARE)[0] == 4


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (farmer(1, "0", present=False), "absent"),
        (farmer(1, "40"), "full"),
        (farmer(1, "32", neglected=1), "overloaded"),
        (farmer(1, "0", segments=("Hotels",)), "segment"),
        (farmer(1, "0", segments=("hospitals ", "Hotels")), "free"),
        (farmer(1, "31.5", neglected=9), "free"),
    ],
)
def test_why_somebody_cannot(candidate: Candidate, reason: str) -> None:
    assert reason_against(candidate, segment="Hospitals", share=SHARE) == reason
    chosen, why = choose_farmer([candidate], segment="Hospitals", weight=D(1), share=SHARE)
    assert (chosen is not None) is (reason == "free")
    assert why["candidates"][0]["reason"] == ("chosen" if reason == "free" else reason)


@pytest.mark.parametrize(
    ("fields", "places", "language", "reason"),
    [
        ({"regions": ("Ohio",)}, ("Texas", "US"), "", "region"),
        ({"regions": ("ohio ", "us")}, ("Texas", "US"), "", "free"),
        ({"regions": ("Ohio",)}, ("", ""), "", "free"),
        ({"languages": ("en",)}, (), "ru", "language"),
        ({"languages": ("EN", "ru")}, (), "ru", "free"),
        ({"languages": ("en",)}, (), "", "free"),
        ({"regions": ("Ohio",), "languages": ("en",)}, ("Texas", "US"), "ru", "region"),
    ],
)
def test_region_and_language(
    fields: dict[str, tuple[str, ...]], places: tuple[str, ...], language: str, reason: str
) -> None:
    one = farmer(1, "0", **fields)
    assert reason_against(one, segment="", share=SHARE, places=places, language=language) == reason
    chosen, why = choose_farmer([one], segment="", weight=D(1), share=SHARE, places=places, language=language)
    assert (chosen is not None) is (reason == "free")
    assert why["candidates"][0]["reason"] == ("chosen" if reason == "free" else reason)


candidates = st.lists(
    st.builds(
        Candidate,
        id=st.integers(1, 10**6),
        name=st.just("F"),
        load=st.decimals(0, 60, places=1),
        capacity=st.decimals("0.5", 60, places=1),
        neglected=st.integers(0, 3),
        present=st.booleans(),
        segments=st.sampled_from([(), ("Hotels",), ("Hospitals",)]),
        regions=st.sampled_from([(), ("NY",), ("US", "Ohio"), ("Texas",)]),
        languages=st.sampled_from([(), ("en",), ("ru", "de")]),
        last_opened_at=st.none() | st.datetimes(timezones=st.just(UTC)),
    ),
    max_size=8,
    unique_by=lambda each: each.id,
)


@given(candidates, st.decimals("0.5", 2, places=1))
def test_the_chosen_one_may_and_nobody_who_may_stands_better(each: list[Candidate], weight: Decimal) -> None:
    chosen, why = choose_farmer(each, segment="Hotels", weight=weight, share=SHARE)
    may = {one.id: one for one in each if reason_against(one, segment="Hotels", share=SHARE) == "free"}
    assert (chosen is None) == (not may)
    assert why["considered"] == len(each)
    if chosen is not None:
        best = (may[chosen].load + weight) / may[chosen].capacity
        assert all(best <= (one.load + weight) / one.capacity for one in may.values())
        assert may[chosen].present
        assert may[chosen].load < may[chosen].capacity


@given(candidates)
def test_the_order_in_which_they_come_does_not_matter(each: list[Candidate]) -> None:
    forth = choose_farmer(each, segment="", weight=D(1), share=SHARE)
    assert choose_farmer(list(reversed(each)), segment="", weight=D(1), share=SHARE)[0] == forth[0]


# Hiring


def need(free: str, pace: str, nobody_free: bool = False) -> tuple[int, date | None]:
    signal = hiring_need(
        free=D(free), pace_per_week=D(pace), nobody_free=nobody_free, today=TODAY, numbers=NUMBERS
    )
    return signal.hire, signal.by


def test_room_for_longer_than_the_ramp_needs_nobody() -> None:
    assert need("31", "5") == (0, None)  # 31 > 5 x 6
    assert need("10", "0") == (0, None)
    assert need("10", "-2") == (0, None)


def test_at_the_ramp_the_department_must_grow_today() -> None:
    # 30 <= 5 x 6; ceil((5 x 13 - 30) / 40) = ceil(0.875) = 1; 30 / 5 - 6 = 0 weeks.
    assert need("30", "5") == (1, TODAY)
    # 10 <= 60; ceil((130 - 10) / 40) = 3; 1 - 6 weeks is past: today.
    assert need("10", "10") == (3, TODAY)
    # One point more than three farmers: ceil(121 / 40) = 4.
    assert need("9", "10") == (4, TODAY)


def test_nobody_can_take_the_next_client() -> None:
    # Room enough, but every farmer neglects clients: at least one, by 40 / 4 - 6 = 4 weeks from today.
    assert need("40", "4", nobody_free=True) == (1, TODAY + timedelta(weeks=4))
    # 40 / 3 - 6 = 7.33 weeks = 51.3 days: rather a day early.
    assert need("40", "3", nobody_free=True) == (1, TODAY + timedelta(days=51))
    assert need("0", "0", nobody_free=True) == (1, TODAY)
    assert need("0", "0") == (1, TODAY)
    assert need("5", "-1", nobody_free=True) == (1, TODAY)


def test_a_department_that_is_more_than_full() -> None:
    # Free -20: ceil((65 + 20) / 40) = 3.
    assert need("-20", "5", nobody_free=True) == (3, TODAY)


@given(st.decimals(-200, 400, places=1), st.decimals(-20, 40, places=3), st.booleans())
def test_the_signal_is_whole(free: Decimal, pace: Decimal, nobody: bool) -> None:
    signal = hiring_need(free=free, pace_per_week=pace, nobody_free=nobody, today=TODAY, numbers=NUMBERS)
    assert (signal.hire == 0) == (signal.by is None) == (free > pace * 6 and not nobody)
    if signal.by is not None:
        assert signal.by >= TODAY
        covered = free + signal.hire * NUMBERS.capacity
        assert covered >= pace * 13 or signal.hire == 1


@given(
    candidates,
    st.sampled_from([(), ("NY", "US"), ("", "DE"), ("Ohio", "")]),
    st.sampled_from(["", "en", "ru", "fr"]),
)
def test_nobody_gets_a_client_outside_of_region_and_language(
    each: list[Candidate], places: tuple[str, ...], language: str
) -> None:
    asked: dict[str, Any] = {"segment": "Hotels", "share": SHARE, "places": places, "language": language}
    chosen, why = choose_farmer(each, weight=D(1), **asked)
    may = [one for one in each if reason_against(one, **asked) == "free"]
    assert (chosen is None) == (not may)
    if chosen is not None:
        one = next(one for one in may if one.id == chosen)
        wanted = {place.casefold() for place in places if place}
        assert not one.regions or not wanted or wanted & {name.casefold() for name in one.regions}
        assert not one.languages or not language or language in one.languages
        assert not any((other.load + 1) / other.capacity < (one.load + 1) / one.capacity for other in may)
    assert sum(row["reason"] == "chosen" for row in why["candidates"]) == (chosen is not None)
