"""A script as a tree of steps: what makes it whole, and how it reads from its beginning. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_STEPS = 60
MAX_ANSWERS = 10


def tree_error(tree: Mapping[str, Any]) -> str | Promise:
    """Return the sentence that says what is wrong with a script, or an empty string."""
    steps = tree.get("steps") or {}
    if not steps or len(steps) > MAX_STEPS:
        return _("A script has between 1 and 60 steps.")
    if tree.get("start") not in steps:
        return _("Say with which step the call begins.")
    for step in steps.values():
        title = step.get("title", "")
        if not title or not step.get("text"):
            return _("Every step needs a title and a text.")
        if len(step.get("answers", [])) > MAX_ANSWERS:
            return _("Step «%(title)s» has more than ten answers.") % {"title": title}
        for answer in step.get("answers", []):
            if not answer.get("text"):
                return _("Step «%(title)s» has an answer without words.") % {"title": title}
            if answer.get("next") and answer["next"] not in steps:
                return _("An answer of step «%(title)s» leads to a step that is not there.") % {
                    "title": title
                }
    if lost := sorted(steps.keys() - set(reading_order(tree))):
        return _("No answer leads to step «%(title)s».") % {"title": steps[lost[0]]["title"]}
    return ""


def reading_order(tree: Mapping[str, Any]) -> list[str]:
    """Return the codes of the steps as a call meets them: from the start, each once, branch by branch."""
    return list(dict.fromkeys(code for code, _level in _walk(tree)))


def _walk(tree: Mapping[str, Any]) -> Iterator[tuple[str, int]]:
    steps, seen = tree.get("steps", {}), set()
    waiting = [(tree.get("start", ""), 0)]
    while waiting:
        code, level = waiting.pop()
        if code in seen or code not in steps:
            continue
        seen.add(code)
        yield code, level
        waiting += [
            (answer.get("next", ""), level + 1) for answer in reversed(steps[code].get("answers", []))
        ]


def readable_steps(tree: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the steps in reading order for a page: `code, number, level, title, text, answers` (with `to`, a number)."""
    order = list(_walk(tree))
    number = {code: place for place, (code, _level) in enumerate(order, start=1)}
    return [
        {
            "code": code, "number": number[code], "level": level, "title": tree["steps"][code]["title"],
            "text": tree["steps"][code]["text"],
            "answers": [
                {"text": answer["text"], "next": answer.get("next", ""), "to": number.get(answer.get("next", "")),
                    "to_title": tree["steps"].get(answer.get("next", ""), {}).get("title", "")}
                for answer in tree["steps"][code].get("answers", [])
            ],
        }
        for code, level in order
    ]  # fmt: skip
