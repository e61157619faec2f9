"""What a bank's lines may be for: the sales and payments that the matching rule looks at, in a constant number of queries."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from salesorg.lib.names import name_key
from salesorg.sales.models import BankLine, Payment, Sale
from salesorg.sales.payment_matching import Money, OpenSale, PaidBefore, sale_numbers
from salesorg.sales.queries import with_refunded

# So many open sales of one payer are looked at; who owes for more is never matched by amount alone.
OWING_MOST = 60
# An amount that so many sales owe says nothing.
ALIKE_MOST = 5
PAID_MOST = 20
_NAMED = re.compile(r"[\w\-/]{4,100}")

# So many companies of one name are looked at, and no name that is shorter.
NAMESAKES_MOST, NAME_LEAST = 20, 3

OWING_OF_PAYERS = """
    SELECT s.id FROM (
        SELECT id FROM clients_company WHERE tax_id = ANY(%s) AND tax_id <> ''
        UNION SELECT c.id FROM unnest(%s::text[]) AS n(name) CROSS JOIN LATERAL (
            SELECT id FROM clients_company WHERE name_key = n.name AND name_key <> '' LIMIT %s
        ) c
    ) c CROSS JOIN LATERAL (
        SELECT id FROM sales_sale WHERE company_id = c.id AND received < amount ORDER BY sold_at DESC LIMIT %s
    ) s
"""
OWING_AMOUNTS = """
    SELECT s.id FROM unnest(%s::numeric[], %s::text[]) AS m(amount, currency) CROSS JOIN LATERAL (
        SELECT id FROM sales_sale WHERE amount - received = m.amount AND currency = m.currency AND received < amount
        LIMIT %s
    ) s
"""
GIVEN_BACK = """
    SELECT p.id FROM sales_sale s JOIN sales_payment p ON p.sale_id = s.id
    WHERE s.number = ANY(%s) AND p.refund_of_id IS NULL
    UNION SELECT id FROM sales_payment WHERE external_id = ANY(%s) AND refund_of_id IS NULL
    UNION SELECT p.id FROM clients_company c CROSS JOIN LATERAL (
        SELECT p.id FROM sales_sale s JOIN sales_payment p ON p.sale_id = s.id
        WHERE s.company_id = c.id AND p.refund_of_id IS NULL ORDER BY p.paid_at DESC LIMIT %s
    ) p WHERE c.tax_id = ANY(%s) AND c.tax_id <> ''
"""


def money_of(line: BankLine) -> Money:
    """Return what of a line the rule looks at."""
    return Money(line.amount, line.currency, line.payer_tax_id, line.purpose, name_key(line.payer))


@dataclass
class Around:
    """The sales and payments around some lines. `sales` are shared: what was received of one since then counts for all."""

    sales: dict[int, Sale] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    by_payer: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[tuple[Decimal, str], list[int]] = field(default_factory=lambda: defaultdict(list))
    payments: dict[int, Payment] = field(default_factory=dict)
    # Tax ids of whom money went to and who ever bought something.
    buyers: set[str] = field(default_factory=set)

    def sales_for(self, money: Money, *, surely: bool = False) -> list[OpenSale]:
        """The sales this money may be for. `surely`: without those that are only some of what a payer owes."""
        ids = [self.by_number[number] for number in sale_numbers(money.purpose) if number in self.by_number]
        owing = self.by_payer.get(money.tax_id, [])
        if not (surely and len(owing) >= OWING_MOST):
            ids += owing
        ids += self.by_name.get(money.payer, [])
        alike = self.by_amount.get((money.amount, money.currency), [])
        ids += alike if len(alike) <= ALIKE_MOST else []
        return [_open(self.sales[one]) for one in dict.fromkeys(ids)]

    def is_expense(self, money: Money) -> bool:
        """Whether money out is none of ours: it names no sale, and its receiver never bought anything."""
        return money.tax_id not in self.buyers and not sale_numbers(money.purpose)

    def payments_for(self, money: Money) -> list[PaidBefore]:
        """The payments this money out may give back."""
        numbers, words = set(sale_numbers(money.purpose)), set(_NAMED.findall(money.purpose))
        return [
            _paid(one, one.external_id in words) for one in self.payments.values()
            if one.sale.number in numbers or one.external_id in words
            or (money.tax_id and one.sale.company.tax_id == money.tax_id)
        ]  # fmt: skip


def _open(sale: Sale) -> OpenSale:
    return OpenSale(
        sale.pk,
        sale.number,
        sale.currency,
        sale.owed,
        sale.company.tax_id,
        sale.company_id,
        sale.company.name_key,
    )


def _paid(one: Payment, named: bool) -> PaidBefore:
    return PaidBefore(
        one.pk, one.sale.number, one.currency, one.amount, one.left, one.sale.company.tax_id, named
    )


def look_around(moneys: Sequence[Money], *, guess: bool) -> Around:
    """Return what these lines may be for; `guess`: also by the payer's name and by amount alone. At most three queries for money in, two for money out."""
    came, went = [one for one in moneys if one.amount > 0], [one for one in moneys if one.amount < 0]
    around = Around()
    _named_and_owing(around, came, guess=guess)
    if guess and came:
        amounts = sorted({(one.amount, one.currency) for one in came})
        _owing_alike(around, amounts)
    if went:
        _given_back(around, went)
    return around


