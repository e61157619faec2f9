from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils.translation import gettext_lazy as _

from farmers.access import AccountAccess
from farmers.models.service_level import ServiceLevel
from salesorg.clients.models import Company
from salesorg.people.models import User

OPEN = Q(closed_at__isnull=True)


class AccountQuerySet(AccountAccess):
    def open(self) -> "AccountQuerySet":
        """Accounts that are being served (a lost client is still an account until it is closed)."""
        return self.filter(OPEN)


class Urgency(models.IntegerChoices):
    """What makes an account urgent, most urgent first (product.md 4.4)."""

    NEGLECTED = 0, _("Neglected")
    PROMISE_OVERDUE = 1, _("Promise overdue")
    REQUEST_OPEN = 2, _("Request unanswered")
    NONE = 3, _("Next touch")


class Account(models.Model):
    """A client in one person's care. `farmer` is the head of the client department while nobody can take it.

    `last_touch_at`, `neglected_from` and `lost_from` are kept by the same action that logs a touch, and the earliest
    promise and request by the actions that settle them, so that the sweep and the portfolio read one indexed row and
    never the touches.
    """

    company = models.OneToOneField(Company, on_delete=models.PROTECT, related_name="account")
    farmer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="accounts")
    service_level = models.ForeignKey(ServiceLevel, on_delete=models.PROTECT, related_name="accounts")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    last_touch_at = models.DateTimeField(null=True, blank=True)
    next_touch_on = models.DateField()
    # A client's wish for silence until a day counts as a touch on that day.
    quiet_until = models.DateField(null=True, blank=True)
    # First local day on which the account is neglected / lost if nobody touches it before.
    neglected_from = models.DateField()
    lost_from = models.DateField()
    # Set and cleared by the sweep and by a touch; the history is NeglectFlag.
    neglected_since = models.DateField(null=True, blank=True)
    lost_since = models.DateField(null=True, blank=True)
    # Earliest due day among the open promises, and the same day once it has passed (set by the sweep).
    promise_due_on = models.DateField(null=True, blank=True)
    promise_overdue_since = models.DateField(null=True, blank=True)
    # Earliest answer due among the open requests.
    request_due_at = models.DateTimeField(null=True, blank=True)
    # The portfolio's first sort key. Made by the database from the columns above, so that it cannot disagree with them.
    urgency = models.GeneratedField(
        expression=Case(
            When(neglected_since__isnull=False, then=Value(Urgency.NEGLECTED)),
            When(promise_overdue_since__isnull=False, then=Value(Urgency.PROMISE_OVERDUE)),
            When(request_due_at__isnull=False, then=Value(Urgency.REQUEST_OPEN)),
            default=Value(Urgency.NONE),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["urgency", "next_touch_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(lost_from__gt=F("neglected_from")), name="account_lost_after_neglected"
            ),
            models.CheckConstraint(
                condition=Q(lost_since__isnull=True) | Q(neglected_since__isnull=False),
                name="account_lost_is_also_neglected",
            ),
        ]
        indexes = [
            # The portfolio: most urgent first within one farmer, and for the head over all of them.
            models.Index(
                fields=["farmer", "urgency", "next_touch_on", "id"], name="account_portfolio", condition=OPEN
            ),
            models.Index(
                fields=["urgency", "next_touch_on", "id"], name="account_most_urgent", condition=OPEN
            ),
            # What the head filters by, in the same order.
            models.Index(
                fields=["urgency", "next_touch_on", "id"],
                name="account_promised",
                condition=OPEN & Q(promise_due_on__isnull=False),
            ),
            models.Index(
                fields=["urgency", "next_touch_on", "id"],
                name="account_asked",
                condition=OPEN & Q(request_due_at__isnull=False),
            ),
            # Who waited longest for a client.
            models.Index(fields=["farmer", "-opened_at"], name="account_newest_of_farmer", condition=OPEN),
            # The pace of growth: opened, lost and closed lately.
            models.Index(fields=["opened_at"], name="account_newest"),
            models.Index(
                fields=["lost_since"], name="account_lost_lately", condition=Q(lost_since__isnull=False)
            ),
            models.Index(
                fields=["closed_at"], name="account_closed_lately", condition=Q(closed_at__isnull=False)
            ),
            # The sweep: each index holds only what its statement may still have to change.
            models.Index(
                fields=["neglected_from"],
                name="account_becomes_neglected",
                condition=OPEN & Q(neglected_since__isnull=True),
            ),
            models.Index(
                fields=["lost_from"],
                name="account_becomes_lost",
                condition=OPEN & Q(neglected_since__isnull=False, lost_since__isnull=True),
            ),
            models.Index(
                fields=["neglected_from"],
                name="account_no_longer_neglected",
                condition=OPEN & Q(neglected_since__isnull=False),
            ),
            models.Index(
                fields=["lost_from"],
                name="account_no_longer_lost",
                condition=OPEN & Q(lost_since__isnull=False),
            ),
            models.Index(
                fields=["promise_due_on"],
                name="account_promise_passes",
                condition=OPEN & Q(promise_due_on__isnull=False, promise_overdue_since__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"
