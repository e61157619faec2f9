"""What changed between two versions of a script, step by step and word by word. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from callcenter.script_tree import readable_steps

Words = list[tuple[str, str]]


@dataclass(frozen=True)
class Change:
    """One step (or objection): `how` is added, removed, changed or same; texts as (kept | gone | new, words)."""

    how: str
    title: str
    text: Words = field(default_factory=list)
    answers: Words = field(default_factory=list)


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every step of both, in the order of `after`; what is gone follows."""
    old = {step["code"]: step for step in readable_steps(before)}
    new = {step["code"]: step for step in readable_steps(after)}
    return [
        _change(old.get(code), new.get(code)) for code in [*new, *(code for code in old if code not in new)]
    ]


def objections_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Return every objection of both, matched by what they say."""
    old = {one["title"]: {**one, "answers": []} for one in before.get("objections") or []}
    new = {one["title"]: {**one, "answers": []} for one in after.get("objections") or []}
    return [
        _change(old.get(name), new.get(name)) for name in [*new, *(name for name in old if name not in new)]
    ]


def word_changes(before: str, after: str) -> Words:
    """Return both texts as one: words kept, words gone, new words."""
    old, new = _words(before), _words(after)
    found: Words = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(("kept", "".join(old[a:b])))
            continue
        found += [(kind, "".join(part)) for kind, part in (("gone", old[a:b]), ("new", new[c:d])) if part]
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)


def _change(old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Change:
    was, now = old or {}, new or {}
    title = now.get("title") or was.get("title", "")
    text = word_changes(was.get("text", ""), now.get("text", ""))
    answers = _lines(was.get("answers", []), now.get("answers", []))
    if old is None or new is None:
        return Change("removed" if new is None else "added", title, text, answers)
    renamed = was.get("title") != now.get("title")
    if not renamed and all(how == "kept" for how, _words in [*text, *answers]):
        return Change("same", title, text, answers)
    if renamed:
        title = f"{was.get('title', '')} → {now.get('title', '')}"
    return Change("changed", title, text, answers)


def _lines(before: list[Mapping[str, Any]], after: list[Mapping[str, Any]]) -> Words:
    old, new = [_line(one) for one in before], [_line(one) for one in after]
    found: Words = []
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how == "equal":
            found += [("kept", line) for line in old[a:b]]
        else:
            found += [("gone", line) for line in old[a:b]] + [("new", line) for line in new[c:d]]
    return found


def _line(answer: Mapping[str, Any]) -> str:
    """Where an answer leads is told by the step's title: the same words may lead elsewhere now."""
    to = answer.get("to_title") or answer.get("ends") or ""
    return f"{answer['text']} → {to}" if to else str(answer["text"])
