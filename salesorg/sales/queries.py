"""Reads about products, sales and payments."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncMonth

from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Payment, Product, Sale


def products_on_sale() -> QuerySet[Product]:
    """Return the products one can sell now, by name."""
    return Product.objects.filter(is_active=True)


def sales_visible_to(person: User) -> QuerySet[Sale]:
    """Return the sales this person may see, newest first."""
    return Sale.objects.visible_to(person).select_related("company", "seller")


def payments_visible_to(person: User) -> QuerySet[Payment]:
    """Return payments and refunds this person may see, newest first, each with `refunded` (zero or negative)."""
    return (
        Payment.objects.visible_to(person)
        .select_related("sale", "sale__company", "sale__seller")
        .annotate(
            refunded=Coalesce(Sum("refunds__amount"), 0, output_field=Payment._meta.get_field("amount"))
        )
    )


def sales_of(company: Company) -> QuerySet[Sale]:
    """Return the company's sales, newest first, with lines and payments."""
    return company.sales.select_related("seller").prefetch_related("lines__product", "payments")


def revenue(*, start: datetime, end: datetime) -> list[dict[str, Any]]:
    """Return what was sold in [start, end): per `currency` and `kind` the `amount` and the number of `sales`."""
    sold = Sale.objects.filter(sold_at__gte=start, sold_at__lt=end).order_by()
    return list(sold.values("currency", "kind").annotate(amount=Sum("amount"), sales=Count("*")))


def revenue_by_month(
    *, start: datetime, end: datetime, currency: str, zone: ZoneInfo
) -> dict[date, dict[str, Decimal]]:
    """Return the amounts sold in [start, end) in one currency: first day of the month -> kind -> amount."""
    sold = Sale.objects.filter(sold_at__gte=start, sold_at__lt=end, currency=currency).order_by()
    rows = (
        sold.annotate(month=TruncMonth("sold_at", tzinfo=zone))
        .values_list("month", "kind")
        .annotate(Sum("amount"))
    )
    months: dict[date, dict[str, Decimal]] = {}
    for month, kind, amount in rows:
        months.setdefault(month.date(), {})[kind] = amount
    return months


def received(*, start: datetime, end: datetime) -> dict[str, Decimal]:
    """Return the payments less refunds in [start, end), per currency, by the day they were paid."""
    paid = Payment.objects.filter(paid_at__gte=start, paid_at__lt=end).order_by()
    return dict(paid.values_list("currency").annotate(Sum("amount")))


def received_by_month(
    *, start: datetime, end: datetime, currency: str, zone: ZoneInfo
) -> dict[date, Decimal]:
    """Return the payments less refunds in [start, end) in one currency, by month."""
    paid = Payment.objects.filter(paid_at__gte=start, paid_at__lt=end, currency=currency).order_by()
    rows = (
        paid.annotate(month=TruncMonth("paid_at", tzinfo=zone)).values_list("month").annotate(Sum("amount"))
    )
    return {month.date(): amount for month, amount in rows}
