"""Counting what calls came to: the pure rule against a naive oracle, the queries against real calls."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from callcenter.actions import log_call, save_script, take_next_lead
from callcenter.booking import MeetingWish
from callcenter.default_script import TREES
from callcenter.models import Call, ScriptVersion
from callcenter.queue_bound import forget
from callcenter.script_figures import Outcome, Path, figures_of_steps
from callcenter.script_queries import compared, conversions, notes_of, said_at
from callcenter.step_queries import paths_of, step_figures, version_figures
from hunters.actions import record_outcome
from hunters.models import Meeting
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
NEW_YORK = ZoneInfo("America/New_York")
answer = st.tuples(st.sampled_from(["a", "b", "c", "gone"]), st.sampled_from([0, 1, 2, "none"]))
# (answers, result): 0 not reached, 1 called back, 2 refused, 3 booked, 4 held, 5 sold.
one_call = st.tuples(st.lists(answer, max_size=4).map(tuple), st.integers(0, 5))
REFUSED = 2


def naive(calls: list[tuple[Any, int]]) -> dict[str, Any]:
    """One call after the other, as one would with a pencil: (came, booked, died, answers) by step."""
    came, booked, died, said = defaultdict(int), defaultdict(int), defaultdict(int), defaultdict(int)
    for path, result in calls:
        if not (path or result):
            continue
        visited, stood = ["a"], "a"
        for code, place in path:
            if code not in TREE["steps"]:
                continue
            visited.append(code)
            stood = code
            options = TREE["steps"][code]["answers"]
            if place != "none" and place < len(options) and options[place]["next"]:
                visited.append(options[place]["next"])
        for code in set(visited):
            came[code] += 1
            booked[code] += result > REFUSED
        died[stood] += result == REFUSED
        for code, place in set(path):
            if code in TREE["steps"] and (place == "none" or place < len(TREE["steps"][code]["answers"])):
                said[code, place] += 1
    return {"came": came, "booked": booked, "died": died, "said": said}


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(one_call, max_size=20))
def test_counting_paths_is_counting_calls(calls: list[tuple[Any, int]]) -> None:
    paths = [
        Path(said, Outcome(1, *(result > one for one in (2, 3, 4))), int(result > 0), int(result == REFUSED))
        for said, result in calls
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
    unanswered = Path((), Outcome(7), reached=2, refused=1)
    first = figures_of_steps(TREE, [unanswered])[0]
    assert (first.came.calls, first.died, first.death_rate) == (2, 1, Decimal("0.5"))


def test_where_calls_die_by_hand() -> None:
    """Ten conversations: three refused at once, two at b (one of them after it had led back to a and to b again), one of the
    ways into c refused; a callback and three bookings are no deaths."""
    figures = figures_of_steps(TREE, [
        Path((), Outcome(4), reached=3, refused=2),
        Path((("a", 1),), Outcome(2), reached=2, refused=2),
        Path((("a", 0), ("b", "none")), Outcome(1), reached=1, refused=1),
        Path((("a", 0), ("b", 1), ("a", 0), ("b", 0)), Outcome(1), reached=1, refused=1),
        Path((("a", 0), ("b", 0)), Outcome(3, 3, 2, 1), reached=3),
    ])  # fmt: skip
    assert [(step.code, step.came.calls, step.died) for step in figures] == [
        ("a", 10, 4),
        ("b", 5, 2),
        ("c", 2, 0),
    ]
    assert [step.death_rate for step in figures] == [Decimal("0.4"), Decimal("0.4"), 0]


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
    paths = {path.said: path for path in paths_of(version, *span(at), NEW_YORK)}
    assert paths[()].outcome == Outcome(calls=2)
    assert paths[()].reached == 1
    assert paths[("hello", 0), ("why", "none")].outcome == Outcome(calls=1)
    assert paths[("hello", 0), ("why", 0), ("meeting", 0)].outcome == Outcome(calls=2, booked=2, held=1)
    assert len(paths) == 3


def test_steps_and_versions_agree(story: dict[str, Call], version: ScriptVersion, at: datetime) -> None:
    cache.clear()
    steps = {step.code: step for step in step_figures(version, *span(at), NEW_YORK)}
    assert (steps["hello"].came, steps["hello"].died) == (Outcome(4, 2, 1), 1)
    assert (steps["why"].came, steps["why"].died, steps["why"].none.outcome.calls) == (Outcome(3, 2, 1), 1, 1)
    assert (steps["book"].came, steps["book"].died) == (Outcome(2, 2, 1), 0)
    brought = conversions(*span(at), NEW_YORK)[version.pk]
    counted = compared([version.pk], *span(at))[version.pk]
    assert (counted.calls, counted.reached, counted.leads, counted.met) == (5, 4, 5, 4)
    assert replace(counted, leads=0, met=0) == brought
    assert (brought.booked, brought.won, brought.held, brought.sold) == (2, 2, 1, 0)
    assert counted.won_rate == Decimal(counted.won) / counted.companies
    assert conversions(at + timedelta(days=3), None, NEW_YORK) == {}


def test_a_meeting_sent_back_at_its_audit_is_booked_neither_by_version_nor_by_step(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    Meeting.objects.filter(pk=story["waiting"].meeting_id).update(state="withdrawn", outcome_at=at)
    cache.clear()
    brought, steps = version_figures(version, *span(at), NEW_YORK)
    assert brought[version.pk].booked == 1
    assert steps[0].came == Outcome(4, 1, 1)
    assert steps[0].answers[0].outcome.booked == 1


def test_figures_are_kept_for_five_minutes_and_cost_four_queries(
    story: dict[str, Call], version: ScriptVersion, at: datetime
) -> None:
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        for _ in range(2):
            version_figures(version, *span(at), NEW_YORK)
    assert len(queries) == 4


def test_steps_and_versions_of_a_page_are_counted_at_the_same_moment(
    story: dict[str, Call], version: ScriptVersion, cara: User, at: datetime
) -> None:
    cache.clear()
    older = conversions(*span(at), NEW_YORK)[version.pk]
    factories.lead(story["held"].call_list)
    logged(cara, "not_interested", at + timedelta(hours=1), said(("hello", 0)), reason="no_need")
    brought, steps = version_figures(version, *span(at), NEW_YORK)
    assert brought[version.pk].calls == older.calls + 1
    assert steps[0].came.calls == brought[version.pk].reached


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
    assert sum(path.outcome.calls for path in paths_of(version, *span(at), NEW_YORK)) == 5
    assert figures_of_steps(version.steps, paths_of(version, *span(at), NEW_YORK))[0].came.calls == 4
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
