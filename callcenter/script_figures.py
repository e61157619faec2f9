"""What the calls of one script version came to, step by step and answer by answer. Pure counting over paths.

A path is what many calls had in common: which answers were given at which steps. A call came to the first step if the
company was reached or answered anything, to every step where it answered, and to the step its last answer leads to. It
died at the step of its last answer (at the first step, if it had none) if who was reached said no: not interested, not a
fit, do not call. Who wants to be called back, or booked a meeting, is alive.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from callcenter.script_text import NO_ANSWER
from callcenter.script_tree import written_order

Said = tuple[tuple[str, Any], ...]


@dataclass
class Outcome:
    """Calls, and how many of them booked a meeting, whose meeting was held, who bought for the first time."""

    calls: int = 0
    booked: int = 0
    held: int = 0
    sold: int = 0

    def add(self, other: "Outcome") -> None:
        self.calls += other.calls
        self.booked += other.booked
        self.held += other.held
        self.sold += other.sold

    @property
    def rate(self) -> Decimal | None:
        """Booked meetings per call, None without calls."""
        return share(self.booked, self.calls)


@dataclass(frozen=True)
class Path:
    """`said`: (step, place of the answer, or «none») in the order of the call; `reached` of its calls reached somebody, `refused`
    of these said no."""

    said: Said
    outcome: Outcome
    reached: int = 0
    refused: int = 0

    @property
    def talked(self) -> Outcome:
        """Those of its calls that were conversations: with an answer all of them."""
        if self.said:
            return self.outcome
        known = self.outcome
        return Outcome(max(self.reached, known.booked), known.booked, known.held, known.sold)


@dataclass
class AnswerFigures:
    """One answer of a step; `place` is None for «no suitable answer»."""

    place: int | None
    text: str
    outcome: Outcome = field(default_factory=Outcome)


@dataclass
class StepFigures:
    """One step: what came to it, how many calls died here, and what was answered."""

    code: str
    number: int
    title: str
    answers: list[AnswerFigures]
    none: AnswerFigures
    came: Outcome = field(default_factory=Outcome)
    died: int = 0

    @property
    def death_rate(self) -> Decimal | None:
        """The share of the calls that came here and died here."""
        return share(self.died, self.came.calls)


def share(part: int, whole: int) -> Decimal | None:
    """Return part / whole, None without a whole."""
    return Decimal(part) / whole if whole else None


def figures_of_steps(tree: Mapping[str, Any], paths: Iterable[Path]) -> list[StepFigures]:
    """Return every step of a version in its written order with what `paths` came to there."""
    figures = {code: _blank(tree, code, place) for place, code in enumerate(written_order(tree), start=1)}
    for path in paths:
        if path.talked.calls:
            _count(tree, figures, path)
    return list(figures.values())


def _blank(tree: Mapping[str, Any], code: str, number: int) -> StepFigures:
    step = tree["steps"][code]
    answers = [
        AnswerFigures(place, answer.get("text", "")) for place, answer in enumerate(step.get("answers") or [])
    ]
    return StepFigures(code, number, step.get("title", ""), answers, AnswerFigures(None, ""))


def _count(tree: Mapping[str, Any], figures: Mapping[str, StepFigures], path: Path) -> None:
    talked = path.talked
    way = steps_on(tree, path.said)
    answered = [code for code, _place in path.said if code in figures]
    for code in dict.fromkeys(way):
        figures[code].came.add(talked)
    for code, place in dict.fromkeys(path.said):
        if answer := _answer(figures.get(code), place):
            answer.outcome.add(talked)
    if way:
        figures[answered[-1] if answered else way[0]].died += path.refused


def _answer(step: StepFigures | None, place: Any) -> AnswerFigures | None:
    """The answer that was given; what the version does not know is not counted."""
    if step is None:
        return None
    if place == NO_ANSWER:
        return step.none
    known = isinstance(place, int) and 0 <= place < len(step.answers)
    return step.answers[place] if known else None


def steps_on(tree: Mapping[str, Any], said: Said) -> list[str]:
    """Return the steps a conversation came to, in order; what the version does not know is left out."""
    steps = tree.get("steps") or {}
    way = [tree.get("start", "")]
    for code, place in said:
        answers = steps.get(code, {}).get("answers") or []
        known = isinstance(place, int) and 0 <= place < len(answers)
        way += [code, answers[place].get("next", "")] if known else [code]
    return [code for code in way if code in steps]
