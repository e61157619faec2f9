"""Reads about products, sales and payments."""

import re
from decimal import Decimal

from django.db.models import (
    Case,
    DecimalField,
    F,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Payment, Product, Sale, SaleLine
from salesorg.sales.payment_matching import sale_numbers

NAMED_MOST = 50
# A part of a sale's number; fewer signs say nothing, and no index finds them.
_PART = re.compile(r"(?=.{3})[SsСс]?[\d-]*\d[\d-]*")
NOTHING = Value(Decimal("0.00"), output_field=DecimalField(max_digits=14, decimal_places=2))


def products_on_sale() -> QuerySet[Product]:
    """Return the products one can sell now, by name."""
    return Product.objects.filter(is_active=True)


def sales_visible_to(person: User) -> QuerySet[Sale]:
    """Return the sales this person may see, newest first."""
    return Sale.objects.visible_to(person).select_related("company", "seller")


def find_sales(person: User, text: str, limit: int = 10) -> list[Sale]:
    """Return the sales that somebody who types `text` may mean: by number or a part of it, tax id, or a part of the company's name.

    What is still owed for comes first. At most three short queries, each by an index.
    """
    text = text.strip()
    sales = sales_visible_to(person)
    if text.isdigit() and len(text) >= 10:
        return list(_owing_first(sales.filter(company__tax_id=text))[:limit])
    numbers = numbers_of(text)
    if found := list(sales.filter(number__in=numbers)[:limit]) if numbers else []:
        return found
    if _PART.fullmatch(text):
        return list(_owing_first(sales.filter(number__contains=text.upper().replace("С", "S")))[:limit])
    if numbers:
        return []
    if not text:
        return []
    # Companies first: by name they are few, and their sales are looked up by company.
    named = list(Company.objects.named_like(text).values_list("pk", flat=True)[:NAMED_MOST])
    return list(_owing_first(sales.filter(company__in=named))[:limit])


def owing_longest(person: User, limit: int = 10) -> list[Sale]:
    """Return the sales that still owe, the oldest first."""
    return list(sales_visible_to(person).filter(received__lt=F("amount")).order_by("sold_at", "pk")[:limit])


def owing_of(person: User, company: int, limit: int = 10) -> list[Sale]:
    """Return the sales to a company (id) that still owe, the newest first."""
    owing = sales_visible_to(person).filter(company=company, received__lt=F("amount"))
    return list(owing.order_by("-sold_at", "-pk")[:limit])


def _owing_first(sales: QuerySet[Sale]) -> QuerySet[Sale]:
    owes = Case(When(received__lt=F("amount"), then=Value(0)), default=Value(1), output_field=IntegerField())
    return sales.order_by(owes, "-sold_at", "-pk")


def numbers_of(text: str) -> list[str]:
    """Return the sale numbers that were typed: whole, in any spelling, or the digits at their end (of this year and four before)."""
    if found := sale_numbers(text):
        return found
    if not (digits := re.fullmatch(r"(?:[SsСс]-?)?(\d{1,9})", text)):
        return [text.upper()] if re.fullmatch(r"[A-Za-z]+-[\w-]*\d+", text) else []
    year = timezone.now().year
    return [f"S-{year - back}-{int(digits[1]):06d}" for back in range(5)]


def payments_visible_to(person: User) -> QuerySet[Payment]:
    """Return payments and refunds this person may see, newest first, each with `refunded` (zero or negative)."""
    return with_refunded(Payment.objects.visible_to(person))


def with_refunded(payments: QuerySet[Payment]) -> QuerySet[Payment]:
    """Add `refunded` to each payment, with its sale and company: what went back so far, zero or negative."""
    refunds = (
        Payment.objects.filter(refund_of=OuterRef("pk"))
        .order_by()
        .values("refund_of")
        .annotate(total=Sum("amount"))
    )
    found: QuerySet[Payment] = payments.select_related(
        "sale", "sale__company", "sale__seller", "refund_of", "moved_to__sale", "moved_from__sale"
    ).annotate(refunded=Coalesce(Subquery(refunds.values("total")), NOTHING))
    return found


def lines_sold_to(company: Company) -> QuerySet[SaleLine]:
    """Return what the company bought, first sale first, each line with its sale, seller and `received` of the sale. One query."""
    received = (
        Payment.objects.filter(sale=OuterRef("sale")).order_by().values("sale").annotate(total=Sum("amount"))
    )
    lines = SaleLine.objects.filter(sale__company=company).select_related("product", "sale__seller")
    found: QuerySet[SaleLine] = lines.annotate(received=Coalesce(Subquery(received.values("total")), NOTHING))
    return found.order_by("sale__sold_at", "sale_id", "pk")
