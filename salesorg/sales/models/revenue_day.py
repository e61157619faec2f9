from django.db import models

from salesorg.lib.rollups import Rollup


class RevenueDay(Rollup):
    """What was sold, by kind of sale, and received (payments less refunds) on a local day. Kept by triggers."""

    sums = ("amount", "number")

    day = models.DateField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=10)
    amount = models.DecimalField(max_digits=18, decimal_places=2)
    number = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="revenue_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind}"
