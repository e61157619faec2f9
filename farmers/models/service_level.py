from django.db import models
from django.db.models import F, Q

from farmers.neglect import Limits


class ServiceLevel(models.Model):
    """How often a client is to be contacted, and when it counts as neglected and lost (product.md 6).

    All periods in local days of the organisation; `weight` is what one account adds to its farmer's load.
    """

    code = models.CharField(max_length=3, unique=True)
    touch_days = models.PositiveSmallIntegerField()
    neglect_days = models.PositiveSmallIntegerField()
    lost_days = models.PositiveSmallIntegerField()
    # Within how many working hours a request is to be answered, the first time and each next time.
    answer_hours = models.PositiveSmallIntegerField(default=8, db_default=8)
    weight = models.DecimalField(max_digits=4, decimal_places=1)
    # The level a newly handed-over client gets.
    is_default = models.BooleanField(default=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(touch_days__gt=0)
                & Q(neglect_days__gt=F("touch_days"))
                & Q(lost_days__gt=F("neglect_days")),
                name="service_level_limits_grow",
            ),
            models.CheckConstraint(
                condition=Q(weight__gt=0) & Q(answer_hours__gt=0), name="service_level_numbers_are_positive"
            ),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="service_level_one_default"
            ),
        ]

    @property
    def limits(self) -> Limits:
        """The periods as the pure rule takes them."""
        return Limits(self.touch_days, self.neglect_days, self.lost_days)

    def __str__(self) -> str:
        return self.code
