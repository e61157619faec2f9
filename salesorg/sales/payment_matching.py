"""For which sale did this money come? A pure rule: no database, no clock.

Sure, and recorded without asking anybody, is only:

- money in that names exactly one of our sales, in the sale's currency, no more than is still owed, and not from a payer
  whose tax id says that it is another company;
- money in that names none, from a payer known by tax id who owes exactly this amount for exactly one sale;
- money out that names exactly one sale, to the client of that sale by tax id, of exactly the amount of exactly one payment
  of it of which nothing went back yet.

All else waits for a person, with the candidates in order.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

# S-2026-000123 with Latin or Cyrillic S, any dash, blank or nothing between its parts, and a blank inside the number.
_GAP = r"[\s_./\\№#\-\u2010-\u2015\u2212]*"
_NUMBER = re.compile(rf"(?<![A-Za-z0-9])[SsСс]{_GAP}((?:19|20)\d\d){_GAP}(\d(?:\s?\d){{5}}|\d{{7,9}})(?!\d)")
NUMBER, TAX_ID, NAME, AMOUNT, MORE, LESS, OTHER_PAYER, OTHER_CURRENCY, PAID = (
    "number", "tax_id", "name", "amount", "more", "less", "other_payer", "other_currency", "paid",
)  # fmt: skip
POINTS = {
    NUMBER: 60,
    TAX_ID: 25,
    NAME: 15,
    AMOUNT: 20,
    MORE: -5,
    LESS: 0,
    OTHER_PAYER: -15,
    OTHER_CURRENCY: -40,
    PAID: -30,
}
SHOWN = 8


@dataclass(frozen=True)
class Money:
    """What of a bank's line the rule looks at; `amount` is negative when it left, `payer` is the name's `name_key`."""

    amount: Decimal
    currency: str
    tax_id: str
    purpose: str
    payer: str = ""


@dataclass(frozen=True)
class OpenSale:
    """A sale that may be meant, with what is still `owed` of it, its company's tax id and `name_key`."""

    sale: int
    number: str
    currency: str
    owed: Decimal
    tax_id: str
    company: int
    name: str = ""


@dataclass(frozen=True)
class PaidBefore:
    """A payment that money out may give back: its `amount`, what is `left` of it, whether its own id is `named`."""

    payment: int
    sale: str
    currency: str
    amount: Decimal
    left: Decimal
    tax_id: str
    named: bool = False


@dataclass(frozen=True)
class Candidate:
    """A sale (or, for money out, a payment) with its score and the codes of why."""

    target: int
    score: int
    why: tuple[str, ...]


@dataclass(frozen=True)
class Verdict:
    """`sure` is the target to record at once, or None; `candidates` the best first."""

    sure: int | None = None
    candidates: list[Candidate] = field(default_factory=list)


def sale_numbers(purpose: str) -> list[str]:
    """Return the sale numbers in a text, as we write them, each once, in order."""
    found = (f"S-{year}-{re.sub(chr(92) + 's', '', digits)}" for year, digits in _NUMBER.findall(purpose))
    return list(dict.fromkeys(found))


def judge_payment(money: Money, sales: Sequence[OpenSale]) -> Verdict:
    """Return what money in is for; `sales` are those named, those its payer owes for, and those owed just this amount."""
    named = set(sale_numbers(money.purpose))
    found = [Candidate(one.sale, *_scored(_reasons(money, one, named))) for one in sales]
    ordered = sorted(found, key=lambda one: (-one.score, one.target))
    return Verdict(_sure_sale(money, sales, named), [one for one in ordered if one.score > 0][:SHOWN])


def _reasons(money: Money, sale: OpenSale, named: set[str]) -> list[str]:
    same_payer = bool(sale.tax_id) and sale.tax_id == money.tax_id
    other_payer = bool(sale.tax_id) and bool(money.tax_id) and not same_payer
    # A name says something only where the tax ids do not decide.
    same_name = bool(sale.name) and sale.name == money.payer and not same_payer and not other_payer
    payer = [TAX_ID] * same_payer + [NAME] * same_name + [OTHER_PAYER] * other_payer
    reasons = [NUMBER] * (sale.number in named) + payer
    if sale.currency != money.currency:
        return [*reasons, OTHER_CURRENCY]
    if sale.owed <= 0:
        return [*reasons, PAID]
    return [*reasons, AMOUNT if sale.owed == money.amount else MORE if money.amount > sale.owed else LESS]


def _scored(reasons: Iterable[str]) -> tuple[int, tuple[str, ...]]:
    reasons = tuple(reasons)
    return sum(POINTS[one] for one in reasons), reasons


def _sure_sale(money: Money, sales: Sequence[OpenSale], named: set[str]) -> int | None:
    fitting = [one for one in sales if one.currency == money.currency]
    if named:
        meant = [one for one in fitting if one.number in named and money.amount <= one.owed]
        strange = any(one.tax_id and money.tax_id and one.tax_id != money.tax_id for one in meant)
        return meant[0].sale if len(named) == len(meant) == 1 and not strange else None
    exact = [
        one for one in fitting if money.tax_id and one.tax_id == money.tax_id and one.owed == money.amount
    ]
    return exact[0].sale if len(exact) == 1 else None


def judge_refund(money: Money, payments: Sequence[PaidBefore]) -> Verdict:
    """Return which payment money out gives back; `payments` are those of the sales named and those of its receiver."""
    named, amount = set(sale_numbers(money.purpose)), -money.amount
    able = [one for one in payments if one.currency == money.currency and one.left >= amount]
    found = [Candidate(one.payment, *_scored(_refund_reasons(money, one, named, amount))) for one in able]
    ordered = sorted(found, key=lambda one: (-one.score, -one.target))
    whole = [
        one.payment for one in able
        if one.sale in named and one.amount == one.left == amount and one.tax_id and one.tax_id == money.tax_id
    ]  # fmt: skip
    sure = whole[0] if len(named) == len(whole) == 1 else None
    return Verdict(sure, [one for one in ordered if one.score > 0][:SHOWN])


def _refund_reasons(money: Money, one: PaidBefore, named: set[str], amount: Decimal) -> list[str]:
    reasons = [NUMBER] * (one.named or one.sale in named) + [TAX_ID] * (
        bool(one.tax_id) and one.tax_id == money.tax_id
    )
    return [*reasons, AMOUNT if one.left == amount else LESS]


def suggested_split(amount: Decimal, owed: Sequence[Decimal]) -> list[Decimal]:
    """Return how an amount covers what is owed, one after another. The parts sum to it: the last takes what remains.

    One sale alone takes no more than it owes: the rest is for another, which the person names.
    """
    if len(owed) == 1:
        return [min(amount, owed[0])]
    parts: list[Decimal] = []
    left = amount
    for place, one in enumerate(owed):
        part = left if place == len(owed) - 1 else min(left, one)
        parts.append(part)
        left -= part
    return parts
