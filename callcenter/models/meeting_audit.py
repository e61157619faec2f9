from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.models.call import Call
from salesorg.people.models import User


class MeetingAudit(models.Model):
    """The administrator's look at a booked meeting before the hunter gets it: passed on, or sent back to its call manager.

    Nobody looked in time: it is passed on by itself, because the client will be there.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("To be audited")
        APPROVED = "approved", _("Passed on")
        SENT_BACK = "sent_back", _("Sent back")
        IN_TIME = "in_time", _("Passed on by itself")

    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="audit")
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="meeting_audit_decision_has_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back", reason=""), name="meeting_audit_sent_back_for_a_reason"
            ),
        ]
        indexes = [models.Index(fields=["id"], name="meeting_audit_waiting", condition=Q(state="waiting"))]

    def __str__(self) -> str:
        return f"audit of call {self.call_id}"
