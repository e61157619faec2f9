from django.db import models
from django.utils.translation import gettext_lazy as _

from salesorg.people.models import User


class NumbersFile(models.Model):
    """A file of numbers on its way to do-not-call: how to read it, how far it is, what came of it.

    `columns` is {"phone": [places], "reason": [places], "expires": [places]}; `rows_done` is where a killed run resumes.
    The file itself (its parts) goes when it is done. `unread`: the first rows without a valid number or with a wrong day.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=4, default="csv")
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    has_header = models.BooleanField(default=True)
    region = models.CharField(max_length=2)
    columns = models.JSONField()
    # For rows that say nothing else.
    reason = models.CharField(max_length=200)
    expires_on = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.QUEUED)
    error = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)
    unread = models.JSONField(default=list, blank=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="numbers_file_newest"),
            models.Index(
                fields=["created_at"],
                name="numbers_file_due",
                condition=models.Q(status__in=["queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"numbers {self.pk}"


class NumbersPart(models.Model):
    """A megabyte of such a file (see `ImportPart`)."""

    file = models.ForeignKey(NumbersFile, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="numbers_part_comes_once")]

    def __str__(self) -> str:
        return f"{self.file_id}: part {self.number}"
