"""Reads about products, sales and payments."""

from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Payment, Product, Sale, SaleLine

NOTHING = Value(Decimal("0.00"), output_field=DecimalField(max_digits=14, decimal_places=2))


def products_on_sale() -> QuerySet[Product]:
    """Return the products one can sell now, by name."""
    return Product.objects.filter(is_active=True)


def sales_visible_to(person: User) -> QuerySet[Sale]:
    """Return the sales this person may see, newest first."""
    return Sale.objects.visible_to(person).select_related("company", "seller")


def with_received(sales: QuerySet[Sale]) -> QuerySet[Sale]:
    """Add `received` to each sale: its payments less their refunds."""
    payments = (
        Payment.objects.filter(sale=OuterRef("pk")).order_by().values("sale").annotate(total=Sum("amount"))
    )
    return sales.annotate(received=Coalesce(Subquery(payments.values("total")), NOTHING))


def find_sales(person: User, text: str, limit: int = 10) -> list[Sale]:
    """Return the sales that somebody who types `text` may mean: by number, or by a part of the company's name."""
    text = text.strip()
    if not text:
        return []
    named = Company.objects.named_like(text).values("pk")
    found = with_received(sales_visible_to(person)).filter(Q(number__iendswith=text) | Q(company__in=named))
    return list(found[:limit])


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
        "sale", "sale__company", "sale__seller", "refund_of"
    ).annotate(refunded=Coalesce(Subquery(refunds.values("total")), NOTHING))
    return found


def sales_of(company: Company) -> QuerySet[Sale]:
    """Return the company's sales, newest first, with lines and payments."""
    return company.sales.select_related("seller").prefetch_related("lines__product", "payments")


def lines_sold_to(company: Company) -> QuerySet[SaleLine]:
    """Return what the company bought, first sale first, each line with its sale, seller and `received` of the sale. One query."""
    received = (
        Payment.objects.filter(sale=OuterRef("sale")).order_by().values("sale").annotate(total=Sum("amount"))
    )
    lines = SaleLine.objects.filter(sale__company=company).select_related("product", "sale__seller")
    found: QuerySet[SaleLine] = lines.annotate(received=Coalesce(Subquery(received.values("total")), NOTHING))
    return found.order_by("sale__sold_at", "sale_id", "pk")
