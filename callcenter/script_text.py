"""A script as it is read aloud: names filled in, answers in words. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

# «No suitable answer»: the feedback by which scripts get better.
NO_ANSWER = "none"
_NAME = re.compile(r"\{(company|person|me|organisation)\}")


def fill(text: str, names: Mapping[str, str]) -> str:
    """Return `text` with {company}, {person}, {me}, {organisation} replaced; every other brace stays as it is.

    Not str.format: a script is somebody's text, and `{company.__class__}` in it must stay harmless.
    """
    return _NAME.sub(lambda found: names.get(found[1], "") or "…", text)


def filled(steps: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a version's `steps` (see `ScriptVersion`) with every text filled."""
    return {
        "start": steps.get("start", ""),
        "steps": {code: _filled_step(step, names) for code, step in (steps.get("steps") or {}).items()},
        "objections": [_filled_step(one, names) for one in steps.get("objections") or []],
    }


def answers_in_words(steps: Mapping[str, Any], answers: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield (question, answer) for each followed branch that the script still knows."""
    known = steps.get("steps") or {}
    for said in answers:
        step: dict[str, Any] = known.get(said.get("step"), {}) if isinstance(said, dict) else {}
        options = step.get("answers") or []
        place = said.get("answer") if step else None
        if isinstance(place, int) and 0 <= place < len(options):
            yield step["title"], options[place]["text"]


def _filled_step(step: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    answers = step.get("answers")
    texts: dict[str, Any] = {name: fill(str(step.get(name, "")), names) for name in ("title", "text")}
    if answers is None:
        return texts
    said = [{"text": fill(str(one.get("text", "")), names), "next": one.get("next") or ""} for one in answers]
    return {**texts, "answers": said}
