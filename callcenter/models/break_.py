from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from callcenter.models.hands import never_both
from salesorg.people.models import User


class Break(models.Model):
    """A time in which a call manager is at work and not calling, and why."""

    class Reason(models.TextChoices):
        REST = "rest", _("Short rest")
        LUNCH = "lunch", _("Lunch")
        MEETING = "meeting", _("Team meeting")
        TRAINING = "training", _("Training")
        TECHNICAL = "technical", _("Technical trouble")
        OTHER = "other", pgettext_lazy("break", "Other")

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="breaks", db_index=False)
    reason = models.CharField(max_length=10, choices=Reason)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(ended_at__isnull=True), name="break_one_open_per_person"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="break_ends_after_it_starts",
            ),
        ]
        indexes = [models.Index(fields=["person", "-started_at"], name="break_of_person")]
        triggers = [never_both("break_not_with_a_lead", "person_id", "callcenter_claim", "manager_id")]

    @property
    def seconds(self) -> int | None:
        """How long it was, None while it goes on."""
        return int((self.ended_at - self.started_at).total_seconds()) if self.ended_at else None

    def __str__(self) -> str:
        return f"{self.person_id}: {self.reason}"
