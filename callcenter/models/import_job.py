from django.db import models
from django.utils.translation import gettext_lazy as _

from callcenter.models.call_list import CallList
from salesorg.people.models import User


class ImportJob(models.Model):
    """One file on its way into a call list: what it is, how its columns map, how far it is, what came of it."""

    class Status(models.TextChoices):
        PREVIEW = "preview", _("Preview")
        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        REVERTED = "reverted", _("Reverted")

    call_list = models.ForeignKey(CallList, on_delete=models.PROTECT, related_name="imports")
    # In the database and not on a disk: the worker may run on another machine than the web server.
    content = models.BinaryField()
    file_name = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    status = models.CharField(max_length=8, choices=Status, default=Status.PREVIEW)
    error = models.CharField(max_length=300, blank=True)
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
                fields=["created_at"], name="import_job_due", condition=models.Q(status__in=["queued", "running"])
            ),
        ]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportRow(models.Model):
    """What became of one row of the file; `number` is its line in the file, the first data row being 1."""

    class Outcome(models.TextChoices):
        CREATED = "created", _("Created")
        DUPLICATE = "duplicate", _("Duplicate")
        DNC = "dnc", _("Do not call")
        CLIENT = "client", _("Already a client")
        REJECTED = "rejected", _("Rejected")

    job = models.ForeignKey(ImportJob, on_delete=models.CASCADE, related_name="report")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=250, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome)
    reason = models.CharField(max_length=60, blank=True)
    lead = models.ForeignKey("callcenter.Lead", on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["job", "number"], name="import_row_reported_once")]

    def __str__(self) -> str:
        return f"{self.number}: {self.outcome}"
