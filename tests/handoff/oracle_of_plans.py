"""The rule of product.md 6 with everything that a plan may hold, from the text alone; it shares no line with the product.

All sums are whole kopecks, all rates are fractions, days are days since the first sale.
"""

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from tests.handoff.oracle import half_up, whole_months


@dataclass(frozen=True)
class Version:
    """A version of the plan: what it pays, and from which day it is in force."""

    from_day: date
    bonus: Fraction
    cross_sell: Fraction
    tiers: dict[int, Fraction]
    duration: int | None
    repeat: Fraction
    cap: int | None = None
    cap_per_month: int | None = None
    net_of: Fraction = Fraction(0)


@dataclass
class Money:
    """One payment of one sale: of which kind, by whom and when it was sold, when paid, in rubles or euros; its refunds."""

    kind: str  # first, repeat, cross_own, cross_other
    sold: date
    paid: date
    kopecks: int
    foreign: bool = False
    refunds: list[int] = field(default_factory=list)


@dataclass
class Owed:
    """What each must have, in kopecks."""

    hunter: int = 0
    colleague: int = 0
    farmer: int = 0


def in_force(versions: list[Version], day: date) -> Version:
    return max((one for one in versions if one.from_day <= day), key=lambda one: one.from_day)


def rate_of(rates: dict[date, Fraction], day: date) -> Fraction:
    return rates[max(known for known in rates if known <= day)]


def trailing(version: Version, first_sale: date, paid: date) -> Fraction:
    age = whole_months(first_sale, paid)
    if version.duration is not None and age >= version.duration:
        return Fraction(0)
    return version.tiers[max(month for month in version.tiers if month <= age)]


def what_everybody_earned(
    history: list[Money],
    versions: list[Version],
    first_sale: date,
    rates: dict[date, Fraction],
    left_on: date | None = None,
) -> Owed:
    agreed, owed = in_force(versions, first_sale), Owed()
    months: dict[tuple[int, int], int] = {}
    for money in history:
        remains = Fraction(money.kopecks - sum(money.refunds))
        if money.foreign:
            remains *= rate_of(rates, money.paid)
        by_agreement = remains / (1 + agreed.net_of)
        own = trailing(agreed, first_sale, money.paid)
        if money.kind == "first":
            own = agreed.bonus
        if money.kind == "cross_own":
            own = agreed.cross_sell
        if left_on is not None and money.paid > left_on:
            own = Fraction(0)
        month = (money.paid.year, money.paid.month)
        months[month] = months.get(month, 0) + half_up(own * by_agreement)
        if money.kind == "cross_other":
            owed.colleague += half_up(agreed.cross_sell * by_agreement)
        if money.kind == "repeat":
            then = in_force(versions, money.sold)
            owed.farmer += half_up(then.repeat * remains / (1 + then.net_of))
    limit = agreed.cap_per_month
    owed.hunter = sum(one if limit is None else min(limit, one) for one in months.values())
    if agreed.cap is not None:
        owed.hunter = min(agreed.cap, owed.hunter)
    return owed
