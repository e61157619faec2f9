from django.db import models
from django.utils.translation import gettext_lazy as _

from farmers.models.account import Account
from salesorg.people.models import User


class Touch(models.Model):
    """A contact with a client. Only `is_real` ones (they reached the client) keep neglect away."""

    class Kind(models.TextChoices):
        CALL = "call", _("Call")
        MEETING = "meeting", _("Meeting")
        VISIT = "visit", _("Visit")
        MESSAGE = "message", _("Message answered")

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="touches")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    is_real = models.BooleanField(default=True)
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "touches"
        indexes = [
            models.Index(fields=["account", "-at"], name="touch_of_account"),
            models.Index(fields=["person", "-at"], name="touch_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
