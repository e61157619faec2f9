"""Reads of revenue by day; the roof's boards come in here."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from salesorg.sales.models import Payment, Sale


def sold_by_day(*, start: datetime, end: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return what was sold in [start, end): per local `day`, `currency` and `kind` the `amount` and number of `sales`."""
    sold = Sale.objects.filter(sold_at__gte=start, sold_at__lt=end).order_by()
    days = sold.annotate(day=TruncDate("sold_at", tzinfo=zone)).values("day", "currency", "kind")
    return [{**row} for row in days.annotate(sum=Sum("amount"), sales=Count("*"))]


def received_by_day(*, start: datetime, end: datetime, zone: ZoneInfo) -> list[dict[str, Any]]:
    """Return the payments less refunds in [start, end): per local `day` of payment and `currency` the `sum`."""
    paid = Payment.objects.filter(paid_at__gte=start, paid_at__lt=end).order_by()
    days = paid.annotate(day=TruncDate("paid_at", tzinfo=zone)).values("day", "currency")
    return [{**row} for row in days.annotate(sum=Sum("amount"))]
