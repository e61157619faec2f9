from django.db import models
from django.db.models import Q

from callcenter.models.call_list import CallList
from salesorg.people.models import User


class Recycling(models.Model):
    """Closed leads of one list on their way back into its queue: which, by whose word, how many came back so far.

    Leads move in batches; what is open here is gone on with by whichever worker comes first.
    """

    call_list = models.ForeignKey(
        CallList, on_delete=models.CASCADE, related_name="recyclings", db_index=False
    )
    # Of these closed reasons, last called before this moment (or never).
    reasons = models.JSONField()
    before = models.DateTimeField()
    returned = models.PositiveIntegerField(default=0)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["call_list"],
                condition=Q(finished_at__isnull=True),
                name="recycling_one_open_per_list",
            )
        ]
        indexes = [models.Index(fields=["call_list", "-asked_at"], name="recycling_of_list")]

    def __str__(self) -> str:
        return f"{self.call_list_id}: {self.returned}"
