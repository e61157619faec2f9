from decimal import Decimal

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from salesorg.clients.models import Company
from salesorg.lib.money import ZERO
from salesorg.people.models import User
from salesorg.sales.access import SaleAccess
from salesorg.sales.models.product import Product


class Sale(models.Model):
    """One sale to one company. The first of a company is made by a hunter and hands the client over."""

    class Kind(models.TextChoices):
        FIRST = "first", _("First sale")
        REPEAT = "repeat", _("Repeat sale")
        CROSS_SELL = "cross_sell", _("Cross-sell")

    number = models.CharField(max_length=20, unique=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="sales")
    seller = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sales")
    kind = models.CharField(max_length=10, choices=Kind)
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    currency = models.CharField(max_length=3)
    sold_at = models.DateTimeField()
    note = models.TextField(blank=True)
    # Payments less refunds, kept by a trigger of the payments, so that what is owed can be looked up by its amount.
    received = models.DecimalField(
        max_digits=14, decimal_places=2, default=ZERO, db_default=ZERO, editable=False
    )

    objects = SaleAccess.as_manager()

    class Meta:
        ordering = ["-sold_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company"], condition=Q(kind="first"), name="sale_one_first_per_company"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="sale_amount_is_positive"),
            models.CheckConstraint(
                condition=Q(kind__in=["first", "repeat", "cross_sell"]), name="sale_kind_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["-sold_at", "-id"], name="sale_newest"),
            models.Index(fields=["company", "-sold_at"], name="sale_of_company"),
            models.Index(fields=["seller", "-sold_at"], name="sale_of_seller"),
            models.Index(
                fields=["company", "-sold_at"], name="sale_owing_of_company", condition=Q(received__lt=F("amount"))
            ),
            models.Index(
                F("amount") - F("received"), "currency", name="sale_owing_by_amount",
                condition=Q(received__lt=F("amount")),
            ),
            models.Index(fields=["sold_at", "id"], name="sale_owing_oldest", condition=Q(received__lt=F("amount"))),
            GinIndex(OpClass("number", "gin_trgm_ops"), name="sale_number_part"),
        ]  # fmt: skip

    @property
    def owed(self) -> Decimal:
        """What is still to be paid for it; nothing when more came than was sold."""
        return max(ZERO, self.amount - self.received)

    def __str__(self) -> str:
        return self.number


class SaleLine(models.Model):
    """A product, how much of it, at which price. `amount` is quantity x price less discount, to 0.01."""

    sale = models.ForeignKey(Sale, on_delete=models.CASCADE, related_name="lines")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+")
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    price = models.DecimalField(max_digits=12, decimal_places=2)
    discount = models.DecimalField(max_digits=5, decimal_places=2, default=Decimal("0.00"))
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="sale_line_quantity_is_positive"),
            models.CheckConstraint(condition=Q(price__gte=0), name="sale_line_price_is_not_negative"),
            models.CheckConstraint(
                condition=Q(discount__gte=0) & Q(discount__lt=100), name="sale_line_discount_is_a_percentage"
            ),
            models.CheckConstraint(
                condition=Q(amount__lte=F("quantity") * F("price") + Decimal("0.01")),
                name="sale_line_not_above_price",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.product_id} x {self.quantity}"
