from django.db import models
from django.db.models import Q

from salesorg.lib.rollups import Rollup


class CallQuarter(Rollup):
    """What the calls of a list came to in a quarter of an hour: calls, reached, seconds of talk and of wrap-up.

    By quarters, because all zones of the world begin their hours and days at one of them: whatever the organisation's
    zone, its hours are sums of these. Holds the quarters before `QuartersFolded.until`; later calls are counted from
    their rows. So a call costs nothing more when it is logged; one that comes in late is added here by a trigger.
    """

    sums = ("calls", "reached", "talk_sum", "talk_n", "wrap_sum", "wrap_n")

    starts_at = models.DateTimeField()
    call_list_id = models.BigIntegerField()
    calls = models.IntegerField()
    reached = models.IntegerField()
    talk_sum = models.BigIntegerField()
    talk_n = models.IntegerField()
    wrap_sum = models.BigIntegerField()
    wrap_n = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["starts_at"], name="calls_by_quarter")]

    def __str__(self) -> str:
        return f"{self.starts_at} {self.call_list_id}"


class QuartersFolded(models.Model):
    """The one row that says before which moment the calls are in `CallQuarter`; empty: none yet."""

    until = models.DateTimeField(null=True)
    only_one = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only_one=True), name="quarters_folded_is_only_one")]

    def __str__(self) -> str:
        return str(self.until)
