"""Money is Decimal, rounded half up to the smallest coin; a float never comes near it."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """Return `amount` rounded half up to 0.01."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


def split(amount: Decimal, shares: Sequence[Decimal]) -> list[Decimal]:
    """Divide `amount` by `shares`; the parts sum to the whole, the last cents go to the largest remainders."""
    total = sum(shares, Decimal(0))
    if not shares or total <= 0:
        raise ValueError("shares must be positive")
    sign = -1 if amount < 0 else 1
    exact = [abs(amount) * share / total for share in shares]
    parts = [(part // CENT) * CENT for part in exact]
    missing = int((abs(to_cents(amount)) - sum(parts, ZERO)) / CENT)
    by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in by_remainder[:missing]:
        parts[i] += CENT
    return [sign * part for part in parts]
