from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.models.handoff import Handoff
from salesorg.clients.models import ContactPoint
from salesorg.people.models import User


class LetterTemplate(models.Model):
    """The introduction letter in one language. Its variables are named on the page that edits it."""

    language = models.CharField(max_length=5, unique=True)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    updated_at = models.DateTimeField(null=True, blank=True)
    updated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ["language"]

    def __str__(self) -> str:
        return self.language


class Letter(models.Model):
    """One introduction of the farmer to the client in writing, as it was sent: a row of a to-do list, as an invitation is.

    The address is the contact point's and is nowhere else. `failed` is also what a mail is while it leaves.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    handoff = models.ForeignKey(Handoff, on_delete=models.PROTECT, related_name="letters")
    farmer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.SET_NULL, null=True, related_name="+")
    language = models.CharField(max_length=5)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=6, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    # When to try (again).
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["handoff", "farmer", "contact_point"], name="letter_once_per_farmer_and_contact"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="letter_sent_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="letter_due", condition=Q(state="queued"))]

    def __str__(self) -> str:
        return f"letter {self.handoff_id}"

    def is_under_way(self, at: datetime) -> bool:
        """Whether it will still be sent by itself, or is being sent right now (actions/send_letter.py)."""
        sending = self.state == self.State.FAILED and self.due_at > at
        return sending or self.state == self.State.QUEUED
