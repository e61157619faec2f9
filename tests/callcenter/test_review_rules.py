"""The pure rules of the quality control: the score, the lot, the recording's address, the edited scorecard."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from callcenter.default_scorecard import CRITERIA, NAMES
from callcenter.recording import recording_at
from callcenter.review_sampling import Candidate, Week, choose, samples_due, week_at
from callcenter.review_score import Marked, Score, score_of
from callcenter.scorecard_draft import DraftCriterion, draft_error, edited
from salesorg.lib.working_time import WorkingWeek

NEW_YORK = WorkingWeek(ZoneInfo("America/New_York"))
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("marks", "score"),
    [
        ([(10, 2), (10, 0)], 50),
        ([(1, 1), (2, 2)], 83),  # 83.33
        ([(1, 2), (2, 1), (5, 0)], 25),
        ([(3, 1), (1, 0)], 38),  # 37.5: half up, where Python's round would make 38, too
        ([(5, 1), (3, 0)], 31),  # 31.25
        ([(1, 1), (3, 0)], 13),  # 12.5: half up, where Python's round makes 12
        ([(100, 0)], 0),
        ([(7, 2)], 100),
    ],
)
def test_the_score_is_the_met_share_of_the_weights_rounded_half_up(
    marks: list[tuple[int, int]], score: int
) -> None:
    assert score_of(Marked(weight, met) for weight, met in marks) == Score(score, failed=False)


def test_an_instant_fail_makes_it_nothing_and_counts_when_in_order() -> None:
    good = Marked(90, 2)
    assert score_of([good, Marked(10, 0, instant_fail=True)]) == Score(0, failed=True)
    assert score_of([Marked(90, 0), Marked(10, 2, instant_fail=True)]) == Score(10, failed=False)
    assert score_of([]) == Score(0, failed=False)


@given(st.lists(st.tuples(st.integers(1, 100), st.integers(0, 2)), min_size=1, max_size=30))
def test_the_score_is_right_to_half_a_point(marks: list[tuple[int, int]]) -> None:
    exact = 100 * sum(weight * met for weight, met in marks) / (2 * sum(weight for weight, _ in marks))
    score = score_of(Marked(weight, met) for weight, met in marks).per_cent
    assert exact - 0.5 - 1e-9 < score <= exact + 0.5 + 1e-9


def at(day: int, hour: float) -> datetime:
    """A local time of November 2026 in New York; the 16th is a Monday."""
    return datetime(2026, 11, day, tzinfo=NEW_YORK.zone) + timedelta(hours=hour)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (at(16, 13), 0), (at(18, 13), 0), (at(18, 13.5), 1), (at(20, 17.9), 1), (at(20, 18), 2), (at(22, 23), 2),
        (at(23, 11), 2),  # the Monday after: the last sample may still be taken
        (at(23, 12), 0),
    ],
)  # fmt: skip
def test_two_samples_fall_due_in_the_middle_and_at_the_end_of_the_week(moment: datetime, due: int) -> None:
    assert samples_due(2, week_at(moment, NEW_YORK)) == due


def test_a_week_of_holidays_and_a_plan_of_none_ask_for_nothing() -> None:
    closed = WorkingWeek(NEW_YORK.zone, holidays={date(2026, 11, day) for day in range(16, 23)})
    assert samples_due(5, week_at(at(20, 18), closed)) == 0
    assert samples_due(0, week_at(at(20, 18), NEW_YORK)) == 0


def test_a_week_with_a_change_of_the_clocks_has_its_own_hours() -> None:
    week = week_at(datetime(2026, 11, 1, 20, tzinfo=UTC), NEW_YORK)
    assert week.start == datetime(2026, 10, 26, 4, tzinfo=UTC)
    assert week.end == datetime(2026, 11, 2, 5, tzinfo=UTC)
    assert week.passed == week.whole == 45 * HOUR


def test_samples_are_spread_over_the_days() -> None:
    numbers = count(1)
    # Three hundred calls on Monday, three on each other day.
    calls = [
        Candidate(next(numbers), date(2026, 11, 16 + day))
        for day in range(5)
        for _ in range(300 if day == 0 else 3)
    ]
    days = {one.call: one.day for one in calls}
    for week in range(40):
        drawn = choose(calls, {}, 5, seed=f"week {week}")
        assert sorted(days[call] for call in drawn) == [date(2026, 11, 16 + day) for day in range(5)]
    taken = {date(2026, 11, 16): 1, date(2026, 11, 17): 1, date(2026, 11, 18): 1}
    assert {days[call].day for call in choose(calls, taken, 2, "x")} == {19, 20}


def test_every_call_has_the_same_chance_and_the_lot_is_the_same_for_all() -> None:
    calls = [Candidate(n, date(2026, 11, 16)) for n in range(20)]
    drawn = Counter(call for week in range(2000) for call in choose(calls, {}, 1, str(week)))
    assert len(drawn) == 20
    assert max(drawn.values()) < 2 * min(drawn.values())
    assert choose(calls, {}, 3, "a") == choose(reversed(calls), {}, 3, "a")
    assert choose(calls, {}, 3, "a") != choose(calls, {}, 3, "b")
    assert len(choose(calls[:2], {}, 3, "a")) == 2
    assert choose([], {}, 3, "a") == []


def test_without_working_time_nothing_is_due() -> None:
    assert samples_due(3, Week(at(16, 0), at(23, 0), timedelta(), timedelta())) == 0


@pytest.mark.parametrize(
    ("url", "how"),
    [
        ("https://crm.example.com/r/1.mp3", "play"),
        ("https://pbx.example.com/r/1.mp3", "play"),
        ("https://pbx.example.com:443/r/1.mp3", "play"),
        ("https://pbx.example.com:8443/r/1.mp3", "link"),
        ("https://pbx.example.com.evil.example/1.mp3", "link"),
        ("https://pbx.example.com@evil.example/1.mp3", "link"),
        ("http://pbx.example.com/r/1.mp3", ""),
        ("http://elsewhere.example/1.mp3", ""),
        ("javascript:alert(1)", ""),
        ("ftp://pbx.example.com/1.mp3", ""),
        ("https://[broken/1.mp3", ""),
        ("https://pbx.example.com:port/1", ""),
        ("", ""),
    ],
)
def test_a_recording_is_played_linked_or_kept_away(url: str, how: str) -> None:
    assert recording_at(url, "https://crm.example.com", ["https://pbx.example.com"]).how == how


def drafts(*texts: str) -> list[DraftCriterion]:
    return [DraftCriterion(text) for text in texts]


def words(rows: list[DraftCriterion]) -> str:
    return "".join(row.text for row in rows)


@pytest.mark.parametrize(
    ("pressed", "rows", "focus"),
    [
        ({"add": "1"}, "abc", "text-3"),
        ({"up": "2"}, "acb", "up-1"),
        ({"up": "0"}, "abc", "up-0"),
        ({"down": "0"}, "bac", "down-1"),
        ({"down": "2"}, "abc", "down-2"),
        ({"remove": "1"}, "ac", "remove-1"),
        ({"remove": "2"}, "ab", "remove-1"),
        ({"remove": "9"}, "abc", ""),
        ({"remove": "x"}, "abc", ""),
        ({"up": "-1"}, "abc", ""),
        ({"up": "²"}, "abc", ""),
    ],
)
def test_rows_are_added_removed_and_moved(pressed: dict[str, str], rows: str, focus: str) -> None:
    done = edited(drafts("a", "b", "c"), pressed)
    assert done is not None
    assert (words(done.rows), done.focus) == (rows, focus)


def test_saving_is_no_edit_and_thirty_rows_are_enough() -> None:
    assert edited(drafts("a"), {"name": "x"}) is None
    full = edited(drafts(*"a" * 30), {"add": "1"})
    assert full is not None
    assert len(full.rows) == 30


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        ([], "between 1 and 30"),
        ([DraftCriterion("x")] * 31, "between 1 and 30"),
        ([DraftCriterion(" ")], "needs words"),
        ([DraftCriterion("x" * 201)], "200 characters"),
        ([DraftCriterion("x", "0")], "from 1 to 100"),
        ([DraftCriterion("x", "101")], "from 1 to 100"),
        ([DraftCriterion("x", "ten")], "from 1 to 100"),
        ([DraftCriterion("x", "-5")], "from 1 to 100"),
        ([DraftCriterion("x", "²")], "from 1 to 100"),
        ([DraftCriterion("x"), DraftCriterion(" x ")], "twice"),
        ([DraftCriterion("x", instant_fail=True)], "more than an instant fail"),
        ([DraftCriterion("x", " 7 "), DraftCriterion("y", "100", instant_fail=True)], ""),
    ],
)
def test_what_makes_a_scorecard_whole(rows: list[DraftCriterion], wrong: str) -> None:
    said = str(draft_error(rows))
    assert wrong in said
    assert bool(said) == bool(wrong)


def test_rows_come_from_a_form_with_their_own_check_box() -> None:
    sent = QueryDict("text=a&weight=5&text=b&weight=7&fails=1&text=c&weight=9")
    assert DraftCriterion.all_from(sent) == [
        DraftCriterion("a", "5"), DraftCriterion("b", "7", instant_fail=True), DraftCriterion("c", "9"),
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_default_scorecard_is_whole(language: str) -> None:
    rows = CRITERIA[language]
    assert draft_error([DraftCriterion(text, str(weight), fails) for text, weight, fails in rows]) == ""
    assert sum(weight for _, weight, _ in rows) == 100
    assert sum(fails for _, _, fails in rows) == 3
    assert [row[1:] for row in rows] == [row[1:] for row in CRITERIA["en"]]
    assert NAMES[language]
