"""A script as it is read aloud: names filled in, answers in words. Pure."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

# «No suitable answer»: the feedback by which scripts get better.
NO_ANSWER = "none"
_NAME = re.compile(r"\{(company|person|me|organisation)\}")
_BRACES = re.compile(r"\{[^{}]*\}")


def has_unknown_name(text: str) -> bool:
    """Return whether `text` holds something in braces that is none of the four names: it would be read aloud as it is."""
    return any(not _NAME.fullmatch(braces) for braces in _BRACES.findall(text))


def fill(text: str, names: Mapping[str, str]) -> str:
    """Return `text` with {company}, {person}, {me}, {organisation} replaced; every other brace stays as it is.

    Not str.format: a script is somebody's text, and `{company.__class__}` in it must stay harmless.
    """
    return _NAME.sub(lambda found: names.get(found[1], "") or "…", text)


def filled(steps: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a version's `steps` (JSON text, see `ScriptVersion`) with every text filled.

    What holds no name is shared with the next who asks: to be read, never to be changed.
    """
    tree, with_names = _parsed(steps)
    own = {code: _in_full(tree["steps"][code], names) for code in with_names}
    return {
        "start": tree["start"],
        "steps": {**tree["steps"], **own},
        "objections": _in_full(tree["objections"], names),
    }


@lru_cache(maxsize=64)
def _parsed(steps: str) -> tuple[dict[str, Any], list[str]]:
    """The tree, and the codes of the steps in which a name is to be filled in: few, so that few are made anew for a call."""
    read = json.loads(steps)
    tree = {
        "start": read.get("start", ""),
        "steps": read.get("steps") or {},
        "objections": read.get("objections") or [],
    }
    return tree, [code for code, step in tree["steps"].items() if _NAME.search(json.dumps(step))]


def _in_full(part: Any, names: Mapping[str, str]) -> Any:
    if isinstance(part, str):
        return fill(part, names) if "{" in part else part
    if isinstance(part, dict):
        return {name: _in_full(value, names) for name, value in part.items()}
    return [_in_full(one, names) for one in part] if isinstance(part, list) else part


def answers_in_words(steps: Mapping[str, Any], answers: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Yield (question, answer) for each followed branch that the script still knows."""
    known = steps.get("steps") or {}
    for said in answers:
        step: dict[str, Any] = known.get(said.get("step"), {}) if isinstance(said, dict) else {}
        options = step.get("answers") or []
        place = said.get("answer") if step else None
        if isinstance(place, int) and 0 <= place < len(options):
            yield step["title"], options[place]["text"]
        elif place == NO_ANSWER and said.get("said"):
            yield step["title"], str(said["said"])
