from django.db import models
from django.db.models import Q

from farmers.models.account import Account
from salesorg.people.models import User


class NeglectFlag(models.Model):
    """A period in which a client was neglected, in whose care; exactly one is open per account."""

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="neglect_flags")
    farmer = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    since = models.DateField()
    lost_since = models.DateField(null=True, blank=True)
    raised_at = models.DateTimeField()
    cleared_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-raised_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                condition=Q(cleared_at__isnull=True),
                name="neglect_flag_one_open_per_account",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} since {self.since}"
