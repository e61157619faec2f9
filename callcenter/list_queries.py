"""Reads of the administrator's side: lists and their counts, imports, leads, scripts."""

from django.db.models import QuerySet

from callcenter.models import ImportJob

DUE_STATUSES = [ImportJob.Status.QUEUED, ImportJob.Status.RUNNING]


def due_imports() -> QuerySet[ImportJob]:
    """Return the imports that are to be run or gone on with, oldest first."""
    return ImportJob.objects.filter(status__in=DUE_STATUSES).order_by("created_at")


def due_import(job: int) -> ImportJob | None:
    """Return this import if it is still to be run."""
    return due_imports().filter(pk=job).first()
