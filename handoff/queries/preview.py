"""What an open deal would pay: the ledger's own engine."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from handoff.commission import NOTHING, capped, earned
from handoff.models import Agreement, Earning
from handoff.queries.agreements import what_it_would_pay
from handoff.queries.forecast import usual_year
from handoff.queries.rulebook import terms_of
from salesorg.lib.money import ZERO
from salesorg.people.models import User
from salesorg.people.queries import organisation


def first_sale_would_pay(
    *, hunter: User, amount: Decimal, at: datetime, yearly: Decimal | None = None
) -> dict[str, Any]:
    """What a first sale of `amount` would pay now and over its first twelve months.

    The client buys for `yearly`, or as the hunter's clients usually do, or (no experience yet) for as much again;
    `yearly_from` says which: given, portfolio, sale. The rest as in `what_it_would_pay`.
    """
    source = "given"
    if yearly is None:
        yearly, source = usual_year(hunter, at), "portfolio"
    if yearly is None:
        yearly, source = amount, "sale"
    pays = what_it_would_pay(hunter=hunter, amount=amount, at=at, yearly=yearly)
    return {**pays, "yearly_from": source, "first": True}


def cross_sell_would_pay(
    *, agreement: Agreement, seller: User, amount: Decimal, at: datetime
) -> dict[str, Any]:
    """What a cross-sell of `amount` to a client would pay its seller by the client's agreement, caps as they stand.

    An agreement that has ended pays its own hunter nothing for it; a colleague's cross-sell it still pays.
    """
    terms = terms_of(agreement.plan, organisation().vat_rate)
    own = agreement.hunter_id == seller.pk
    ended = own and agreement.ended_at is not None and agreement.ended_at < at
    rate = NOTHING if ended else terms.cross_sell
    pays = earned(rate=rate, received=amount, vat_rate=terms.vat_rate)
    if own and terms.cap is not None:
        sums = Earning.objects.filter(
            agreement=agreement, beneficiary=seller, currency=terms.currency
        ).first()
        got = sums.bonus + sums.trailing + sums.cross_sell if sums else ZERO
        pays = min(pays, max(ZERO, terms.cap - got))
    if own:
        pays = capped(pays, terms.cap_per_month)
    return {
        "cross_sell": pays,
        "cross_sell_rate": rate,
        "currency": terms.currency,
        "first": False,
        "own": own,
        "ended": ended,
    }
