from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from callcenter.access import LeadAccess
from callcenter.models.call_list import CallList
from callcenter.models.import_job import ImportJob
from callcenter.models.lane import Lane
from hunters.models import Meeting
from salesorg.clients.models import Company
from salesorg.people.models import User


class Lead(models.Model):
    """A company in a call list, in exactly one state.

    waiting: in the queue from `due_at`; callback: promised for `due_at` by `callback_owner`; claimed: in somebody's
    hand; booked: with a hunter until the meeting fails; closed: not called again. Whatever returns to waiting is due
    now or later, never earlier: the queue's scan starts where it last was (actions/take_next_lead.py).
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        CALLBACK = "callback", _("Callback")
        CLAIMED = "claimed", _("In a call")
        BOOKED = "booked", _("Meeting booked")
        CLOSED = "closed", _("Closed")

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="lead")
    # No index of its own where a better one begins with the same column: each costs at every claim.
    call_list = models.ForeignKey(CallList, on_delete=models.PROTECT, related_name="leads", db_index=False)
    lane = models.ForeignKey(Lane, on_delete=models.PROTECT, related_name="leads", db_index=False)
    import_job = models.ForeignKey(
        ImportJob, on_delete=models.PROTECT, null=True, blank=True, related_name="leads"
    )
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due_at = models.DateTimeField()
    # Comes before everything but one's own callbacks: a promise that nobody kept, a meeting that failed.
    urgent = models.BooleanField(default=False)
    # Calls that did not reach anybody; a reached company is not counted out.
    attempts = models.PositiveSmallIntegerField(default=0)
    # Calls of every kind: in all, and on the company's local day of `last_call_at`.
    calls_made = models.PositiveSmallIntegerField(default=0, db_default=0)
    calls_that_day = models.PositiveSmallIntegerField(default=0, db_default=0)
    last_call_at = models.DateTimeField(null=True, blank=True)
    # The thirds (0, 1, 2) of the calling window of the last two unreached attempts, newest first.
    tried_parts = models.JSONField(default=list, blank=True)
    callback_owner = models.ForeignKey(
        User, on_delete=models.SET_NULL, null=True, blank=True, related_name="callbacks", db_index=False
    )
    closed_reason = models.CharField(max_length=40, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    objects = LeadAccess.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "callback", "claimed", "booked", "closed"]),
                name="lead_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="callback", callback_owner__isnull=False) | ~Q(state="callback"),
                name="lead_callback_has_an_owner",
            ),
            models.CheckConstraint(
                condition=(Q(state="closed") & ~Q(closed_reason=""))
                | (~Q(state="closed") & Q(closed_reason="")),
                name="lead_closed_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="booked", meeting__isnull=False) | ~Q(state="booked"),
                name="lead_booked_has_a_meeting",
            ),
        ]
        indexes = [
            # The queue: one descent per open lane. Partial, so that it holds only what can be handed out. The id stands
            # in it because a whole import is due at one moment, and the scan must be able to start in its middle.
            models.Index(fields=["lane", "due_at", "id"], name="lead_queue", condition=Q(state="waiting")),
            models.Index(
                fields=["lane", "due_at"], name="lead_urgent", condition=Q(state="waiting", urgent=True)
            ),
            models.Index(
                fields=["callback_owner", "due_at"], name="lead_callbacks", condition=Q(state="callback")
            ),
            models.Index(fields=["due_at"], name="lead_callbacks_due", condition=Q(state="callback")),
            models.Index(fields=["call_list", "state", "due_at", "id"], name="lead_of_list"),
            models.Index(fields=["meeting"], name="lead_booked", condition=Q(state="booked")),
            # What is closed and why, for the list's page and for recycling.
            models.Index(
                fields=["call_list", "closed_reason", "last_call_at"],
                name="lead_closed",
                condition=Q(state="closed"),
            ),
        ]

    def __str__(self) -> str:
        return f"lead {self.pk}"
