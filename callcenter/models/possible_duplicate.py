from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.models.import_job import ImportJob
from salesorg.clients.models import Company
from salesorg.people.models import User


class PossibleDuplicate(models.Model):
    """Two companies that may be one: same site, or nearly the same name in the same city. People decide (product.md 4.1)."""

    class Reason(models.TextChoices):
        DOMAIN = "domain", _("Same site")
        NAME = "name", _("Nearly the same name in the same city")

    class State(models.TextChoices):
        OPEN = "open", _("To decide")
        KEPT = "kept", _("Kept apart")
        MERGED = "merged", _("Merged")

    # The older one first.
    first = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+", db_index=False)
    second = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="+")
    import_job = models.ForeignKey(
        ImportJob, on_delete=models.SET_NULL, null=True, blank=True, related_name="possible_duplicates"
    )
    reason = models.CharField(max_length=6, choices=Reason)
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # What a merge moved, by ids: its undoing puts exactly that back.
    moved = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-found_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="possible_duplicate_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="possible_duplicate_older_first"),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True)
                | (~Q(state="open") & Q(decided_at__isnull=False)),
                name="possible_duplicate_decision_has_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-found_at", "-id"], name="possible_duplicate_open", condition=Q(state="open")
            ),
            models.Index(fields=["state", "-found_at", "-id"], name="possible_duplicate_state"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} ~ {self.second_id}"
