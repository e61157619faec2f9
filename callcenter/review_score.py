"""What a reviewed call scores. Pure.

Source: issue 3, «Quality»: weighted criteria, each met (2), partly (1) or not (0); an instant fail makes the whole 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass

NOT_MET, PARTLY, MET = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Marked:
    """One criterion with its weight (1 to 100), and how far it was `met`."""

    weight: int
    met: int
    instant_fail: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Per cent of what could be reached, and whether an instant fail made it 0."""

    per_cent: int
    failed: bool


def score_of(marks: Iterable[Marked]) -> Score:
    """Return 100 x sum(weight x met / 2) / sum(weight), rounded half up; 0 if an instant fail was not met."""
    marks = list(marks)
    failed = any(mark.instant_fail and mark.met == NOT_MET for mark in marks)
    whole = sum(mark.weight for mark in marks)
    if failed or not whole:
        return Score(0, failed)
    points = sum(mark.weight * mark.met for mark in marks)
    # 50 x points / whole, half up, in whole numbers.
    return Score((100 * points + whole) // (2 * whole), failed=False)
