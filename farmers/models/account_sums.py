from django.db import models

from farmers.models.service_level import ServiceLevel
from salesorg.lib.rollups import Rollup
from salesorg.people.models import User


class AccountLoad(Rollup):
    """How many open accounts of a level somebody has, and how many of them are neglected. Kept by triggers."""

    sums = ("accounts", "neglected")

    farmer = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    service_level = models.ForeignKey(
        ServiceLevel, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    accounts = models.IntegerField()
    neglected = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.farmer_id}: {self.accounts}"


class ClientMonth(Rollup):
    """How many clients came into care in a local month (its first day), and how many were lost in it. Kept by triggers."""

    sums = ("gained", "lost")

    month = models.DateField()
    gained = models.IntegerField()
    lost = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.month}: {self.gained}"
