from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.models.claim import Claim
from salesorg.people.models import User


class PhoneCall(models.Model):
    """What the telephone exchange told of one call by its `call_id`: events come late, twice and in any order.

    Keyed by the number's hash: the number itself stands in the contact points only.
    """

    class Direction(models.TextChoices):
        INBOUND = "inbound", _("Incoming")
        OUTBOUND = "outbound", _("Outgoing")

    call_id = models.CharField(max_length=80, unique=True)
    direction = models.CharField(max_length=8, choices=Direction)
    phone_hash = models.CharField(max_length=40, blank=True)
    # The call manager, by extension or by the claim that the number belongs to; and the claim it was made for.
    person = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    claim = models.ForeignKey(
        Claim, on_delete=models.SET_NULL, null=True, blank=True, related_name="phone_calls"
    )
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    # Of the talk, in seconds, as the exchange counted it.
    duration = models.PositiveIntegerField(null=True, blank=True)
    recording_url = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ["-started_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True)
                | Q(answered_at__isnull=True)
                | Q(ended_at__gte=F("answered_at")),
                name="phone_call_ends_after_its_answer",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-started_at"], name="phone_call_of_person"),
        ]

    def __str__(self) -> str:
        return f"phone call {self.pk}"
