"""Payments that may be the same money: one sale, one amount, few days apart.

What was typed in, or sent by another program, comes once more with the bank's line, or is typed in behind it. Recording both
would count the money twice, and pay commission on it twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from salesorg.people.models import Organisation
from salesorg.sales.models import BankLine, Payment, Sale

# The bank's day follows the day on an order by a weekend and a holiday, five days; instalments a week apart are two. Local
# days of the organisation are counted: a payment of today bears the time of day at which it was recorded.
APART, A_DAY = timedelta(days=6), timedelta(days=1)
Typed = dict[tuple[int, Decimal], list[Payment]]


def typed_around(sales: Iterable[int], wanted: Sequence[tuple[BankLine, Decimal]]) -> Typed:
    """Return by sale and amount the payments of these sales (ids) that no line of a bank stands behind and of which nothing
    went back, about the days of the lines and of the amounts asked for. One query."""
    found: Typed = defaultdict(list)
    asked = set(sales)
    if not asked or not wanted:
        return found
    days, amounts = [line.day for line, _amount in wanted], {amount for _line, amount in wanted}
    # What the bank told of and was moved here from another sale is other money too.
    typed = _about(min(days), max(days)).filter(
        sale__in=asked, bank_line=None, moved_from__refund_of__bank_line=None, amount__in=amounts
    )
    for payment in typed.select_related("sale", "recorded_by"):
        found[payment.sale_id, payment.amount].append(payment)
    return found


def typed_twin(typed: Typed, sale: int, line: BankLine, amount: Decimal) -> Payment | None:
    """Return the payment of `sale` nearest to the line's day that may be the same money, or None."""
    same = (one for one in typed.get((sale, amount), []) if one.currency == line.currency)
    near = [(_apart(one, line.day), one.pk, one) for one in same]
    apart, _pk, nearest = min(near, default=(APART, 0, None))
    return nearest if apart < APART else None


def typed_twin_of(line: BankLine, shares: Sequence[tuple[int, Decimal]]) -> Payment | None:
    """Return the first payment that was recorded without the bank and may be (a part of) this line's money.

    `shares`: the sales (ids) it may be for, each with the amount. One query.
    """
    typed = typed_around([sale for sale, _amount in shares], [(line, amount) for _sale, amount in shares])
    found = (typed_twin(typed, sale, line, amount) for sale, amount in shares)
    return next((one for one in found if one is not None), None)


def payment_alike(sale: Sale, amount: Decimal, day: date) -> Payment | None:
    """Return the first payment of this amount for the sale about this day of which nothing went back, or None."""
    found = _about(day, day).filter(sale=sale, amount=amount)
    return next((one for one in found if _apart(one, day) < APART), None)


def _about(first: date, last: date) -> QuerySet[Payment]:
    """All whose local day may be less than `APART` from these, in whatever zone, each with the `zone` of the organisation."""
    since, until = (datetime.combine(day, time(), UTC) for day in (first - APART, last + APART + A_DAY))
    found = Payment.objects.filter(refund_of=None, refunds=None, paid_at__gte=since, paid_at__lt=until)
    zone = Subquery(Organisation.objects.values("time_zone")[:1])
    return found.annotate(zone=Coalesce(zone, Value("UTC"))).order_by("paid_at", "pk")


def _apart(payment: Payment, day: date) -> timedelta:
    return abs(payment.paid_at.astimezone(ZoneInfo(payment.zone)).date() - day)  # type: ignore[attr-defined]
