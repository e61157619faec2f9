from django.db import models
from django.db.models import Q

from salesorg.lib.rollups import Rollup

ALL_WAYS = "*"


class ScriptDay(Rollup):
    """How many calls of a local day took which way through a script version; how many reached, and how many were refused.

    `way` is the text of [steps, answers] in the order of the call, or «*»: all of them. Holds the days up to
    `ScriptDaysFolded.until`; later ones are counted from the calls, so that logging a call costs nothing more.
    """

    sums = ("calls", "reached", "refused")

    script_version_id = models.BigIntegerField()
    day = models.DateField()
    way = models.TextField()
    calls = models.IntegerField()
    reached = models.IntegerField()
    # Somebody was reached and said no for good: a callback or a booking is none.
    refused = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["script_version_id", "day"], name="script_day_of_version"),
            models.Index(
                fields=["day"], name="script_day_in_all", condition=Q(way=ALL_WAYS),
                include=["script_version_id", "calls", "reached"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.script_version_id} {self.day} {self.way}"


class ScriptDaysFolded(models.Model):
    """The one row that says up to which local day the calls are in `ScriptDay`; empty: none yet."""

    until = models.DateField(null=True)
    only_one = models.BooleanField(default=True, editable=False, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(only_one=True), name="script_days_folded_is_only_one")
        ]

    def __str__(self) -> str:
        return str(self.until)
