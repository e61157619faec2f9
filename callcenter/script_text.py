"""A script as it is read aloud: names filled in, answers in words. Pure."""

import json
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


def filled(steps: str, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a version's `steps` (JSON text, see `ScriptVersion`) with every text filled.

    Filled as text and parsed afterwards: one pass over all steps instead of one per sentence.
    """
    tree = json.loads(fill(steps, {name: json.dumps(value)[1:-1] for name, value in names.items()}))
    return {
        "start": tree.get("start", ""),
        "steps": tree.get("steps") or {},
        "objections": tree.get("objections") or [],
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
        elif place == NO_ANSWER and said.get("said"):
            yield step["title"], str(said["said"])
