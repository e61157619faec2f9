from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from callcenter.models.hands import never_both
from callcenter.models.lead import Lead
from callcenter.models.script import ScriptVersion
from salesorg.people.models import User

if TYPE_CHECKING:
    from callcenter.claim_card import ClaimCard


class Claim(models.Model):
    """The lease by which one call manager holds one lead, until a disposition, a release or its expiry ends it."""

    class Ending(models.TextChoices):
        DISPOSED = "disposed", _("Call logged")
        RELEASED = "released", _("Released")
        EXPIRED = "expired", _("Expired")

    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="claims")
    # Nobody looks for ended claims by person: the open one is found by its own constraint.
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="claims", db_index=False)
    # The version that was on the screen: another one may be published before the call ends.
    script_version = models.ForeignKey(
        ScriptVersion, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ending = models.CharField(max_length=8, choices=Ending, blank=True)
    # The lead called us, or was looked up by its number: nothing of the queue's order chose it.
    is_inbound = models.BooleanField(default=False, db_default=False)
    # Told by the telephone exchange, or by the call manager's key: since when they talk, and since when it is wrap-up.
    answered_at = models.DateTimeField(null=True, blank=True)
    hung_up_at = models.DateTimeField(null=True, blank=True)

    # What the call screen shows, if it was read together with the claim (`take_next_lead`).
    card: "ClaimCard | None" = None

    class Meta:
        ordering = ["-started_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=Q(ended_at__isnull=True), name="claim_one_open_per_lead"
            ),
            models.UniqueConstraint(
                fields=["manager"], condition=Q(ended_at__isnull=True), name="claim_one_open_per_manager"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("started_at")), name="claim_expires_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="claim_ends_in_one_way",
            ),
        ]
        indexes = [
            models.Index(fields=["expires_at"], name="claim_expiring", condition=Q(ended_at__isnull=True)),
        ]
        triggers = [never_both("claim_not_on_a_break", "manager_id", "callcenter_break", "person_id")]

    def __str__(self) -> str:
        return f"claim {self.pk}"
