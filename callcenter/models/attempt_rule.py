from django.db import models
from django.db.models import Q

from callcenter.models.call_list import CallList
from callcenter.models.disposition import Disposition


class AttemptRule(models.Model):
    """What one list does otherwise than the disposition says: when to try again, and how often this result may come."""

    call_list = models.ForeignKey(
        CallList, on_delete=models.CASCADE, related_name="attempt_rules", db_index=False
    )
    disposition = models.ForeignKey(Disposition, on_delete=models.CASCADE, related_name="+", db_index=False)
    # Empty: as the disposition says. Only for dispositions that are tried again.
    retry_minutes = models.PositiveIntegerField(null=True, blank=True)
    # After so many calls with this result the lead is closed; empty means that only the list's maximum counts.
    most = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["disposition__position"]
        constraints = [
            models.UniqueConstraint(fields=["call_list", "disposition"], name="attempt_rule_one_per_list"),
            models.CheckConstraint(
                condition=Q(most__isnull=True) | Q(most__gt=0), name="attempt_rule_most_is_positive"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_list_id}: {self.disposition_id}"
