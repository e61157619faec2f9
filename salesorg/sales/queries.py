"""Reads about products, sales and payments."""

from django.db.models import QuerySet, Sum
from django.db.models.functions import Coalesce

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
