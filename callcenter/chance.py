"""Whether two versions of a script differ by more than chance, however often somebody looks. Pure.

The unit is the company reached, because versions are dealt out by company: ten calls to one company are one decision.

A page that is looked at every day and speaks whenever an ordinary test says «5 %» is wrong far more often than in one of
twenty tests: there are so many days on which chance may cross the line once. This is the mixture sequential probability
ratio test (Robbins 1970; Johari, Pekelis, Walsh 2015): the evidence for a difference is averaged over all sizes it might
have, and speaks when it has grown twentyfold. If there is no difference, that happens in at most one of twenty tests
*ever*, whoever looks and whenever they stop. The price: it takes more companies than a test that is looked at once.
"""

from dataclasses import dataclass
from math import exp, log, log1p

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Below this many companies reached with each, or ten expected events and non-events each, a share is no share yet.
ENOUGH = 30
EXPECTED = 10
LEVEL = 0.05
# How large differences between two scripts are thought to be, as a standard deviation: where the test is quickest. Any other
# value would be as honest, only slower.
USUAL = 0.06
# Who would have to wait for more companies than this may call the two equal.
NEVER = 20_000


@dataclass(frozen=True)
class Verdict:
    """`kind`: too_few, chance, first or second; `p`: always valid, the smallest level at which the difference is proven.

    `needed`: companies reached with the version that has fewer, until the first word may be said (too_few), or until a
    difference as large as the present one would be proven (chance; None if the two are practically equal).
    """

    kind: str
    n_first: int
    n_second: int
    p: float | None = None
    needed: int | None = None

    @property
    def least(self) -> int:
        """Companies reached with the version that has fewer."""
        return min(self.n_first, self.n_second)

    @property
    def text(self) -> str:
        """The sentence for a head of sales."""
        if self.kind == "too_few":
            return _("Too early: %(n)s of %(needed)s companies reached with each version.") % {
                "n": self.least, "needed": self.needed,
            }  # fmt: skip
        if self.kind == "chance":
            return self._undecided
        winner = "A" if self.kind == "first" else "B"
        return _("%(version)s books more. That this is mere chance is less than 5 %% likely.") % {
            "version": winner
        }

    @property
    def _undecided(self) -> str:
        if self.needed is None:
            return _("No difference is to be seen: as it looks, it does not matter which of the two is used.")
        more = max(self.needed - self.least, 1)
        return ngettext(
            "Not proven yet: the difference may be chance. If it stays as it is, about %(n)s more company reached with each would prove it.",
            "Not proven yet: the difference may be chance. If it stays as it is, about %(n)s more companies reached with each would prove it.",
            more,
        ) % {"n": more}  # fmt: skip


def verdict(first: tuple[int, int], second: tuple[int, int]) -> Verdict:
    """Compare (companies that booked, companies reached) of two versions, two-sided at 5 %, at any time and any number of times."""
    (x1, n1), (x2, n2) = (_sound(*first), _sound(*second))
    pooled = (x1 + x2) / (n1 + n2) if n1 + n2 else 0.0
    wanted = _first_word(pooled)
    if min(n1, n2) < wanted:
        return Verdict("too_few", n1, n2, needed=wanted)
    difference = x1 / n1 - x2 / n2
    # A half is added to each side: the share of a few hundred is not its true one, and 0 has no spread.
    spread = _spread(x1 + x2, n1 + n2)
    p = min(1.0, exp(-_evidence(difference, spread * (1 / n1 + 1 / n2))))
    if p >= LEVEL:
        return Verdict("chance", n1, n2, p, _companies_for(difference, spread, n1, n2))
    return Verdict("first" if difference > 0 else "second", n1, n2, p)


def _first_word(pooled: float) -> int:
    """How many companies reached with each there must be before anything is said."""
    rarer = min(pooled, 1 - pooled)
    return max(ENOUGH, min(NEVER, -int(-EXPECTED // rarer)) if rarer > 0 else 10 * ENOUGH)


def _evidence(difference: float, variance: float) -> float:
    """The logarithm of the mixture likelihood ratio for a difference with this variance against none."""
    mixed = USUAL**2
    return difference**2 * mixed / (2 * variance * (variance + mixed)) - log1p(mixed / variance) / 2


def _companies_for(difference: float, spread: float, n1: int, n2: int) -> int | None:
    """How many companies with the smaller version would prove this very difference, the shares of the two as they are."""
    least, ratio = min(n1, n2), min(n1, n2) / max(n1, n2)
    low, high = least, NEVER
    if _evidence(difference, spread * (1 + ratio) / high) < -log(LEVEL):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        enough = _evidence(difference, spread * (1 + ratio) / middle) >= -log(LEVEL)
        low, high = (low, middle) if enough else (middle, high)
    return high


def _spread(booked: int, reached: int) -> float:
    share = (booked + 0.5) / (reached + 1)
    return share * (1 - share)


def _sound(booked: int, reached: int) -> tuple[int, int]:
    """Nobody books without being reached; who did so by a slip counts as reached."""
    return booked, max(booked, reached)
