from django.db import models
from django.db.models import Q

from salesorg.lib.rollups import Rollup


class CallDay(Rollup):
    """How many calls somebody made (split «person»), or a list had (split «list»), on a local day, and how many reached.

    Holds the days up to `CallsFolded.until`; later ones are counted from the calls. So a call costs nothing more when it
    is logged; only one that comes in for a day long past is added here, by a trigger.
    """

    sums = ("calls", "reached")

    day = models.DateField()
    split = models.CharField(max_length=6)
    key = models.BigIntegerField()
    calls = models.IntegerField()
    reached = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["day"], name="calls_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.split} {self.key}"


class CallsFolded(models.Model):
    """The one row that says up to which local day the calls are in `CallDay`; empty: none yet."""

    until = models.DateField(null=True)
    only_one = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only_one=True), name="calls_folded_is_only_one")]

    def __str__(self) -> str:
        return str(self.until)
