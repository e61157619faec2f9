"""The pure rules of scripts: what is whole, the form and back, the buttons, what changed between two versions."""

from copy import deepcopy
from typing import Any

import pytest
from django.http import QueryDict

from callcenter.default_script import TREES
from callcenter.script_commands import edited
from callcenter.script_diff import changes_between, objections_between, word_changes
from callcenter.script_editor import form_of, free_code, target_of, tree_from
from callcenter.script_tree import reading_order, tree_error, tree_faults, written_order

Tree = dict[str, Any]


def step(title: str = "T", text: str = "t", *answers: tuple[str, str]) -> Tree:
    return {"title": title, "text": text, "answers": [{"text": said, "next": to} for said, to in answers]}


def tree(start: str = "a", objections: list[Tree] | None = None, **steps: Tree) -> Tree:
    return {"start": start, "order": list(steps), "steps": steps, "objections": objections or []}


def sent_form(of: Tree) -> QueryDict:
    """The form as the editor draws it, as a browser sends it."""
    sent = QueryDict(mutable=True)
    for row in form_of(of):
        sent.appendlist("step", row["code"])
        sent[f"title:{row['code']}"], sent[f"text:{row['code']}"] = row["title"], row["text"]
        for answer in row["answers"]:
            sent[f"answer:{row['code']}:{answer['n']}"] = answer["text"]
            sent[f"to:{row['code']}:{answer['n']}"] = answer["to"]
    for n, one in enumerate(of["objections"]):
        sent[f"objection:{n}"], sent[f"reply:{n}"] = one["title"], one["text"]
    return sent


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_default_scripts_are_whole(language: str) -> None:
    assert tree_faults(TREES[language]) == []
    assert set(reading_order(TREES[language])) == set(TREES[language]["steps"])


@pytest.mark.parametrize(
    ("broken", "kinds"),
    [
        ({}, ["no_steps"]),
        (tree("z", a=step()), ["no_start"]),
        (tree(a=step("", "")), ["no_title", "no_text"]),
        (tree(a=step("A", "a", ("x", "nowhere"))), ["broken"]),
        (tree(a=step("A", "a", ("", "a"))), ["no_words"]),
        (tree(a=step("A", "a", *[("x", "")] * 11)), ["many_answers"]),
        (tree(a=step(), b=step("B")), ["unreachable"]),
        (tree(a=step(), objections=[{"title": "Why?", "text": ""}]), ["objection"]),
        (tree(a=step("A", "Hello {wrong}")), ["name"]),
        (tree(a=step("A", "Hello { company }")), ["name"]),
        (tree(a=step("A {Person}", "a")), ["name"]),
        (tree(a=step("A", "a", ("{}", ""))), ["name"]),
        (tree(a=step(), objections=[{"title": "Why?", "text": "{company.__class__}"}]), ["objection_name"]),
        (tree("s0", **{f"s{n}": step("T", "t", ("x", f"s{n + 1}")) for n in range(61)}), ["no_steps"]),
    ],
)
def test_what_is_broken_is_named(broken: Tree, kinds: list[str]) -> None:
    assert [fault.kind for fault in tree_faults(broken)] == kinds
    assert tree_error(broken) == tree_faults(broken)[0].text != ""


def test_the_four_names_are_no_fault() -> None:
    said = "{company} {person} {me} {organisation}"
    assert (
        tree_faults(tree(a=step(said, said, (said, "a")), objections=[{"title": said, "text": said}])) == []
    )


def test_a_step_without_a_title_is_named_by_its_number() -> None:
    faults = tree_faults(tree(a=step("A", "a", ("x", "b")), b=step("", "")))
    assert [str(fault.text) for fault in faults] == ["Step 2 needs a title.", "Step «2» needs a text."]


def test_steps_stand_as_they_were_put_and_lost_ones_last() -> None:
    made = tree(a=step("A", "a", ("x", "c")), b=step("B"), c=step("C"))
    assert written_order(made) == ["a", "b", "c"]
    del made["order"]
    assert written_order(made) == ["a", "c", "b"]
    assert written_order({**made, "order": ["gone", "c"]}) == ["c", "a", "b"]


@pytest.mark.parametrize("language", ["en", "ru"])
def test_the_form_gives_back_what_it_was_given(language: str) -> None:
    given = TREES[language]
    again = tree_from(sent_form(given))
    assert again == {**given, "order": written_order(given)}
    ended = tree(a={"title": "A", "text": "a", "answers": [{"text": "x", "next": "", "ends": "callback"}]})
    assert tree_from(sent_form(ended)) == ended


def test_the_order_of_the_fields_is_the_order_of_the_script() -> None:
    sent = QueryDict(
        "step=b&title:b=B&answer:b:9=second&answer:b:2=third&to:b:2=step:a&step=a&title:a=A&objection:7=x"
    )
    made = tree_from(sent)
    assert (made["start"], made["order"]) == ("b", ["b", "a"])
    assert made["steps"]["b"]["answers"] == [{"text": "second", "next": ""}, {"text": "third", "next": "a"}]
    assert made["objections"] == [{"title": "x", "text": ""}]


def test_an_answer_leads_to_a_new_step_right_behind() -> None:
    sent = QueryDict("step=step1&title:step1=A&answer:step1:0=x&to:step1:0=new&step=step2&title:step2=B")
    made = tree_from(sent)
    assert made["order"] == ["step1", "step3", "step2"]
    assert made["steps"]["step1"]["answers"] == [{"text": "x", "next": "step3"}]


