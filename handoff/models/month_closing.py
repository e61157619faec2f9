from django.db import models
from django.db.models import Q

from salesorg.people.models import User


class MonthClosing(models.Model):
    """All statements of one month on their way to be closed: by whose word, how many people, how many are done.

    Each person's statement is a transaction of its own that counts itself here; what is open here is gone on with by
    whichever worker comes first.
    """

    month = models.DateField()
    people = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(finished_at__isnull=True),
                name="month_closing_one_open_per_month",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="month_closing_month_is_its_first_day"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}: {self.done} / {self.people}"

    @property
    def whole(self) -> int:
        """How many people there are at least: some may have earned something since it began."""
        return max(self.people, self.done)
