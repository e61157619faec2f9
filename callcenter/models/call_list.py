from datetime import time

from django.db import models
from django.db.models import F, Q

from callcenter.models.script import Script
from salesorg.people.models import User


def weekdays() -> list[int]:
    """Monday to Friday in ISO numbers."""
    return [1, 2, 3, 4, 5]


class CallList(models.Model):
    """Leads imported together: how urgent they are, what is said to them, when they may be called.

    The calling window is in each company's own local time. A higher `priority` is called first.
    """

    name = models.CharField(max_length=150, unique=True)
    script = models.ForeignKey(
        Script, on_delete=models.PROTECT, null=True, blank=True, related_name="call_lists"
    )
    priority = models.SmallIntegerField(default=0)
    region = models.CharField(max_length=2, default="US")
    calling_from = models.TimeField(default=time(9))
    calling_to = models.TimeField(default=time(18))
    calling_days = models.JSONField(default=weekdays)
    max_attempts = models.PositiveSmallIntegerField(default=6)
    # How far ahead a callback may be promised, in days.
    callback_days = models.PositiveSmallIntegerField(default=60)
    paused = models.BooleanField(default=False)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-priority", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(calling_to__gt=F("calling_from")), name="call_list_window_is_open"
            ),
            models.CheckConstraint(condition=Q(max_attempts__gt=0), name="call_list_attempts_are_positive"),
        ]

    def __str__(self) -> str:
        return self.name
