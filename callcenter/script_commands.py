"""The editor's buttons without JavaScript: add, remove and move steps, answers and objections. Pure.

A command is `<what>-<how>` with the step's code and the answer's or objection's number behind colons:
`step-up:hello`, `answer-remove:hello:2`, `objection-add`.
"""

from typing import Any

from callcenter.script_editor import MOST_ANSWERS, MOST_OBJECTIONS, MOST_STEPS, Tree, blank_step, free_code


def edited(tree: Tree, command: str) -> Tree:
    """Do one command to `tree` (as `tree_from` gives it) and return it; what cannot be done changes nothing."""
    name, *where = command.split(":")
    what, _dash, how = name.partition("-")
    if what == "step":
        _step(tree, how, where[0] if where else "")
    elif what == "answer" and where and where[0] in tree["steps"]:
        _in_list(tree["steps"][where[0]]["answers"], how, where[1:], {"text": "", "next": ""}, MOST_ANSWERS)
    elif what == "objection":
        _in_list(tree["objections"], how, where, {"title": "", "text": ""}, MOST_OBJECTIONS)
    return tree


def _step(tree: Tree, how: str, code: str) -> None:
    order: list[str] = tree["order"]
    if how == "add" and len(order) < MOST_STEPS:
        code = free_code(tree["steps"])
        tree["steps"][code] = blank_step()
        order.append(code)
    elif code in order and how == "remove":
        order.remove(code)
        del tree["steps"][code]
    elif code in order:
        _move(order, order.index(code), how)
    tree["start"] = order[0] if order else ""


def _in_list(rows: list[Any], how: str, where: list[str], blank: Tree, most: int) -> None:
    if how == "add":
        rows += [blank] if len(rows) < most else []
        return
    place = int(where[0]) if where and where[0].isdecimal() and len(where[0]) < 6 else len(rows)
    if place < len(rows):
        if how == "remove":
            rows.pop(place)
        else:
            _move(rows, place, how)


def _move(rows: list[Any], place: int, how: str) -> None:
    to = place + {"up": -1, "down": 1}.get(how, 0)
    if 0 <= to < len(rows):
        rows[place], rows[to] = rows[to], rows[place]
