from django.db import models

from salesorg.clients.models import Company
from salesorg.lib.triggers import append_only
from salesorg.people.models import User


class HeldMeeting(models.Model):
    """A meeting that was held, as far as pay is concerned: written by the hunters' outcome, paid by the ledger.

    `reference` is the meeting's id in active sales, which this stage does not know.
    """

    reference = models.BigIntegerField(unique=True)
    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    held_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        triggers = append_only("held_meeting")

    def __str__(self) -> str:
        return f"meeting {self.reference}"
