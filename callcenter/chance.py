"""Whether two versions differ by more than chance: the two-proportion z-test, with a verdict in words. Pure.

The unit is the company reached, because versions are dealt out by company: ten calls to one company are one decision.
"""

from dataclasses import dataclass
from math import erfc, sqrt

from django.utils.translation import gettext as _

# Below this many companies reached with each, or five expected events and non-events each, the test says nothing.
ENOUGH = 30
EXPECTED = 5
LEVEL = 0.05


@dataclass(frozen=True)
class Verdict:
    """`kind`: too_few, chance, first or second; `p`: how likely so large a difference is by chance alone."""

    kind: str
    n_first: int
    n_second: int
    p: float | None = None

    @property
    def text(self) -> str:
        """The sentence for a head of sales."""
        if self.kind == "too_few":
            return _("Not enough calls yet to tell the two apart.")
        if self.kind == "chance":
            return _("The difference may well be chance. Let the test run on.")
        winner = "A" if self.kind == "first" else "B"
        return _("%(version)s books more. That this is mere chance is less than 5 %% likely.") % {
            "version": winner
        }


def verdict(first: tuple[int, int], second: tuple[int, int]) -> Verdict:
    """Compare (companies that booked, companies reached) of two versions, two-sided at 5 %."""
    (x1, n1), (x2, n2) = (_sound(*first), _sound(*second))
    pooled = (x1 + x2) / (n1 + n2) if n1 + n2 else 0.0
    least = min(n1, n2)
    if least < ENOUGH or least * min(pooled, 1 - pooled) < EXPECTED:
        return Verdict("too_few", n1, n2)
    z = (x1 / n1 - x2 / n2) / sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    p = erfc(abs(z) / sqrt(2))
    if p >= LEVEL:
        return Verdict("chance", n1, n2, p)
    return Verdict("first" if z > 0 else "second", n1, n2, p)


def _sound(booked: int, reached: int) -> tuple[int, int]:
    """Nobody books without being reached; who did so by a slip counts as reached."""
    return booked, max(booked, reached)
