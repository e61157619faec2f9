from django.db import models
from django.db.models import F, Q

from farmers.access import AccountAccess
from farmers.models.service_level import ServiceLevel
from salesorg.clients.models import Company
from salesorg.people.models import User


class AccountQuerySet(AccountAccess):
    def open(self) -> "AccountQuerySet":
        """Accounts that are being served (a lost client is still an account until it is closed)."""
        return self.filter(closed_at__isnull=True)


class Account(models.Model):
    """A client in one person's care. `farmer` is the head of the client department while nobody can take it.

    `last_touch_at`, `neglected_from` and `lost_from` are kept by the same action that logs a touch, so that the sweep
    and the portfolio read one indexed row and never the touches.
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

    objects = AccountQuerySet.as_manager()

    class Meta:
        ordering = ["next_touch_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(lost_from__gt=F("neglected_from")), name="account_lost_after_neglected"),
            models.CheckConstraint(
                condition=Q(lost_since__isnull=True) | Q(neglected_since__isnull=False),
                name="account_lost_is_also_neglected",
            ),
        ]
        indexes = [
            # The portfolio: most urgent first within one farmer.
            models.Index(
                fields=["farmer", "neglected_since", "next_touch_on", "id"],
                name="account_portfolio",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=["neglected_from"],
                name="account_becomes_neglected",
                condition=Q(closed_at__isnull=True, neglected_since__isnull=True),
            ),
            models.Index(
                fields=["lost_from"],
                name="account_becomes_lost",
                condition=Q(closed_at__isnull=True, lost_since__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"account {self.pk}"
