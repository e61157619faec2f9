from django.db import models
from django.db.models import Q


class Disposition(models.Model):
    """How a call can end, and what that does to the lead: data with meaning, not code.

    Exactly one of: retry after minutes, closes the lead, asks for a callback, books a meeting.
    """

    code = models.CharField(max_length=20, unique=True)
    position = models.PositiveSmallIntegerField()
    # KeyboardEvent.code (never .key: the Russian layout has other letters on the same keys).
    key = models.CharField(max_length=12, blank=True)
    reached = models.BooleanField()
    retry_minutes = models.PositiveIntegerField(null=True, blank=True)
    closes = models.BooleanField(default=False)
    asks_callback = models.BooleanField(default=False)
    books = models.BooleanField(default=False)
    needs_reason = models.BooleanField(default=False)
    forbids_calls = models.BooleanField(default=False)
    marks_number_wrong = models.BooleanField(default=False)
    colour = models.CharField(max_length=12, default="secondary")
    icon = models.CharField(max_length=30, default="phone")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(retry_minutes__isnull=False, closes=False, asks_callback=False, books=False)
                | Q(retry_minutes__isnull=True, closes=True, asks_callback=False, books=False)
                | Q(retry_minutes__isnull=True, closes=False, asks_callback=True, books=False)
                | Q(retry_minutes__isnull=True, closes=False, asks_callback=False, books=True),
                name="disposition_does_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.code
