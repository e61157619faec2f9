from django.db import models
from django.utils.translation import gettext_lazy as _

from callcenter.models.call_list import CallList
from salesorg.people.models import User


class ImportJob(models.Model):
    """One file on its way into a call list: what it is, how its columns map, how far it is, what came of it.

    `rows_done` is the point at which a killed run resumes. `sample` (columns, first rows) and the parts hold the
    file itself, with phones, and go when the import ends. `error` is a code; the page has its sentence.
    """

    class Status(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        REVERTED = "reverted", _("Reverted")

    call_list = models.ForeignKey(CallList, on_delete=models.PROTECT, related_name="imports")
    file_name = models.CharField(max_length=200)
    # How to read the file: csv or xlsx; encoding and delimiter of a csv.
    format = models.CharField(max_length=4, default="csv")
    encoding = models.CharField(max_length=20, blank=True)
    delimiter = models.CharField(max_length=1, blank=True)
    region = models.CharField(max_length=2, default="US")
    sample = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.PREVIEW)
    error = models.CharField(max_length=40, blank=True)
    # Runs begun without getting a batch further; a file that kills its worker each time is given up.
    tries = models.PositiveSmallIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    rows_done = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    dnc = models.PositiveIntegerField(default=0)
    clients = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="import_job_due",
                condition=models.Q(status__in=["queued", "running"]),
            ),
            models.Index(
                fields=["created_at"], name="import_job_preview", condition=models.Q(status="preview")
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportPart(models.Model):
    """A megabyte of an uploaded file: in the database, because the worker may run on another machine than the web
    server, and in parts, because neither of them is to hold a whole file in memory.
    """

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    data = models.BinaryField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_part_comes_once")]

    def __str__(self) -> str:
        return f"{self.job_id}: part {self.number}"


class ImportRow(models.Model):
    """What became of one row of the file; `number` is its line in the file, the first data row being 1."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        DUPLICATE = "duplicate", _("Duplicate")
        DNC = "dnc", _("Do not call")
        CLIENT = "client", _("Already a client")
        REJECTED = "rejected", _("Rejected")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="report", db_index=False)
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=250, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome)
    reason = models.CharField(max_length=60, blank=True)
    lead = models.ForeignKey("callcenter.Lead", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_reported_once")]
        indexes = [models.Index(fields=["job", "outcome", "number"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
