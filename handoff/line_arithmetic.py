"""How the amount of one ledger line came about, step by step. Pure: the line's own figures in, the steps out."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from salesorg.lib.money import ZERO, to_cents


@dataclass(frozen=True)
class Arithmetic:
    """`received` x `rate` (net of VAT, converted) = `earned`; less `posted` before = `difference`; `amount` is the line.

    Where the amount is not the difference a cap has cut it, or let through what it cut before.
    """

    paid: Decimal
    refunded: Decimal
    received: Decimal
    net: Decimal
    earned: Decimal
    posted: Decimal
    difference: Decimal
    amount: Decimal

    @property
    def cut_by(self) -> Decimal:
        """What a cap took away (positive), or gave back (negative)."""
        return self.difference - self.amount


def arithmetic(
    *, paid: Decimal, refunds: Sequence[Decimal], rate: Decimal, vat_rate: Decimal, exchange_rate: Decimal,
    earlier: Sequence[Decimal], amount: Decimal,
) -> Arithmetic:  # fmt: skip
    """Work a line out again. `refunds` (negative) are those of the payment that were posted up to the line, `earlier` the
    amounts of the lines before it for the same payment and person.

    Source: product.md 6, «Commission»: after refunds the amount earned is `round(rate x (P - R))`, each line the difference.
    """
    refunded, posted = sum(refunds, ZERO), sum(earlier, ZERO)
    received = paid + refunded
    net = received / (1 + vat_rate) * exchange_rate
    earned = to_cents(rate * received * exchange_rate / (1 + vat_rate))
    return Arithmetic(paid, refunded, received, to_cents(net), earned, posted, earned - posted, amount)
