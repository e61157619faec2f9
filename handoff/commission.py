"""What a payment earns: the arithmetic of product.md 6, «Commission». No database, no clock, Decimal only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salesorg.lib.money import ZERO, to_cents

BONUS, TRAILING, CROSS_SELL = "bonus", "trailing", "cross_sell"
NOTHING = Decimal("0.0000")


@dataclass(frozen=True)
class Terms:
    """The rates of one plan, fractions of one. `tiers` are (first month of the client's age, rate), any order.

    `duration` is the age in months from which trailing pays nothing (None: for ever), `cap` the highest total of one
    agreement (None: none), `vat_rate` what is taken out of a payment before the rates apply (zero: nothing).
    """

    bonus: Decimal
    cross_sell: Decimal
    tiers: Sequence[tuple[int, Decimal]]
    duration: int | None = None
    cap: Decimal | None = None
    vat_rate: Decimal = NOTHING

    def trailing(self, age: int) -> Decimal:
        """The rate of the last tier whose first month <= `age`; nothing from `duration` on."""
        if self.duration is not None and age >= self.duration:
            return NOTHING
        begun = [(first, rate) for first, rate in self.tiers if first <= age]
        return max(begun)[1] if begun else NOTHING


@dataclass(frozen=True)
class Entitlement:
    """Who is paid for a payment, for what and at which rate; fixed by the payment, its refunds use the same."""

    beneficiary: int
    kind: str
    rate: Decimal


def age_in_months(first_sale: date, payment: date) -> int:
    """Whole months from the first sale's day to the payment's day (local days of the organisation).

    A payment made before the first sale's day (an advance) is of age 0.
    """
    months = (payment.year - first_sale.year) * 12 + payment.month - first_sale.month
    return max(0, months - (payment.day < first_sale.day))


def entitlements(
    *,
    terms: Terms,
    hunter: int,
    seller: int,
    kind: str,
    first_sale: date,
    paid: date,
    ended: date | None = None,
) -> list[Entitlement]:
    """Return what one payment of a sale entitles to; the agreement's `hunter` comes first.

    `kind` is the sale's: first, repeat, cross_sell. `ended` is the day the agreement ended before its time: what was
    paid after it gives its hunter nothing. The duration limits trailing only: bonus and cross-sell are new work.
    """
    trailing = terms.trailing(age_in_months(first_sale, paid))
    foreign: list[Entitlement] = []
    own = Entitlement(hunter, TRAILING, trailing)
    if kind == "first":
        own = Entitlement(hunter, BONUS, terms.bonus)
    elif kind == "cross_sell" and seller == hunter:
        own = Entitlement(hunter, CROSS_SELL, terms.cross_sell)
    elif kind == "cross_sell":
        foreign = [Entitlement(seller, CROSS_SELL, terms.cross_sell)]
    if ended is not None and paid > ended:
        own = Entitlement(hunter, own.kind, NOTHING)
    return [own, *foreign]


def earned(*, rate: Decimal, received: Decimal, vat_rate: Decimal = NOTHING) -> Decimal:
    """What `received` (the payment less its refunds so far) earns, to 0.01 half up."""
    return to_cents(rate * received / (1 + vat_rate))


def capped(total: Decimal, cap: Decimal | None) -> Decimal:
    """The posted total of one agreement: `min(cap, total)`."""
    return total if cap is None else min(cap, total)


@dataclass(frozen=True)
class Receipt:
    """Money received, or given back (negative). `origin` is the payment itself or the one it refunds."""

    payment: int
    origin: int
    amount: Decimal
    rights: tuple[Entitlement, ...]
    vat_rate: Decimal = NOTHING


@dataclass(frozen=True)
class Line:
    """What one receipt changed for one beneficiary: a line of the ledger."""

    payment: int
    right: Entitlement
    vat_rate: Decimal
    amount: Decimal


class Account:
    """The running sums of one agreement. Receipts may come in any order: only the totals say what the next line is.

    The cap is the agreement's: it limits what its own hunter earns, not a colleague's cross-sell to the same client.
    """

    def __init__(self, hunter: int, cap: Decimal | None) -> None:
        self.hunter, self.cap = hunter, cap
        self.received: dict[int, Decimal] = {}
        self.uncapped = self.posted = ZERO

    def take(self, receipt: Receipt) -> list[Line]:
        """Add one receipt and return its lines, zero ones too: the difference to what was posted before."""
        before = self.received.get(receipt.origin, ZERO)
        after = self.received[receipt.origin] = before + receipt.amount
        return [
            Line(
                receipt.payment,
                right,
                receipt.vat_rate,
                self._difference(right, before, after, receipt.vat_rate),
            )
            for right in receipt.rights
        ]

    def _difference(self, right: Entitlement, before: Decimal, after: Decimal, vat_rate: Decimal) -> Decimal:
        gain = earned(rate=right.rate, received=after, vat_rate=vat_rate) - earned(
            rate=right.rate, received=before, vat_rate=vat_rate
        )
        if right.beneficiary != self.hunter:
            return gain
        self.uncapped += gain
        gain = capped(self.uncapped, self.cap) - self.posted
        self.posted += gain
        return gain


def what_it_would_pay(terms: Terms, amount: Decimal) -> dict[str, Decimal]:
    """What a first sale of `amount` would pay: now, and if the client bought as much again within the first year."""
    bonus = capped(earned(rate=terms.bonus, received=amount, vat_rate=terms.vat_rate), terms.cap)
    trailing = earned(rate=terms.trailing(0), received=amount, vat_rate=terms.vat_rate)
    left = trailing if terms.cap is None else max(ZERO, min(trailing, terms.cap - bonus))
    cross_sell = earned(rate=terms.cross_sell, received=amount, vat_rate=terms.vat_rate)
    return {"bonus": bonus, "trailing_first_year": left, "cross_sell": cross_sell}
