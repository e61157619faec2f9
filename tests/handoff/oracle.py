"""The commission rule of product.md 6 once more, written from the text and sharing no line with the product."""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction


@dataclass
class Paid:
    """A payment: of which kind of sale, by whom sold, when, how much (kopecks), and its refunds (kopecks)."""

    kind: str
    own: bool
    day: date
    kopecks: int
    refunds: list[int] = field(default_factory=list)


def whole_months(start: date, end: date) -> int:
    """Count month by month, as a person with a calendar would."""
    months = 0
    while (start.year * 12 + start.month + months, start.day) <= (end.year * 12 + end.month - 1, end.day):
        months += 1
    return months


def half_up(kopecks: Fraction) -> int:
    whole, rest = divmod(kopecks, 1)
    return int(whole) + (1 if rest >= Fraction(1, 2) else 0)


def rates(paid: Paid, first_day: date) -> tuple[Fraction, Fraction]:
    """The agreement's hunter's rate, and the rate of a colleague who cross-sold."""
    age = whole_months(first_day, paid.day)
    trailing = Fraction(3, 100) if age < 12 else Fraction(2, 100) if age < 36 else Fraction(0)
    if paid.kind == "first":
        return Fraction(1, 10), Fraction(0)
    if paid.kind == "cross_sell":
        return (Fraction(5, 100), Fraction(0)) if paid.own else (trailing, Fraction(5, 100))
    return trailing, Fraction(0)


def owed(history: list[Paid], first_day: date, cap: int | None = None) -> tuple[int, int]:
    """What the ledger must hold, in kopecks: for the agreement's hunter, for the colleague."""
    hunter = colleague = 0
    for paid in history:
        left = paid.kopecks - sum(paid.refunds)
        own_rate, other_rate = rates(paid, first_day)
        hunter += half_up(own_rate * left)
        colleague += half_up(other_rate * left)
    return (hunter if cap is None else min(cap, hunter)), colleague
