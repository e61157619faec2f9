from decimal import Decimal

from django.db import models
from django.db.models import Q


class Product(models.Model):
    """What we sell. `price` is the list price in the organisation's currency, net."""

    sku = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=150)
    price = models.DecimalField(max_digits=12, decimal_places=2, default=Decimal("0.00"))
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(price__gte=0), name="product_price_is_not_negative")
        ]

    def __str__(self) -> str:
        return self.name
