from django.db import models


class ColumnMapping(models.Model):
    """How a set of columns was mapped the last time: the next file with the same columns is mapped alike."""

    # Hash of the columns' names, in any order and case.
    signature = models.CharField(max_length=64, unique=True)
    # Column -> field, as in `ImportJob.mapping`.
    mapping = models.JSONField()
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]

    def __str__(self) -> str:
        return self.signature[:12]
