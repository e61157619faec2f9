"""What a payment earns: the arithmetic of product.md 6, «Commission». No database, no clock, Decimal only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext

from salesorg.lib.money import ZERO, to_cents

BONUS, TRAILING, CROSS_SELL, REPEAT, MEETING = "bonus", "trailing", "cross_sell", "repeat", "meeting"
NOTHING = Decimal("0.0000")
ONE = Decimal("1.00000000")
# Digits enough for the longest rate, amount and exchange rate multiplied, so that only the last step rounds.
EXACT = 60


@dataclass(frozen=True)
class Terms:
    """The rates of one plan, fractions of one. `tiers` are (first month of the client's age, rate), any order.

    `duration` is the age in months from which trailing pays nothing (None: for ever), `cap` the highest total of one
    agreement and `cap_per_month` that of its payments of one month (None: none), `vat_rate` what is taken out of a
    payment before the rates apply (zero: nothing). `repeat` is the farmer's rate, `meeting` a call manager's pay.
    """

    bonus: Decimal
    cross_sell: Decimal
    tiers: Sequence[tuple[int, Decimal]]
    duration: int | None = None
    cap: Decimal | None = None
    vat_rate: Decimal = NOTHING
    cap_per_month: Decimal | None = None
    repeat: Decimal = NOTHING
    meeting: Decimal = ZERO
    currency: str = ""

    def trailing(self, age: int) -> Decimal:
        """The rate of the last tier whose first month <= `age`; nothing from `duration` on."""
        if self.duration is not None and age >= self.duration:
            return NOTHING
        begun = [(first, rate) for first, rate in self.tiers if first <= age]
        return max(begun)[1] if begun else NOTHING


@dataclass(frozen=True)
class Entitlement:
    """Who is paid for a payment, for what and at which rate; fixed by the payment, its refunds use the same.

    `exchange_rate` is units of `currency` (the plan's) for one of the payment's. `plan` names the version that gave the
    rate where it is not the agreement's own.
    """

    beneficiary: int
    kind: str
    rate: Decimal
    vat_rate: Decimal = NOTHING
    exchange_rate: Decimal = ONE
    currency: str = ""
    plan: int | None = None

    def earned(self, received: Decimal) -> Decimal:
        """What `received` (the payment less its refunds so far) earns, to 0.01 half up."""
        if not received or not self.rate:
            return ZERO
        return earned(
            rate=self.rate, received=received, vat_rate=self.vat_rate, exchange_rate=self.exchange_rate
        )


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
    farmer: tuple[int, Terms] | None = None,
) -> list[Entitlement]:
    """Return what one payment of a sale entitles to; the agreement's `hunter` comes first.

    `kind` is the sale's: first, repeat, cross_sell. `ended` is the day the agreement ended before its time: what was
    paid after it gives its hunter nothing. The duration limits trailing only: bonus and cross-sell are new work.
    `farmer`, where a farmer made a repeat sale: the plan in force when it was sold, and its terms.
    """
    own_kind, rate = TRAILING, terms.trailing(age_in_months(first_sale, paid))
    others: list[Entitlement] = []
    if kind == "first":
        own_kind, rate = BONUS, terms.bonus
    elif kind == "cross_sell" and seller == hunter:
        own_kind, rate = CROSS_SELL, terms.cross_sell
    elif kind == "cross_sell":
        others = [Entitlement(seller, CROSS_SELL, terms.cross_sell, terms.vat_rate, ONE, terms.currency)]
    elif farmer is not None and farmer[1].repeat:
        plan, by = farmer
        others = [Entitlement(seller, REPEAT, by.repeat, by.vat_rate, ONE, by.currency, plan)]
    if ended is not None and paid > ended:
        rate = NOTHING
    return [Entitlement(hunter, own_kind, rate, terms.vat_rate, ONE, terms.currency), *others]


def earned(
    *, rate: Decimal, received: Decimal, vat_rate: Decimal = NOTHING, exchange_rate: Decimal = ONE
) -> Decimal:
    """What `received` (the payment less its refunds so far) earns, to 0.01 half up."""
    with localcontext(prec=EXACT):
        return to_cents(rate * received * exchange_rate / (1 + vat_rate))


def capped(total: Decimal, cap: Decimal | None) -> Decimal:
    """The posted total of one agreement or of its month: `min(cap, total)`."""
    return total if cap is None else min(cap, total)


@dataclass(frozen=True)
class Receipt:
    """Money received, or given back (negative). `origin` is the payment itself or the one it refunds.

    `month` is the local month (any day of it, but always the same) of the origin: a refund counts into its payment's.
    """

    payment: int
    origin: int
    amount: Decimal
    rights: tuple[Entitlement, ...]
    month: date | None = None


@dataclass(frozen=True)
class Line:
    """What one receipt changed for one beneficiary: a line of the ledger."""

    payment: int
    right: Entitlement
    amount: Decimal


class Account:
    """The running sums of one agreement. Receipts may come in any order: only the totals say what the next line is.

    The caps are the agreement's: they limit what its own hunter earns, not a colleague's cross-sell to the same client
    nor a farmer's repeat sale. Total = min(cap, sum over months of min(cap per month, what the month earned)).
    """

    def __init__(self, hunter: int, cap: Decimal | None, cap_per_month: Decimal | None = None) -> None:
        self.hunter, self.cap, self.cap_per_month = hunter, cap, cap_per_month
        self.received: dict[int, Decimal] = {}
        self.months: dict[date | None, Decimal] = {}
        self.uncapped = self.posted = ZERO

    def take(self, receipt: Receipt) -> list[Line]:
        """Add one receipt and return its lines, zero ones too: the difference to what was posted before."""
        before = self.received.get(receipt.origin, ZERO)
        after = self.received[receipt.origin] = before + receipt.amount
        return [
            Line(receipt.payment, right, self._difference(right, before, after, receipt.month))
            for right in receipt.rights
        ]

    def _difference(self, right: Entitlement, before: Decimal, after: Decimal, month: date | None) -> Decimal:
        gain = right.earned(after) - right.earned(before)
        if right.beneficiary != self.hunter or right.kind == REPEAT:
            return gain
        was = self.months.get(month, ZERO)
        now = self.months[month] = was + gain
        self.uncapped += capped(now, self.cap_per_month) - capped(was, self.cap_per_month)
        line = capped(self.uncapped, self.cap) - self.posted
        self.posted += line
        return line


def what_it_would_pay(terms: Terms, amount: Decimal) -> dict[str, Decimal]:
    """What a first sale of `amount` would pay: now, and if the client bought as much again within the first year."""
    bonus = capped(
        capped(earned(rate=terms.bonus, received=amount, vat_rate=terms.vat_rate), terms.cap_per_month),
        terms.cap,
    )
    trailing = earned(rate=terms.trailing(0), received=amount, vat_rate=terms.vat_rate)
    left = trailing if terms.cap is None else max(ZERO, min(trailing, terms.cap - bonus))
    cross_sell = earned(rate=terms.cross_sell, received=amount, vat_rate=terms.vat_rate)
    return {"bonus": bonus, "trailing_first_year": left, "cross_sell": cross_sell}


def trailing_of_a_year(terms: Terms, amount: Decimal, yearly: Decimal) -> Decimal:
    """The trailing pay of a new client's first twelve months, if after a first sale of `amount` it pays `yearly` in equal parts.

    Both caps count, and so does the bonus against them.
    """
    account = Account(0, terms.cap, terms.cap_per_month)
    months = [date(2000, month, 1) for month in range(1, 13)]
    account.take(Receipt(0, 0, amount, (Entitlement(0, BONUS, terms.bonus, terms.vat_rate),), months[0]))
    bonus, given = account.posted, ZERO
    for age, month in enumerate(months):
        part = to_cents(yearly * (age + 1) / 12) - given
        given += part
        right = Entitlement(0, TRAILING, terms.trailing(age), terms.vat_rate)
        account.take(Receipt(age + 1, age + 1, part, (right,), month))
    return account.posted - bonus
