"""Lists are opened and changed by the administrator; scripts are versions."""

from datetime import datetime, time

import pytest
from django.http import QueryDict

from callcenter.actions import create_call_list, ensure_default_script, save_script, update_call_list
from callcenter.actions.create_call_list import ListNameTaken, WindowClosed
from callcenter.actions.save_script import ScriptBroken, ScriptNameTaken
from callcenter.default_script import TREES
from callcenter.list_queries import states_of
from callcenter.models import CallList, Script, ScriptVersion
from callcenter.script_editor import EditedStep, objections_as_text, rows_of, tree_from
from callcenter.script_tree import reading_order, tree_error
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_list_opens_with_the_default_script(org: Organisation, adam: User, at: datetime) -> None:
    made = create_call_list(actor=adam, name=" Hospitals ", at=at)
    assert (made.name, made.region, made.calling_days, made.created_by) == (
        "Hospitals",
        "US",
        [1, 2, 3, 4, 5],
        adam,
    )
    assert made.script is not None
    assert made.script.versions.get(is_published=True).number == 1
    assert Activity.objects.filter(verb="list_created").count() == 1


def test_names_are_unique_and_windows_open(adam: User, cara: User, at: datetime) -> None:
    create_call_list(actor=adam, name="A", at=at)
    with pytest.raises(ListNameTaken):
        create_call_list(actor=adam, name="A", at=at)
    with pytest.raises(WindowClosed):
        create_call_list(actor=adam, name="B", at=at, calling_from=time(18), calling_to=time(9))
    with pytest.raises(WindowClosed):
        create_call_list(actor=adam, name="B", at=at, calling_days=[])
    with pytest.raises(NotYours):
        create_call_list(actor=cara, name="B", at=at)
    assert CallList.objects.count() == 1


def test_a_list_is_changed_and_what_is_left_out_stays(adam: User, sue: User, at: datetime) -> None:
    made = create_call_list(actor=adam, name="A", at=at, priority=3)
    changed = update_call_list(actor=adam, call_list=made, at=at, paused=True, calling_to=time(20))
    assert (changed.paused, changed.calling_to, changed.priority) == (True, time(20), 3)
    update_call_list(actor=adam, call_list=made, at=at, paused=True)
    assert Activity.objects.filter(verb="list_changed").get().data["changed"] == ["calling_to", "paused"]
    with pytest.raises(WindowClosed):
        update_call_list(actor=adam, call_list=made, at=at, calling_to=time(8))
    with pytest.raises(NotYours):
        update_call_list(actor=sue, call_list=made, at=at, priority=9)
    made.refresh_from_db()
    assert (made.priority, made.calling_to) == (3, time(20))


def test_counts_of_a_list(org: Organisation, at: datetime, django_assert_num_queries: object) -> None:
    of = factories.call_list()
    for state in ("waiting", "waiting", "claimed"):
        factories.lead(of, state=state)
    factories.lead(of, due_at=at.replace(year=2030))
    factories.lead(of, state="closed", closed_reason="not_a_fit")
    other = factories.call_list("Other")
    first, second = states_of([of, other], at)
    assert (first.counts.leads, first.counts.due, first.counts.waiting, first.counts.done) == (5, 2, 3, 1)
    assert (first.counts.left, first.days_left, second.counts.leads) == (4, None, 0)


def test_a_huge_list_is_counted_whole_and_kept_a_minute(
    org: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from callcenter import list_counts

    monkeypatch.setattr(list_counts, "COUNT_CAP", 3)
    of = factories.call_list()
    for _ in range(4):
        factories.lead(of)
    assert states_of([of], at)[0].counts.leads == 4
    factories.lead(of)
    assert states_of([of], at)[0].counts.leads == 4
    list_counts.forget_counts(of.pk)
    assert states_of([of], at)[0].counts.leads == 5


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_default_scripts_are_whole(language: str, org: Organisation, at: datetime) -> None:
    tree = TREES[language]
    assert tree_error(tree) == ""
    assert set(reading_order(tree)) == set(tree["steps"])
    org.language = language
    org.save()
    made = ensure_default_script(at=at)
    assert made.versions.get().steps == tree
    assert ensure_default_script(at=at) == made


def test_a_saved_script_is_the_next_published_version(adam: User, cara: User, at: datetime) -> None:
    first = save_script(actor=adam, script=None, name="Cold", steps=TREES["en"], at=at)
    second = save_script(actor=adam, script=first.script, name="Cold", steps=TREES["ru"], at=at)
    assert (second.number, ScriptVersion.objects.get(is_published=True)) == (2, second)
    with pytest.raises(ScriptNameTaken):
        save_script(actor=adam, script=None, name="Cold", steps=TREES["en"], at=at)
    with pytest.raises(NotYours):
        save_script(actor=cara, script=first.script, name="Cold", steps=TREES["en"], at=at)
    assert ScriptVersion.objects.count() == 2


@pytest.mark.parametrize(
    "tree",
    [
        {},
        {"start": "a", "steps": {"b": {"title": "B", "text": "b"}}},
        {"start": "a", "steps": {"a": {"title": "A", "text": ""}}},
        {
            "start": "a",
            "steps": {"a": {"title": "A", "text": "a", "answers": [{"text": "x", "next": "nowhere"}]}},
        },
        {"start": "a", "steps": {"a": {"title": "A", "text": "a"}, "b": {"title": "B", "text": "b"}}},
    ],
)
def test_a_broken_script_is_refused(adam: User, at: datetime, tree: dict[str, object]) -> None:
    with pytest.raises(ScriptBroken) as refusal:
        save_script(actor=adam, script=None, name="Cold", steps=tree, at=at)
    assert str(refusal.value)
    assert not Script.objects.exists()


def test_the_editor_gives_back_what_it_was_given() -> None:
    tree = TREES["en"]
    rows = rows_of(tree)
    again = tree_from(rows, objections_as_text(tree))
    assert again == tree
    sent = QueryDict(mutable=True)
    for row in rows:
        for name in ("code", "title", "text", "answers"):
            sent.appendlist(name, getattr(row, name))
    assert tree_from(EditedStep.all_from(sent), objections_as_text(tree)) == tree


def test_the_editor_numbers_new_steps_and_leaves_blank_ones_out() -> None:
    rows = [
        EditedStep("", "Hello", "Hi", "Yes -> Bye\nNo"),
        EditedStep(),
        EditedStep("step1", "Bye", "Thanks", ""),
    ]
    tree = tree_from(rows, "Too dear -> It pays")
    assert (tree["start"], list(tree["steps"])) == ("step2", ["step2", "step1"])
    assert tree["steps"]["step2"]["answers"] == [{"text": "Yes", "next": "step1"}, {"text": "No", "next": ""}]
    assert tree["objections"] == [{"title": "Too dear", "text": "It pays"}]
