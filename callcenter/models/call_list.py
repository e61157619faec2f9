from datetime import time

from django.db import models
from django.db.models import F, Q

from callcenter.models.script import Script
from salesorg.people.models import Team, User


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
    # The first day (of the organisation) on which nobody is called from it any more; empty means never.
    expires_on = models.DateField(null=True, blank=True)
    # Calls to one company: on one local day of its own, and in all, reached or not. Empty means no limit.
    calls_a_day = models.PositiveSmallIntegerField(null=True, blank=True)
    calls_in_all = models.PositiveSmallIntegerField(null=True, blank=True)
    # Whether attempts are spread over the thirds of the calling window (product.md 6).
    spread_attempts = models.BooleanField(default=True)
    # Who calls it; nobody named means everybody. `is_assigned` says it without a join.
    is_assigned = models.BooleanField(default=False, editable=False)
    people = models.ManyToManyField(User, blank=True, related_name="assigned_lists")
    teams = models.ManyToManyField(Team, blank=True, related_name="assigned_lists")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-priority", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(calling_to__gt=F("calling_from")), name="call_list_window_is_open"
            ),
            models.CheckConstraint(condition=Q(max_attempts__gt=0), name="call_list_attempts_are_positive"),
            models.CheckConstraint(
                condition=(Q(calls_a_day__isnull=True) | Q(calls_a_day__gt=0))
                & (Q(calls_in_all__isnull=True) | Q(calls_in_all__gt=0)),
                name="call_list_limits_are_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name
