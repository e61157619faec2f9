from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from hunters.access import MeetingAccess
from salesorg.clients.merged import not_of_a_merged_company
from salesorg.clients.models import Company, ContactPerson
from salesorg.people.models import User


class Meeting(models.Model):
    """A hunter's appointment with a prospect. Its outcome is compulsory once it is past."""

    class State(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        HELD = "held", _("Held")
        NO_SHOW = "no_show", _("No-show")
        CANCELLED = "cancelled", _("Cancelled")
        # Sent back to the call centre before the hunter ever saw it: counts for nobody.
        WITHDRAWN = "withdrawn", _("Withdrawn")

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="meetings")
    contact_person = models.ForeignKey(ContactPerson, on_delete=models.SET_NULL, null=True, blank=True)
    hunter = models.ForeignKey(User, on_delete=models.PROTECT, related_name="meetings")
    booked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="meetings_booked")
    booked_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=250, blank=True)
    video_link = models.URLField(max_length=500, blank=True, default="", db_default="")
    # Booked, but not the hunter's yet: the call centre's administrator has not said yes (the time is taken all the same).
    on_hold = models.BooleanField(default=False, db_default=False)
    # Who, why, what the script learnt: written by the call, read before the meeting.
    brief = models.TextField(blank=True)
    state = models.CharField(max_length=11, choices=State, default=State.SCHEDULED)
    on_target = models.BooleanField(null=True, blank=True)
    outcome_note = models.TextField(blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    objects = MeetingAccess.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            ExclusionConstraint(
                name="meeting_hunter_not_double_booked",
                expressions=[
                    ("hunter", RangeOperators.EQUAL),
                    (
                        Func(
                            F("starts_at"),
                            F("ends_at"),
                            function="TSTZRANGE",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(state__in=["scheduled", "held"]),
            ),
            models.UniqueConstraint(
                fields=["company"], condition=Q(state="scheduled"), name="meeting_one_scheduled_per_company"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(state="scheduled", outcome_at__isnull=True)
                | (~Q(state="scheduled") & Q(outcome_at__isnull=False)),
                name="meeting_outcome_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(on_hold=False) | Q(state="scheduled"), name="meeting_on_hold_is_scheduled"
            ),
            models.CheckConstraint(
                condition=Q(on_target__isnull=True) | Q(state="held"), name="meeting_graded_only_if_held"
            ),
        ]
        triggers = [not_of_a_merged_company("meeting")]
        indexes = [
            models.Index(fields=["hunter", "starts_at", "id"], name="meeting_of_hunter"),
            models.Index(fields=["starts_at", "id"], name="meeting_by_start"),
            # What is to come and what is owed: a few rows beside years of meetings.
            models.Index(
                fields=["starts_at", "id"], name="meeting_scheduled", condition=Q(state="scheduled")
            ),
            models.Index(fields=["starts_at", "id"], name="meeting_on_hold", condition=Q(on_hold=True)),
            models.Index(fields=["hunter", "-booked_at"], name="meeting_last_given"),
            models.Index(fields=["booked_by", "-booked_at"], name="meeting_booked_by"),
            models.Index(fields=["booked_at"], name="meeting_booked_at"),
            models.Index(fields=["company", "-starts_at"], name="meeting_of_company"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class MeetingMove(models.Model):
    """One rescheduling of a meeting: the meeting keeps its row (and its call), the old time is kept here."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="moves")
    starts_at_was = models.DateTimeField()
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["moved_at"]

    def __str__(self) -> str:
        return f"{self.meeting_id} from {self.starts_at_was:%Y-%m-%d %H:%M}"