def test_a_hostile_form_is_only_text() -> None:
    sent = QueryDict(mutable=True)
    sent.setlist("step", ["a", "a", "../x", "b" * 41, "", *[f"n{n}" for n in range(200)]])
    sent["title:a"], sent["text:a"] = "t" * 5000, "<b>\x00" * 2000
    sent["answer:a:0"], sent["to:a:0"] = "x", "step:../../etc"
    sent["answer:a:1"], sent["to:a:1"] = "y", "end:a b"
    sent["answer:zz:0"] = "of no step"
    for n in range(2, 60):
        sent[f"answer:a:{n}"] = "more"
    made = tree_from(sent)
    assert made["order"][:2] == ["a", "n0"]
    assert len(made["order"]) == 80
    assert (len(made["steps"]["a"]["title"]), len(made["steps"]["a"]["text"])) == (100, 2000)
    assert "\x00" not in made["steps"]["a"]["text"]
    assert made["steps"]["a"]["answers"][:2] == [{"text": "x", "next": ""}, {"text": "y", "next": ""}]
    assert len(made["steps"]["a"]["answers"]) == 20


def test_blank_rows_wait_for_words_only_while_editing() -> None:
    sent = QueryDict("step=a&title:a=A&answer:a:0=&to:a:0=&objection:0=&reply:0=")
    assert tree_from(sent)["steps"]["a"]["answers"] == []
    kept = tree_from(sent, keep_blank=True)
    assert (len(kept["steps"]["a"]["answers"]), len(kept["objections"])) == (1, 1)


def test_the_buttons_move_add_and_remove() -> None:
    made = tree(a=step("A", "a", ("x", "b"), ("y", "")), b=step("B"))
    assert edited(deepcopy(made), "step-up:b")["start"] == "b"
    assert edited(deepcopy(made), "step-down:a")["order"] == ["b", "a"]
    assert edited(deepcopy(made), "step-add")["order"] == ["a", "b", "step1"]
    gone = edited(deepcopy(made), "step-remove:b")
    assert (gone["order"], tree_faults(gone)[0].kind) == (["a"], "broken")
    assert gone["steps"]["a"]["answers"][0]["next"] == "b"
    moved = edited(deepcopy(made), "answer-down:a:0")["steps"]["a"]["answers"]
    assert [one["text"] for one in moved] == ["y", "x"]
    assert len(edited(deepcopy(made), "answer-add:b")["steps"]["b"]["answers"]) == 1
    assert edited(deepcopy(made), "answer-remove:a:1")["steps"]["a"]["answers"] == [
        {"text": "x", "next": "b"}
    ]
    assert edited(deepcopy(made), "objection-add")["objections"] == [{"title": "", "text": ""}]


@pytest.mark.parametrize(
    "command",
    ["", "step-up:a", "step-down:b", "step-up:zz", "answer-up:a:0", "answer-remove:a:9", "answer-remove:a:x",
     "answer-remove:zz:0", "objection-remove:0", "nonsense", "step-", "answer-add", "answer-remove:a:²"],
)  # fmt: skip
def test_what_a_button_cannot_do_changes_nothing(command: str) -> None:
    made = tree(a=step("A", "a", ("x", "b")), b=step("B"))
    assert edited(deepcopy(made), command) == made


def test_the_last_step_can_go_and_a_free_code_is_found() -> None:
    assert edited(tree(a=step()), "step-remove:a")["start"] == ""
    assert free_code({"step1": 0, "step3": 0}) == "step2"
    assert target_of({"text": "x", "next": "a", "ends": "busy"}) == "step:a"


def test_changes_are_told_step_by_step() -> None:
    before = tree(a=step("A", "good day to you", ("x", "b")), b=step("B"), c=step("C"))
    after = deepcopy(before)
    after["steps"]["a"]["text"] = "good morning to you"
    after["steps"]["a"]["answers"].append({"text": "y", "next": "", "ends": "busy"})
    after["steps"]["d"] = step("D", "new words")
    del after["steps"]["c"]
    changes = {change.title: change for change in changes_between(before, after)}
    assert {title: change.how for title, change in changes.items()} == {
        "A": "changed", "B": "same", "D": "added", "C": "removed",
    }  # fmt: skip
    assert ("gone", "day") in changes["A"].text
    assert ("new", "morning") in changes["A"].text
    assert changes["A"].answers == [("kept", "x → B"), ("new", "y → Busy")]


def test_an_answer_that_leads_elsewhere_and_a_new_title_are_changes() -> None:
    before = tree(a=step("A", "a", ("x", "b")), b=step("B"))
    after = deepcopy(before)
    after["steps"]["b"]["title"] = "Bee"
    titles = [(change.how, change.title) for change in changes_between(before, after)]
    assert titles == [("changed", "A"), ("changed", "B → Bee")]
    assert [change.how for change in changes_between(before, before)] == ["same", "same"]
    assert [change.how for change in changes_between({}, before)] == ["added", "added"]


def test_objections_are_matched_by_what_they_say() -> None:
    before = {"objections": [{"title": "Why?", "text": "because"}, {"title": "No", "text": "so"}]}
    after = {"objections": [{"title": "Why?", "text": "because of it"}, {"title": "How?", "text": "thus"}]}
    assert [(one.how, one.title) for one in objections_between(before, after)] == [
        ("changed", "Why?"), ("added", "How?"), ("removed", "No"),
    ]  # fmt: skip


def test_words_put_together_again_are_both_texts() -> None:
    before, after = "a  b c\nd", "a b x\nd e"
    words = word_changes(before, after)
    assert "".join(text for how, text in words if how != "new") == before
    assert "".join(text for how, text in words if how != "gone") == after
