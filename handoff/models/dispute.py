from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from handoff.access import DisputeAccess
from handoff.models.accrual import Accrual
from salesorg.people.models import User


class Dispute(models.Model):
    """A line of the ledger that its beneficiary contests, and finance's answer; granted, a correction follows."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")

    accrual = models.ForeignKey(Accrual, on_delete=models.PROTECT, related_name="disputes")
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="disputes")
    opened_at = models.DateTimeField()
    text = models.CharField(max_length=1000)
    state = models.CharField(max_length=7, choices=State, default=State.OPEN)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=1000, blank=True)
    correction = models.OneToOneField(
        Accrual, on_delete=models.PROTECT, related_name="settles", null=True, blank=True
    )

    objects = DisputeAccess.as_manager()

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["accrual"], condition=Q(state="open"), name="dispute_one_open_per_line"
            ),
            models.CheckConstraint(
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True, answer="")
                | (
                    ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")
                ),
                name="dispute_settled_has_an_answer",
            ),
            models.CheckConstraint(
                condition=Q(correction__isnull=True) | Q(state="granted"), name="dispute_corrects_if_granted"
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at"], name="dispute_open", condition=Q(state="open")),
            models.Index(fields=["opened_by", "-opened_at"], name="dispute_of_person"),
        ]

    def __str__(self) -> str:
        return f"dispute {self.pk}"
