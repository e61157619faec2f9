from django.db import models
from django.utils.translation import gettext_lazy as _

from salesorg.people.models import User


class BankStatement(models.Model):
    """One file of a bank on its way to payments: how it is read, how far it is, what it moved.

    `rows_done` is the number of the last row whose line is written: the point at which a killed run resumes. `reading`
    (columns, mapping, first rows) and the parts hold the file; the parts go when it is read. `error` is a code.
    `stated_in` and `stated_out` is the turnover that the bank itself wrote into the file, where it did.
    """

    class Status(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")

    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=4)
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    sha256 = models.CharField(max_length=64)
    reading = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.PREVIEW)
    error = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    lines = models.PositiveIntegerField(default=0)
    came_in = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    went_out = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    stated_in = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    stated_out = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    rejected = models.PositiveIntegerField(default=0)
    # The first rows that could not be read, as [number, code].
    unread = models.JSONField(default=list, blank=True)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    uploaded_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="bank_statement_file_comes_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=["preview", "queued", "running", "done", "failed"]),
                name="bank_statement_status_is_known",
            ),
        ]
        indexes = [
            models.Index(fields=["-uploaded_at", "-id"], name="bank_statement_newest"),
            models.Index(
                fields=["uploaded_at"],
                name="bank_statement_due",
                condition=models.Q(status__in=["preview", "queued", "running"]),
            ),
        ]

    def __str__(self) -> str:
        return f"bank statement {self.pk}"


class BankPart(models.Model):
    """A megabyte of an uploaded statement: the worker may run on another machine than the web server."""

    statement = models.ForeignKey(
        BankStatement, on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="bank_part_comes_once")]

    def __str__(self) -> str:
        return f"{self.statement_id}: part {self.number}"


class BankLayout(models.Model):
    """How the columns of a bank's files were read the last time: the next file with the same columns needs no preview."""

    # Hash of the columns' names, in any order and case.
    signature = models.CharField(max_length=64, unique=True)
    # Column -> field; and the order of day and month.
    mapping = models.JSONField()
    order = models.CharField(max_length=3)
    used_at = models.DateTimeField()

    class Meta:
        ordering = ["-used_at"]

    def __str__(self) -> str:
        return self.signature[:12]
