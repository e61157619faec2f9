"""What is added up of the ways through the scripts is what the calls say, however and whenever the days were folded."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from callcenter.actions import fold_script_calls, save_script
from callcenter.default_script import TREES
from callcenter.models import Call, Disposition, ScriptDay, ScriptDaysFolded, ScriptVersion
from callcenter.script_sums import calls_by_version, said_in, ways_of
from salesorg.dashboards.actions import fold_sums
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Organisation, User
from tests.callcenter.reviewed import call_of
from tests.handoff.steps import killed_after

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WAYS: list[list[Any]] = [
    [],
    [{"step": "hello", "answer": 0}],
    [{"step": "hello", "answer": 0}, {"step": "why", "answer": "none", "said": "By fax"}],
    [{"step": "hello"}, 7],
]


@pytest.fixture
def versions(adam: User, at: datetime) -> list[ScriptVersion]:
    return [
        save_script(actor=adam, script=None, name=name, steps=TREES["en"], at=at) for name in ("Cold", "Warm")
    ]


def row(version: ScriptVersion | None, cara: User, at: datetime, code: str, answers: list[Any]) -> Call:
    """A call as a rival's or an import's row: only what is counted matters."""
    return call_of(cara, at, code, script_version=version, answers=answers)


def by_hand(version: ScriptVersion, start: datetime, end: datetime) -> dict[Any, tuple[int, int, int]]:
    calls, reached, refused = Counter[Any](), Counter[Any](), Counter[Any]()
    for call in Call.objects.filter(script_version=version, at__gte=start, at__lt=end).select_related(
        "disposition"
    ):
        known = [one for one in call.answers if isinstance(one, dict)]
        way = said_in(
            [one["step"] for one in known if "step" in one],
            [one["answer"] for one in known if "answer" in one],
        )
        calls[way] += 1
        reached[way] += call.reached
        refused[way] += call.disposition.code in ("not_interested", "not_a_fit", "do_not_call")
    return {way: (n, reached[way], refused[way]) for way, n in calls.items()}


def check(versions: list[ScriptVersion], org: Organisation) -> None:
    now = timezone.now().astimezone(org.zone)
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    moments = [midnight - n * DAY for n in (40, 9, 3, 1, 0, -1)]
    moments += [midnight - 8.4 * DAY, midnight - 3.3 * DAY, midnight - 0.2 * DAY]
    for start in moments:
        for end in moments:
            if start >= end:
                continue
            sums = calls_by_version(start, end, org.zone)
            for version in versions:
                wanted = by_hand(version, start, end)
                assert ways_of(version.pk, start, end, org.zone) == wanted
                whole = [sum(one[place] for one in wanted.values()) for place in (0, 1)]
                assert list(sums.get(version.pk, (0, 0))) == whole


@pytest.mark.parametrize("seed", range(3))
def test_the_sums_are_those_of_the_calls(
    seed: int, versions: list[ScriptVersion], cara: User, org: Organisation
) -> None:
    """Late calls, corrected and removed ones, other hours of the day; folded now and then."""
    dice, now = Random(seed), timezone.now()
    codes = list(Disposition.objects.order_by("pk").values_list("code", flat=True))
    for step in range(40):
        at = now - timedelta(minutes=dice.randint(0, 12 * 24 * 60))
        made = row(dice.choice([*versions, None]), cara, at, dice.choice(codes), dice.choice(WAYS))
        if dice.random() < 0.2:
            made.answers, made.script_version = dice.choice(WAYS), dice.choice(versions)
            made.at -= 2 * DAY
            made.save()
        elif dice.random() < 0.1:
            made.delete()
        if dice.random() < 0.15:
            fold_script_calls(at=now - dice.randint(0, 5) * DAY)
            ScriptDay.fold()
        if step % 20 == 19:
            check(versions, org)
    assert ScriptDay.objects.exists()
    assert breaches() == []


def test_whoever_folds_again_adds_nothing(
    versions: list[ScriptVersion], cara: User, org: Organisation
) -> None:
    now = timezone.now()
    for days in (0, 1, 4, 9):
        row(versions[0], cara, now - days * DAY, "not_interested", WAYS[1])
    fold_sums(at=now)
    kept = list(ScriptDay.objects.order_by("pk").values_list("day", "way", "calls", "refused"))
    assert kept
    assert fold_script_calls(at=now) is None
    assert list(ScriptDay.objects.order_by("pk").values_list("day", "way", "calls", "refused")) == kept
    check(versions, org)


def test_killed_while_folding_nothing_is_added(
    versions: list[ScriptVersion], cara: User, org: Organisation
) -> None:
    now = timezone.now()
    row(versions[0], cara, now - 5 * DAY, "no_answer", [])
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        killed_after(lambda: fold_script_calls(at=now))
    assert not ScriptDay.objects.exists()
    assert ScriptDaysFolded.objects.get().until is None
    check(versions, org)


@pytest.mark.parametrize("what", ["zone", "meaning"])
def test_all_is_added_up_anew_when_days_or_results_change(
    what: str, versions: list[ScriptVersion], cara: User, org: Organisation
) -> None:
    now = timezone.now()
    for hours in range(0, 24 * 6, 7):
        row(versions[0], cara, now - timedelta(hours=hours), "busy", WAYS[hours % 3])
    fold_script_calls(at=now)
    if what == "zone":
        org.time_zone = "Pacific/Kiritimati"
        org.save()
    else:
        Disposition.objects.filter(code="busy").update(closes=True, retry_minutes=None)
    assert not ScriptDay.objects.exists()
    fold_script_calls(at=now)
    check(versions, org)
    assert breaches() == []


def test_days_are_read_from_their_index(versions: list[ScriptVersion], org: Organisation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT script_version_id, calls, reached FROM callcenter_scriptday WHERE way = '*' AND day > '2026-01-01'"
        )
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "script_day_in_all" in plan
