"""What a deal, and the clients handed over, would pay over the next twelve months: the ledger's own engine."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from handoff.commission import TRAILING, Account, Entitlement, Receipt, age_in_months
from handoff.models import Agreement
from handoff.queries.agreements import agreements_of
from handoff.queries.rulebook import rulebook
from handoff.replay import Rulebook
from handoff.terms_in_time import Standing, a_year_before, a_year_later, month_before, standing
from salesorg.lib.money import ZERO, to_cents
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales.models import Payment

MONTHS = 12


@dataclass
class MonthAhead:
    """A month: what the clients would pay, and what of it the hunter would get."""

    month: date
    payments: Decimal = ZERO
    commission: Decimal = ZERO


@dataclass
class ClientAhead:
    """One client handed over: what it paid in the last twelve months, what it would bring, and by which rates."""

    agreement: Agreement
    standing: Standing
    paid: Decimal = ZERO
    commission: Decimal = ZERO
    cap_left: Decimal | None = None


@dataclass
class PortfolioAhead:
    """The next twelve months, month by month and client by client. `unpriced`: payments without a rate of exchange.

    `since`, `until`: first and last day of the payments it goes by.
    """

    currency: str
    since: date
    until: date
    months: list[MonthAhead]
    clients: list[ClientAhead] = field(default_factory=list)
    unpriced: int = 0

    @property
    def commission(self) -> Decimal:
        return sum((month.commission for month in self.months), ZERO)

    @property
    def payments(self) -> Decimal:
        return sum((month.payments for month in self.months), ZERO)


def portfolio_forecast(hunter: User, at: datetime) -> PortfolioAhead:
    """Work out the trailing commission of the hunter's agreements in the twelve months after this one.

    Assumed: what each client paid, less refunds, in the twelve months up to today it pays once more, in the same month of
    the year, and all of it counts as repeat purchases. New sales, and agreements that may still end, are not in it. Rates go by the client's
    age on each day; caps by what is left of them. Six queries, whatever the number of clients.
    """
    org, book = organisation(), rulebook()
    today = book.day(at)
    since = a_year_before(today) + timedelta(days=1)
    ahead = PortfolioAhead(
        org.currency, since, today, [MonthAhead(month_before(today, -n)) for n in range(1, MONTHS + 1)]
    )
    agreements = list(agreements_of(hunter).filter(ended_at__isnull=True))
    paid = _paid_by_day(agreements, since, today + timedelta(days=1), book)
    for agreement in agreements:
        ahead.clients.append(_client(ahead, agreement, paid.get(agreement.company_id, []), book, today))
    ahead.clients.sort(key=lambda client: (-client.commission, client.agreement.pk))
    return ahead


def _client(
    ahead: PortfolioAhead, agreement: Agreement, paid: list[tuple[str, date, Decimal]], book: Rulebook, today: date
) -> ClientAhead:  # fmt: skip
    terms, first_sale = book.plans[agreement.plan_id], book.day(agreement.sale.sold_at)
    left = None if terms.cap is None else max(ZERO, terms.cap - agreement.earned)  # type: ignore[attr-defined]
    client = ClientAhead(agreement, standing(terms, first_sale, today), cap_left=left)
    account = Account(agreement.hunter_id, left, terms.cap_per_month)
    begin = ahead.months[0].month
    again = sorted(((_again(day, begin), currency, amount) for currency, day, amount in paid))
    for n, (later, currency, amount) in enumerate(again):
        rate = book.exchange(currency, terms.currency, today)
        home = book.exchange(currency, ahead.currency, today)
        if rate is None or home is None:
            ahead.unpriced += 1
            continue
        month = ahead.months[(later.year - begin.year) * 12 + later.month - begin.month]
        right = Entitlement(
            agreement.hunter_id,
            TRAILING,
            terms.trailing(age_in_months(first_sale, later)),
            terms.vat_rate,
            rate,
        )
        line = account.take(Receipt(n, n, amount, (right,), month.month))[0]
        gain = to_cents(line.amount * (book.exchange(terms.currency, ahead.currency, today) or 1))
        month.payments += to_cents(amount * home)
        month.commission += gain
        client.paid += to_cents(amount * home)
        client.commission += gain
    return client


def _again(day: date, begin: date) -> date:
    """The same day of the year, the first time from `begin` on."""
    while day < begin:
        day = a_year_later(day)
    return day


def _paid_by_day(
    agreements: list[Agreement], since: date, until: date, book: Rulebook
) -> dict[int, list[tuple[str, date, Decimal]]]:
    """What each client paid, by currency and local day of the payment, less its refunds."""
    found: dict[int, list[tuple[str, date, Decimal]]] = {}
    rows = _net_payments([agreement.company_id for agreement in agreements], since, until, book)
    days = rows.annotate(day=TruncDate("moment", tzinfo=book.zone))
    for company, currency, day, amount in (
        days.order_by("sale__company_id", "day", "currency")
        .values_list("sale__company_id", "currency", "day").annotate(sum=Sum("amount"))
    ):  # fmt: skip
        if amount > 0:
            found.setdefault(company, []).append((currency, day, amount))
    return found


def _net_payments(companies: list[int], since: date, until: date, book: Rulebook) -> QuerySet[Payment, Any]:
    """Payments whose own day (a refund's: its payment's) lies in the months, with that `moment`."""
    begin, end = (datetime.combine(day, time(), book.zone) for day in (since, until))
    family = Payment.objects.filter(sale__company__in=companies)
    return family.annotate(moment=Coalesce("refund_of__paid_at", "paid_at")).filter(
        Q(moment__gte=begin) & Q(moment__lt=end)
    )


def usual_year(hunter: User, at: datetime) -> Decimal | None:
    """What a client of this hunter usually pays in a year after its first sale; None while there is no experience.

    Payments of later sales in the last twelve full months, less refunds, by the months in which the clients were
    clients, in the organisation's currency.
    """
    org, book = organisation(), rulebook()
    begin = at.astimezone(org.zone).date().replace(day=1)
    since = month_before(begin, MONTHS)
    agreements = list(agreements_of(hunter))
    months = sum(
        _months_as_client(book.day(agreement.sale.sold_at), since, begin) for agreement in agreements
    )
    if not months:
        return None
    later = _net_payments([one.company_id for one in agreements], since, begin, book).exclude(
        sale__kind="first"
    )
    total = later.filter(currency=org.currency).aggregate(total=Sum("amount"))["total"] or ZERO
    return to_cents(max(ZERO, total) * MONTHS / months)


def _months_as_client(first_sale: date, since: date, until: date) -> int:
    begun = max(since, first_sale)
    return max(0, (until.year - begun.year) * 12 + until.month - begun.month)
