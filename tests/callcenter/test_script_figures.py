"""Counting what calls came to: the pure rule against a naive oracle, the queries against real calls, and chance."""

from collections import defaultdict
from datetime import datetime, timedelta
from math import comb
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcenter.actions import log_call, save_script, take_next_lead
from callcenter.booking import MeetingWish
from callcenter.chance import verdict
from callcenter.default_script import TREES
from callcenter.models import Call, ScriptVersion
from callcenter.queue_bound import forget
from callcenter.script_figures import Outcome, Path, figures_of_steps
from callcenter.script_queries import conversions, notes_of, said_at
from callcenter.step_queries import paths_of, step_figures
from hunters.actions import record_outcome
from salesorg.people.models import User
from tests import factories

TREE: dict[str, Any] = {
    "start": "a",
    "steps": {
        "a": {"title": "A", "text": "a", "answers": [{"text": "x", "next": "b"}, {"text": "y", "next": "c"}]},
        "b": {
            "title": "B",
            "text": "b",
            "answers": [{"text": "z", "next": ""}, {"text": "back", "next": "a"}],
        },
        "c": {"title": "C", "text": "c", "answers": []},
    },
}
answer = st.tuples(st.sampled_from(["a", "b", "c", "gone"]), st.sampled_from([0, 1, 2, "none"]))
one_call = st.tuples(st.lists(answer, max_size=4).map(tuple), st.booleans(), st.integers(0, 3))


def naive(calls: list[tuple[Any, bool, int]]) -> dict[str, Any]:
    """One call after the other, as one would with a pencil: (came, booked, died, answers) by step."""
    came, booked, died, said = defaultdict(int), defaultdict(int), defaultdict(int), defaultdict(int)
    for path, reached, luck in calls:
        if not (path or reached or luck):
            continue
        visited = ["a"]
        for code, place in path:
            if code not in TREE["steps"]:
                continue
            visited.append(code)
            options = TREE["steps"][code]["answers"]
            if place != "none" and place < len(options) and options[place]["next"]:
                visited.append(options[place]["next"])
        for code in set(visited):
            came[code] += 1
            booked[code] += luck > 0
        died[visited[-1]] += luck == 0
        for code, place in set(path):
            if code in TREE["steps"] and (place == "none" or place < len(TREE["steps"][code]["answers"])):
                said[code, place] += 1
    return {"came": came, "booked": booked, "died": died, "said": said}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(one_call, max_size=20))
def test_counting_paths_is_counting_calls(calls: list[tuple[Any, bool, int]]) -> None:
    paths = [
        Path(said, Outcome(1, luck > 0, luck > 1, luck > 2), int(reached)) for said, reached, luck in calls
    ]
    found, wanted = figures_of_steps(TREE, paths), naive(calls)
    assert [step.code for step in found] == ["a", "b", "c"]
    for step in found:
        assert (step.came.calls, step.came.booked, step.died) == (
            wanted["came"][step.code], wanted["booked"][step.code], wanted["died"][step.code],
        )  # fmt: skip
        for one in [*step.answers, step.none]:
            place = "none" if one.place is None else one.place
            assert one.outcome.calls == wanted["said"][step.code, place]


def test_a_call_nobody_answered_came_to_no_step() -> None:
    unanswered = Path((), Outcome(7), reached=2)
    first = figures_of_steps(TREE, [unanswered])[0]
    assert (first.came.calls, first.died, first.death_rate) == (2, 2, 1)


def exact(first: tuple[int, int], second: tuple[int, int]) -> float:
    """Fisher's exact test, two-sided: an oracle that shares nothing with the z-test."""
    (a, n1), (b, n2) = first, second
    whole = comb(n1 + n2, a + b)
    odds = [comb(n1, k) * comb(n2, a + b - k) / whole for k in range(max(0, a + b - n2), min(n1, a + b) + 1)]
    mine = odds[a - max(0, a + b - n2)]
    return sum(one for one in odds if one <= mine * (1 + 1e-9))


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ((0, 0), (0, 0), "too_few"),
        ((15, 29), (3, 400), "too_few"),
        ((0, 100), (1, 100), "too_few"),
        ((20, 100), (22, 100), "chance"),
        ((60, 300), (96, 300), "second"),
        ((96, 300), (60, 300), "first"),
        ((100, 100), (100, 100), "too_few"),
    ],
)
def test_the_verdict(first: tuple[int, int], second: tuple[int, int], kind: str) -> None:
    found = verdict(first, second)
    assert (found.kind, found.n_first, found.n_second) == (kind, first[1], second[1])
    assert found.text
    if found.p is not None:
        assert found.p == pytest.approx(exact(first, second), abs=0.15)
        assert (found.p < 0.05) == (exact(first, second) < 0.05)


def test_a_booking_without_being_reached_breaks_no_verdict() -> None:
    assert verdict((50, 40), (0, 100)).n_first == 50


@pytest.fixture
def version(adam: User, at: datetime) -> ScriptVersion:
    return save_script(actor=adam, script=None, name="Cold", steps=TREES["en"], at=at)


