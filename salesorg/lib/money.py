"""Money is Decimal, rounded half up to the smallest coin; a float never comes near it."""

from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def to_cents(amount: Decimal) -> Decimal:
    """Return `amount` rounded half up to 0.01."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)
