from django.db import models
from django.db.models import F, Q

from salesorg.people.models import User


class ExchangeRate(models.Model):
    """Units of `into` for one unit of `currency`, from a local day on until the next rate of the pair.

    A line keeps the rate it used: a rate that comes later changes nothing that is posted.
    """

    currency = models.CharField(max_length=3)
    into = models.CharField(max_length=3)
    from_day = models.DateField()
    rate = models.DecimalField(max_digits=16, decimal_places=8)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ["currency", "into", "-from_day"]
        constraints = [
            models.UniqueConstraint(
                fields=["currency", "into", "from_day"], name="exchange_rate_once_per_day"
            ),
            models.CheckConstraint(condition=Q(rate__gt=0), name="exchange_rate_is_positive"),
            models.CheckConstraint(condition=~Q(currency=F("into")), name="exchange_rate_is_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.currency}/{self.into} {self.from_day}"