def said(*answers: tuple[str, int | str], words: str = "") -> list[dict[str, Any]]:
    return [
        {"step": step, "answer": place, **({"said": words} if place == "none" else {})}
        for step, place in answers
    ]


def logged(manager: User, code: str, at: datetime, answers: list[dict[str, Any]], **more: Any) -> Call:
    forget()
    claim = take_next_lead(actor=manager, at=at)
    assert claim is not None
    return log_call(actor=manager, claim=claim, disposition=code, note="", at=at, answers=answers, **more)


@pytest.fixture
def story(version: ScriptVersion, cara: User, hal: User, at: datetime) -> dict[str, Call]:
    """Five calls: unanswered, hung up at the start, no suitable answer, a meeting held, a meeting not held yet."""
    listed = factories.call_list(script=version.script)
    for _ in range(5):
        factories.lead(listed)
    minute, day = timedelta(minutes=10), timedelta(days=1)

    def wish(n: int) -> MeetingWish:
        return MeetingWish(starts_at=at + n * day, hunter=hal, minutes=60, place="There", contact="Ann")

    to_the_end = said(("hello", 0), ("why", 0), ("meeting", 0))
    calls = {
        "unanswered": logged(cara, "no_answer", at, []),
        "hung_up": logged(cara, "not_interested", at + minute, [], reason="no_need"),
        "speechless": logged(cara, "not_a_fit", at + 2 * minute, said(("hello", 0), ("why", "none"), words=" We knit ")),
        "held": logged(cara, "meeting_booked", at + 3 * minute, to_the_end, meeting=wish(1)),
        "waiting": logged(cara, "meeting_booked", at + 4 * minute, to_the_end, meeting=wish(2)),
    }  # fmt: skip
    held = calls["held"].meeting
    assert held is not None
    record_outcome(actor=hal, meeting=held, outcome="held", on_target=True, note="", next_step="Offer",
                   next_step_on=(at + 3 * day).date(), at=at + day + timedelta(hours=2))  # fmt: skip
    return calls


def span(at: datetime) -> tuple[datetime, datetime]:
    return at - timedelta(days=1), at + timedelta(days=1)


def test_the_database_groups_calls_into_paths(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    paths = {path.said: path for path in paths_of(version, *span(at))}
    assert paths[()].outcome == Outcome(calls=2)
    assert paths[()].reached == 1
    assert paths[("hello", 0), ("why", "none")].outcome == Outcome(calls=1)
    assert paths[("hello", 0), ("why", 0), ("meeting", 0)].outcome == Outcome(calls=2, booked=2, held=1)
    assert len(paths) == 3


def test_steps_and_versions_agree(story: dict[str, Call], version: ScriptVersion, at: datetime) -> None:
    cache.clear()
    steps = {step.code: step for step in step_figures(version, *span(at))}
    assert (steps["hello"].came, steps["hello"].died) == (Outcome(4, 2, 1), 1)
    assert (steps["why"].came, steps["why"].died, steps["why"].none.outcome.calls) == (Outcome(3, 2, 1), 1, 1)
    assert (steps["book"].came, steps["book"].died) == (Outcome(2, 2, 1), 0)
    brought = conversions(*span(at))[version.pk]
    assert (brought.calls, brought.reached, brought.leads, brought.met) == (5, 4, 5, 4)
    assert (brought.booked, brought.won, brought.held, brought.sold) == (2, 2, 1, 0)
    assert conversions(at + timedelta(days=3), None) == {}


def test_figures_are_kept_for_five_minutes_and_cost_three_queries(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(2):
            step_figures(version, *span(at))
            conversions(*span(at))
    assert len(queries) == 3


def test_an_answer_of_no_known_shape_breaks_nothing(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    odd = [
        7,
        "x",
        {"step": "hello"},
        {"answer": 1},
        {"step": 3, "answer": {"deep": 1}},
        {"step": "hello", "answer": 99},
    ]
    Call.objects.filter(pk=story["hung_up"].pk).update(answers=odd)
    assert sum(path.outcome.calls for path in paths_of(version, *span(at))) == 5
    assert figures_of_steps(version.steps, paths_of(version, *span(at)))[0].came.calls == 4
    assert next(iter(notes_of([version.pk], *span(at)))) == story["speechless"]


def test_notes_are_found_by_step_newest_first(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    later = story["waiting"]
    Call.objects.filter(pk=later.pk).update(answers=said(("meeting", "none"), words="Only by fax"))
    notes = list(notes_of([version.pk], *span(at)))
    assert notes == [later, story["speechless"]]
    assert said_at(notes[0]) == [("meeting", "Only by fax")]
    assert [said_at(note, "why") for note in notes_of([version.pk], *span(at), "why")] == [
        [("why", "We knit")]
    ]
    assert list(notes_of([version.pk], *span(at), "hello")) == []
    assert list(notes_of([], *span(at))) == []


def test_the_notes_come_from_their_own_index(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = notes_of([version.pk], *span(at)).select_related(None).explain()
    assert "call_without_answer" in plan
