from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from farmers.models.account import Account
from salesorg.people.models import User


class Promise(models.Model):
    """What we promised a client, by which day; it ends kept or broken."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Kept")
        BROKEN = "broken", _("Broken")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="promises")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    due_on = models.DateField()
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False)),
                name="promise_settled_has_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["account", "due_on"], name="promise_open", condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return self.text
