"""Reads of revenue by day; the roof's boards come in here."""

from datetime import date
from typing import Any

from django.db.models import Sum

from salesorg.sales.models import RevenueDay


def revenue_by_day(first: date, last: date) -> list[dict[str, Any]]:
    """Return what was sold and received on the local days from `first` to `last`, per `day`, `currency` and `kind`.

    `sum` and `n` (how many); the kind is that of the sale, or «received» for payments less refunds. One query.
    """
    days = (
        RevenueDay.objects.filter(day__gte=first, day__lte=last).order_by().values("day", "currency", "kind")
    )
    return [{**row} for row in days.annotate(sum=Sum("amount"), n=Sum("number"))]