def _named_and_owing(around: Around, came: Sequence[Money], *, guess: bool) -> None:
    numbers = sorted({number for one in came for number in sale_numbers(one.purpose)})
    payers = sorted({one.tax_id for one in came if one.tax_id})
    names = sorted({one.payer for one in came if guess and len(one.payer) >= NAME_LEAST})
    if numbers:
        for sale in _sales().filter(number__in=numbers):
            around.by_number[sale.number] = _kept(around, sale)
    if payers or names:
        asked = [payers, names, NAMESAKES_MOST, OWING_MOST]
        for sale in _sales().filter(pk__in=RawSQL(OWING_OF_PAYERS, asked)):  # noqa: S611 - fixed text
            company, pk = sale.company, _kept(around, sale)
            if company.tax_id in payers:
                around.by_payer[company.tax_id].append(pk)
            if company.name_key in names:
                around.by_name[company.name_key].append(pk)


def _owing_alike(around: Around, amounts: Sequence[tuple[Decimal, str]]) -> None:
    asked = [[amount for amount, _ in amounts], [currency for _, currency in amounts], ALIKE_MOST + 1]
    for sale in _sales().filter(pk__in=RawSQL(OWING_AMOUNTS, asked)):  # noqa: S611 - fixed text
        around.by_amount[sale.owed, sale.currency].append(_kept(around, sale))


def _given_back(around: Around, went: Sequence[Money]) -> None:
    numbers = sorted({number for one in went for number in sale_numbers(one.purpose)})
    words = sorted(
        {word for one in went for word in _NAMED.findall(one.purpose) if any(map(str.isdigit, word))}
    )
    payers = sorted({one.tax_id for one in went if one.tax_id})
    found = with_refunded(
        Payment.objects.filter(pk__in=RawSQL(GIVEN_BACK, [numbers, words, PAID_MOST, payers]))  # noqa: S611 - fixed text
    )
    around.payments = {one.pk: one for one in found if one.left > 0}
    bought = (
        Sale.objects.filter(company__tax_id__in=payers).order_by().values_list("company__tax_id", flat=True)
    )
    around.buyers = set(bought.distinct())


def _sales() -> QuerySet[Sale]:
    return Sale.objects.select_related("company").order_by("-sold_at", "-id")


def _kept(around: Around, sale: Sale) -> int:
    around.sales.setdefault(sale.pk, sale)
    return sale.pk


def companies_around(moneys: Iterable[Money]) -> list[int]:
    """Return the companies whose sales and payments these lines may touch, in the order in which they are locked."""
    around = look_around(list(moneys), guess=False)
    found = {sale.company_id for sale in around.sales.values()}
    return sorted(found | {one.sale.company_id for one in around.payments.values()})
