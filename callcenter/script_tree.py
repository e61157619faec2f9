"""A script as a tree of steps: what makes it whole, and in which order it is read. Pure.

Shape: see `ScriptVersion`. An answer may carry `ends`, the call result at which the conversation ends, and a tree `order`,
the order in which its writer put the steps.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.labels import disposition_label
from callcenter.script_text import has_unknown_name

MAX_STEPS = 60
MAX_ANSWERS = 10

# One sentence per kind of fault; the editor shows the same ones while somebody types.
FAULTS: dict[str, Promise] = {
    "no_steps": _("A script has between 1 and 60 steps."),
    "no_start": _("Say with which step the call begins."),
    "no_title": _("Step %(number)s needs a title."),
    "no_text": _("Step «%(title)s» needs a text."),
    "many_answers": _("Step «%(title)s» has more than ten answers."),
    "no_words": _("Step «%(title)s» has an answer without words."),
    "broken": _("An answer of step «%(title)s» leads to a step that is not there."),
    "name": _(
        "Step «%(title)s» has something in braces that is no name: known are {company}, {person}, {me} and {organisation}."
    ),
    "unreachable": _("No answer leads to step «%(title)s»."),
    "objection": _("An objection needs what they say and what we answer."),
    "objection_name": _(
        "An objection has something in braces that is no name: known are {company}, {person}, {me} and {organisation}."
    ),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong, at which step (its code; empty: the script as a whole)."""

    kind: str
    step: str = ""
    title: str = ""
    number: int = 0

    @property
    def text(self) -> str:
        """The sentence for the reader."""
        return str(FAULTS[self.kind]) % {"title": self.title or self.number, "number": self.number}


def tree_error(tree: Mapping[str, Any]) -> str:
    """Return the sentence that says what is wrong with a script, or an empty string."""
    return next((fault.text for fault in tree_faults(tree)), "")


def tree_faults(tree: Mapping[str, Any]) -> list[Fault]:
    """Return all that keeps a script from being published, in the order of its steps."""
    steps = tree.get("steps") or {}
    if not steps or len(steps) > MAX_STEPS:
        return [Fault("no_steps")]
    if tree.get("start") not in steps:
        return [Fault("no_start")]
    reached = set(reading_order(tree))
    faults = [
        Fault(kind, code, steps[code].get("title", ""), number)
        for number, code in enumerate(written_order(tree), start=1)
        for kind in _kinds(steps[code], steps, code in reached)
    ]
    return [*faults, *(Fault(kind) for kind in _objection_kinds(tree.get("objections") or []))]


def _kinds(step: Mapping[str, Any], steps: Mapping[str, Any], reached: bool) -> Iterator[str]:
    answers = step.get("answers") or []
    if not step.get("title"):
        yield "no_title"
    if not step.get("text"):
        yield "no_text"
    if len(answers) > MAX_ANSWERS:
        yield "many_answers"
    if any(not answer.get("text") for answer in answers):
        yield "no_words"
    if any(answer.get("next") and answer["next"] not in steps for answer in answers):
        yield "broken"
    if any(has_unknown_name(text) for text in _texts(step, *answers)):
        yield "name"
    if not reached:
        yield "unreachable"


def _objection_kinds(objections: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    if any(not one.get("title") or not one.get("text") for one in objections):
        yield "objection"
    if any(has_unknown_name(text) for text in _texts(*objections)):
        yield "objection_name"


def _texts(*parts: Mapping[str, Any]) -> Iterator[str]:
    """All in which names are filled in."""
    return (str(part.get(name) or "") for part in parts for name in ("title", "text"))


def reading_order(tree: Mapping[str, Any]) -> list[str]:
    """Return the codes of the steps as a call meets them: from the start, each once, branch by branch."""
    steps, seen = tree.get("steps") or {}, dict[str, None]()
    waiting = [tree.get("start", "")]
    while waiting:
        code = waiting.pop()
        if code in seen or code not in steps:
            continue
        seen[code] = None
        waiting += [answer.get("next", "") for answer in reversed(steps[code].get("answers") or [])]
    return list(seen)


def written_order(tree: Mapping[str, Any]) -> list[str]:
    """Return all codes in the order their writer chose; what has no place in it as it is read, the lost ones last."""
    steps = tree.get("steps") or {}
    chosen = [code for code in tree.get("order") or [] if code in steps]
    return list(dict.fromkeys([*chosen, *reading_order(tree), *steps]))


def readable_steps(tree: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps for a page: `code, number, title, text, answers` (with `to`, a number, `to_title`, `ends` in words)."""
    steps = tree.get("steps") or {}
    number = {code: place for place, code in enumerate(written_order(tree), start=1)}
    return [
        {
            "code": code, "number": place, "title": steps[code].get("title", ""), "text": steps[code].get("text", ""),
            "answers": [_readable(answer, steps, number) for answer in steps[code].get("answers") or []],
        }
        for code, place in number.items()
    ]  # fmt: skip


def _readable(
    answer: Mapping[str, Any], steps: Mapping[str, Any], number: Mapping[str, int]
) -> dict[str, Any]:
    to = answer.get("next", "")
    return {
        "text": answer.get("text", ""), "next": to, "ends": disposition_label(answer.get("ends", "")), "to": number.get(to),
        "to_title": steps.get(to, {}).get("title", ""),
    }  # fmt: skip
