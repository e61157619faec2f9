"""From payments and agreements to receipts: which plan, which day, which rate of exchange. Pure: no database, no clock."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handoff.commission import ONE, Account, Entitlement, Line, Receipt, Terms, entitlements

DRAFT = 0  # the id under which a draft stands for every plan


class Paid(NamedTuple):
    """A payment or refund with what the rule asks about its sale. `origin` is itself or the payment it refunds."""

    pk: int
    origin: int
    amount: Decimal
    currency: str
    paid_at: datetime
    sold_at: datetime
    kind: str
    seller: int
    by_farmer: bool


@dataclass(frozen=True)
class Agreed:
    """An agreement as the rule needs it; days are the organisation's local ones."""

    hunter: int
    plan: int
    first_sale: date
    ended: date | None = None


@dataclass(frozen=True)
class Rulebook:
    """All plans, from when each is in force (oldest first), and the rates of exchange of each pair by their first day."""

    zone: ZoneInfo
    plans: Mapping[int, Terms]
    versions: Sequence[tuple[datetime, int]]
    rates: Mapping[tuple[str, str], tuple[Sequence[date], Sequence[Decimal]]] = field(default_factory=dict)

    def day(self, at: datetime) -> date:
        """The local day of an instant."""
        return at.astimezone(self.zone).date()

    def plan_at(self, at: datetime) -> int | None:
        """The plan in force at an instant."""
        place = bisect_right(self.versions, at, key=lambda version: version[0])
        return self.versions[place - 1][1] if place else None

    def exchange(self, currency: str, into: str, day: date) -> Decimal | None:
        """Units of `into` for one unit of `currency` on a day; None where no rate is known."""
        if currency == into:
            return ONE
        days, rates = self.rates.get((currency, into), ((), ()))
        place = bisect_right(days, day)
        return rates[place - 1] if place else None

    def drafted(self, terms: Terms) -> "Rulebook":
        """The same book if `terms` had been the only plan from the beginning."""
        begin = datetime(1, 1, 2, tzinfo=self.zone)
        return replace(self, plans={DRAFT: terms}, versions=[(begin, DRAFT)])


def rights_of(paid: Paid, agreed: Agreed, book: Rulebook) -> tuple[Entitlement, ...] | None:
    """Who earns by the payment `paid` (not a refund), with the rate of exchange of its day; None while a rate is missing."""
    day = book.day(paid.paid_at)
    version = book.plan_at(paid.sold_at) if paid.by_farmer else None
    rights = entitlements(
        terms=book.plans[agreed.plan],
        hunter=agreed.hunter,
        seller=paid.seller,
        kind=paid.kind,
        first_sale=agreed.first_sale,
        paid=day,
        ended=agreed.ended,
        farmer=None if version is None else (version, book.plans[version]),
    )
    changed = []
    for right in rights:
        rate = book.exchange(paid.currency, right.currency, day)
        if rate is None:
            return None
        changed.append(right if rate is ONE else replace(right, exchange_rate=rate))
    return tuple(changed)


def missing_rate(paid: Paid, agreed: Agreed, book: Rulebook) -> str | None:
    """The currency into which no rate of `paid`'s day is known, or None where nothing is missing."""
    day = book.day(paid.paid_at)
    wanted = [agreed.plan, book.plan_at(paid.sold_at) if paid.by_farmer else None]
    for plan in wanted:
        if plan is None:
            continue
        into = book.plans[plan].currency
        if book.exchange(paid.currency, into, day) is None:
            return into
    return None


def replay(
    agreed: Agreed,
    payments: Sequence[Paid],
    book: Rulebook,
    *,
    known: Mapping[int, tuple[Entitlement, ...]],
    posted: frozenset[int] | set[int] = frozenset(),
) -> Iterator[Line]:
    """Yield the lines of the payments that are not `posted`, after those that are; `payments` come oldest first.

    `known` are the rights that a posted line has fixed, by the payment that is the origin. A payment for which a rate
    of exchange is missing yields nothing, nor do its refunds.
    """
    terms = book.plans[agreed.plan]
    account = Account(agreed.hunter, terms.cap, terms.cap_per_month)
    origins = {paid.pk: paid for paid in payments if paid.pk == paid.origin}
    rights: dict[int, tuple[Entitlement, ...] | None] = dict(known)

    def taken(paid: Paid) -> list[Line]:
        origin = origins[paid.origin]
        if paid.origin not in rights:
            rights[paid.origin] = rights_of(origin, agreed, book)
        found = rights[paid.origin]
        if found is None:
            return []
        month = book.day(origin.paid_at).replace(day=1)
        return account.take(Receipt(paid.pk, paid.origin, paid.amount, found, month))

    for paid in payments:
        if paid.pk in posted:
            taken(paid)
    for paid in payments:
        if paid.pk not in posted:
            yield from taken(paid)
