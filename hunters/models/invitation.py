from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hunters.models.meeting import Meeting
from salesorg.clients.models import ContactPoint


class Invitation(models.Model):
    """One mail to be sent to the client about a meeting: an invitation, its newer time, or its cancellation.

    A row of a to-do list: written in the transaction that books, moves or cancels, sent by a job that selects what is
    due. The address is the contact point's and is nowhere else. `failed` is also what a mail is while it leaves.
    """

    class Kind(models.TextChoices):
        INVITE = "invite", _("Invitation")
        MOVE = "move", _("New time")
        CANCEL = "cancel", _("Cancellation")

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")
        DROPPED = "dropped", _("Not sent")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="invitations")
    contact_point = models.ForeignKey(ContactPoint, on_delete=models.SET_NULL, null=True, related_name="+")
    kind = models.CharField(max_length=6, choices=Kind)
    # The calendar's SEQUENCE: the number of times the meeting had been moved.
    sequence = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=5)
    state = models.CharField(max_length=7, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    # When to try (again).
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "contact_point", "kind", "sequence"], name="invitation_once_per_time"
            ),
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="invitation_sent_has_a_time",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="invitation_due", condition=Q(state="queued"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id}"

    def is_under_way(self, at: datetime) -> bool:
        """Whether it will still be sent by itself, or is being sent right now (actions/send_invitation.py)."""
        sending = self.state == self.State.FAILED and self.due_at > at
        return sending or self.state == self.State.QUEUED
