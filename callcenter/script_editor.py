"""A script as a form and back. Pure.

Fields stand in the form in the order in which the script is written: `step` (a code, once per step), `title:<code>`,
`text:<code>`, `answer:<code>:<n>` with `to:<code>:<n>` (where it leads: `step:<code>`, `new`, `end:<call result>` or
nothing), `objection:<n>` with `reply:<n>`. The numbers only tell fields apart; the first step opens the call.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from callcenter.script_tree import MAX_STEPS, tree_faults, written_order

# More than a script may have when it is published: what somebody typed too much of is told and not cut off.
MOST_STEPS = MAX_STEPS + 20
MOST_ANSWERS = 20
MOST_OBJECTIONS = 30
TITLE, TEXT, ANSWER = 100, 2000, 200
CODE = re.compile(r"\w{1,40}", re.ASCII)
ANSWER_FIELD = re.compile(r"answer:(\w{1,40}):(\d{1,6})", re.ASCII)
OBJECTION_FIELD = re.compile(r"objection:(\d{1,6})", re.ASCII)
Tree = dict[str, Any]


def blank_tree() -> Tree:
    """Return a script with one empty step."""
    return {"start": "step1", "order": ["step1"], "steps": {"step1": blank_step()}, "objections": []}


def blank_step() -> Tree:
    """Return a step without words."""
    return {"title": "", "text": "", "answers": []}


def tree_from(sent: QueryDict, *, keep_blank: bool = False) -> Tree:
    """Return the script as it was typed, finished or not; empty answers and objections are left out unless `keep_blank`."""
    codes = [code for code in dict.fromkeys(sent.getlist("step")) if CODE.fullmatch(code)][:MOST_STEPS]
    steps = {code: _step(sent, code) for code in codes}
    for field in sent:
        if (found := ANSWER_FIELD.fullmatch(field)) and found[1] in steps:
            _add_answer(steps[found[1]]["answers"], _typed(sent, field, ANSWER), sent.get(f"to:{found[1]}:{found[2]}", ""), keep_blank)  # fmt: skip
    order = _with_new_steps(codes, steps)
    objections = [
        {"title": _typed(sent, field, ANSWER), "text": _typed(sent, f"reply:{found[1]}", TEXT)}
        for field in sent
        if (found := OBJECTION_FIELD.fullmatch(field))
    ]
    return {
        "start": order[0] if order else "", "order": order, "steps": steps,
        "objections": [one for one in objections if keep_blank or one["title"] or one["text"]][:MOST_OBJECTIONS],
    }  # fmt: skip


def _typed(sent: QueryDict, field: str, length: int) -> str:
    return sent.get(field, "").replace("\r\n", "\n").replace("\x00", "").strip()[:length]


def _step(sent: QueryDict, code: str) -> Tree:
    return {
        "title": _typed(sent, f"title:{code}", TITLE),
        "text": _typed(sent, f"text:{code}", TEXT),
        "answers": [],
    }


def _add_answer(answers: list[Tree], text: str, to: str, keep_blank: bool) -> None:
    kind, _colon, code = to.partition(":")
    answer: Tree = {"text": text, "next": code if kind == "step" and CODE.fullmatch(code) else ""}
    if kind == "end" and CODE.fullmatch(code):
        answer["ends"] = code
    if kind == "new":
        answer["next"] = "new!"
    if (keep_blank or text or answer["next"] or "ends" in answer) and len(answers) < MOST_ANSWERS:
        answers.append(answer)


def _with_new_steps(codes: list[str], steps: dict[str, Tree]) -> list[str]:
    """An answer that leads to «a new step» gets one, right behind its own step."""
    order: list[str] = []
    for code in codes:
        order.append(code)
        for answer in steps[code]["answers"]:
            if answer["next"] == "new!":
                answer["next"] = free_code(steps)
                steps[answer["next"]] = blank_step()
                order.append(answer["next"])
    return order


def free_code(steps: Mapping[str, Any]) -> str:
    """Return a code that no step has yet."""
    return next(code for number in range(1, len(steps) + 2) if (code := f"step{number}") not in steps)


def form_of(tree: Mapping[str, Any]) -> list[Tree]:
    """Return the steps as the editor draws them: `code, number, title, text, answers` (`n, text, to, missing`), `faults`."""
    steps = tree.get("steps") or {}
    faults = tree_faults(tree)
    return [
        {
            "code": code, "number": number, "title": steps[code].get("title", ""), "text": steps[code].get("text", ""),
            "answers": [
                {"n": n, "text": answer.get("text", ""), "to": target_of(answer), "missing": answer.get("next", "") not in {"", *steps}}
                for n, answer in enumerate(steps[code].get("answers") or [])
            ],
            "faults": [fault.text for fault in faults if fault.step == code],
        }
        for number, code in enumerate(written_order(tree), start=1)
    ]  # fmt: skip


def target_of(answer: Mapping[str, Any]) -> str:
    """Return where an answer leads, as the form's select names it."""
    if answer.get("next"):
        return f"step:{answer['next']}"
    return f"end:{answer['ends']}" if answer.get("ends") else ""
