"""A script as a form: steps in rows, answers as lines «what the client says -> step». Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from callcenter.script_tree import MAX_STEPS, reading_order

ARROW = "->"
TEXT_LENGTH = 2000
BLANK_ROWS = 1


@dataclass(frozen=True)
class EditedStep:
    """One row of the form; `code` is empty for a new step."""

    code: str = ""
    title: str = ""
    text: str = ""
    answers: str = ""

    @classmethod
    def all_from(cls, sent: QueryDict) -> list["EditedStep"]:
        """Return the rows of a sent form as they were typed."""
        columns = [sent.getlist(name) for name in ("code", "title", "text", "answers")]
        rows = zip(*columns, strict=False)
        return [cls(code[:40], title.strip()[:100], text.strip()[:TEXT_LENGTH], answers[:TEXT_LENGTH])
                for code, title, text, answers in rows][:MAX_STEPS]  # fmt: skip

    @property
    def is_blank(self) -> bool:
        """A row without title and text is a step taken out."""
        return not self.title and not self.text


def rows_of(tree: Mapping[str, Any]) -> list[EditedStep]:
    """Return a version as rows in reading order, with a blank one behind."""
    steps = tree.get("steps", {})
    rows = [
        EditedStep(code, steps[code]["title"], steps[code]["text"], _answers_as_text(steps[code], steps))
        for code in reading_order(tree)
    ]
    return rows + [EditedStep()] * (BLANK_ROWS if rows else 3)


def _answers_as_text(step: Mapping[str, Any], steps: Mapping[str, Any]) -> str:
    lines = []
    for answer in step.get("answers", []):
        to = steps.get(answer.get("next", ""), {}).get("title", "")
        lines.append(f"{answer['text']} {ARROW} {to}" if to else answer["text"])
    return "\n".join(lines)


def objections_as_text(tree: Mapping[str, Any]) -> str:
    """Return the objections as lines «what they say -> what we answer»."""
    return "\n".join(f"{one['title']} {ARROW} {one['text']}" for one in tree.get("objections", []))


def tree_from(rows: list[EditedStep], objections: str) -> dict[str, Any]:
    """Return the `steps` of a version; the first row is where a call begins.

    An answer names its step by title (any case); an unknown title is kept as it stands and is refused as a broken link.
    """
    kept = [row for row in rows if not row.is_blank]
    codes = _codes(kept)
    by_title = {row.title.casefold(): code for row, code in zip(kept, codes, strict=True)}
    steps = {
        code: {
            "title": row.title,
            "text": row.text,
            "answers": [_answer(line, by_title) for line in _lines(row.answers)],
        }
        for row, code in zip(kept, codes, strict=True)
    }
    said = [line.partition(ARROW) for line in _lines(objections)]
    return {
        "start": codes[0] if codes else "",
        "steps": steps,
        "objections": [{"title": title.strip(), "text": text.strip()} for title, _arrow, text in said][:30],
    }


def _codes(rows: list[EditedStep]) -> list[str]:
    """A step keeps its code from version to version; a new one gets the next free number."""
    codes: list[str] = []
    taken = {row.code for row in rows if row.code}
    number = 1
    for row in rows:
        code = row.code if re.fullmatch(r"\w{1,40}", row.code) and row.code not in codes else ""
        while not code:
            if f"step{number}" not in taken | set(codes):
                code = f"step{number}"
            number += 1
        codes.append(code)
    return codes


def _answer(line: str, by_title: Mapping[str, str]) -> dict[str, str]:
    said, arrow, title = line.rpartition(ARROW)
    if not arrow:
        return {"text": line, "next": ""}
    return {"text": said.strip(), "next": by_title.get(title.strip().casefold(), title.strip())}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
