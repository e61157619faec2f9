from django.db import models

from callcenter.access import CallAccess
from callcenter.models.call_list import CallList
from callcenter.models.claim import Claim
from callcenter.models.disposition import Disposition
from callcenter.models.lead import Lead
from callcenter.models.script import ScriptVersion
from hunters.models import Meeting
from salesorg.people.models import User


class Call(models.Model):
    """A logged call. `reached` repeats the disposition's, so that the funnel counts from one table."""

    # No index of its own where a better one begins with the same column, or where nobody looks: each costs at every call.
    lead = models.ForeignKey(Lead, on_delete=models.PROTECT, related_name="calls", db_index=False)
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="call")
    manager = models.ForeignKey(User, on_delete=models.PROTECT, related_name="calls", db_index=False)
    call_list = models.ForeignKey(CallList, on_delete=models.PROTECT, related_name="calls", db_index=False)
    script_version = models.ForeignKey(
        ScriptVersion, on_delete=models.PROTECT, null=True, related_name="calls"
    )
    disposition = models.ForeignKey(Disposition, on_delete=models.PROTECT, related_name="+", db_index=False)
    reached = models.BooleanField()
    at = models.DateTimeField()
    # From the claim to the disposition, in seconds.
    seconds = models.PositiveIntegerField(default=0)
    # Of these: talking and wrapping up, if the exchange or the call manager's key told it.
    talk_seconds = models.PositiveIntegerField(null=True, blank=True)
    wrap_up_seconds = models.PositiveIntegerField(null=True, blank=True)
    is_inbound = models.BooleanField(default=False, db_default=False)
    note = models.TextField(blank=True)
    reason = models.CharField(max_length=200, blank=True)
    answers = models.JSONField(default=list, blank=True)
    meeting = models.OneToOneField(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="call"
    )

    # The next lead, if it was claimed in the statement that logged this call (`log_call`).
    next_claim: Claim | None = None

    objects = CallAccess.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["lead", "-at"], name="call_of_lead"),
            models.Index(
                fields=["manager", "-at"], name="call_of_manager", include=["disposition", "reached"]
            ),
            models.Index(
                fields=["-at"],
                name="call_by_time",
                include=["manager", "reached", "call_list", "lead", "disposition", "script_version"],
            ),
            # What a version booked, among the few calls that booked anything.
            models.Index(
                fields=["script_version", "-at"],
                name="call_that_booked",
                condition=models.Q(meeting__isnull=False),
            ),
            # The feedback by which scripts get better: few calls of many.
            models.Index(
                fields=["-at", "-id"],
                name="call_without_answer",
                include=["script_version"],
                condition=models.Q(answers__contains=[{"answer": "none"}]),
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"
