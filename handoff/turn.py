"""Whose turn it is in a handoff, and to do what. Pure."""

from typing import NamedTuple


class Turn(NamedTuple):
    """`whose`: head, hunter, farmer, or '' when nobody has to do anything; `step`: what, as a code."""

    whose: str
    step: str


# A step of the checklist that is not done yet is the hunter's; when all are done, it remains to say so.
INTRODUCE = "introduce"


def turn_of(state: str, missing: list[str]) -> Turn:
    """Return whose turn it is by the state of the handoff and the names of the steps that are `missing`."""
    if state in ("unassigned", "returned"):
        return Turn("head", "assign")
    if state == "offered":
        return Turn("hunter", missing[0] if missing else INTRODUCE)
    return Turn("farmer", "accept") if state == "introduced" else Turn("", "")
