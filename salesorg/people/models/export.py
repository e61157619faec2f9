from django.db import models

from salesorg.lib.triggers import append_only
from salesorg.people.models.user import User


class Export(models.Model):
    """One table that somebody took out as a file: what it was, by which filters, how many rows. Append-only."""

    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Which table: a name, e.g. `calls_by_person`.
    what = models.CharField(max_length=60)
    format = models.CharField(max_length=4)
    filters = models.JSONField(default=dict)
    columns = models.JSONField(default=list)
    rows = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="export_newest"),
        ]
        triggers = append_only("export")

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d %H:%M}"
