from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.list_counts import forget_counts
from callcenter.models import Claim, ImportJob, ImportPart, ImportRow, Lead, PossibleDuplicate
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Activity, Company, ContactPerson, ContactPoint, Ownership, Reveal
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Role, User

Status = ImportJob.Status


class ImportInUse(ActionRefused):
    code = "import_in_use"
    text = _("Some of these leads have already been taken into work. The import can no longer be reverted.")


class NothingToRevert(ActionRefused):
    code = "import_not_revertible"
    text = _("Only a finished import can be reverted.")


@transaction.atomic
def revert_import(*, actor: User | None, job: ImportJob, at: datetime) -> ImportJob:
    """Take back the leads and companies that an import made; a preview is simply given up.

    Only while none of its leads was called or claimed. A company with a history of its own (its number was put on
    do-not-call, somebody owns it) stays, with its lead. Refusals: `NotYours`, `NothingToRevert`, `ImportInUse`.
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.status not in (Status.PREVIEW, Status.DONE, Status.FAILED):
        raise NothingToRevert
    removed = _remove(job)
    ImportPart.objects.filter(job=job).delete()
    transaction.on_commit(partial(forget_counts, job.call_list_id))
    job.status, job.sample, job.finished_at = Status.REVERTED, {}, at
    job.save(update_fields=["status", "sample", "finished_at"])
    record_activity(
        company=None, actor=actor, verb=verbs.IMPORT_REVERTED, at=at, job=job.pk, call_list=job.call_list_id,
        removed=removed,
    )  # fmt: skip
    return job


def _remove(job: ImportJob) -> int:
    """Lock companies, then leads (a claim that is just being made is waited for and then seen), look, remove."""
    companies = list(
        Company.objects.locked().filter(lead__import_job=job).order_by("pk").values_list("pk", flat=True)
    )
    if not companies:
        return 0
    leads = Lead.objects.filter(import_job=job)
    list(leads.select_for_update().order_by("pk").values_list("pk", flat=True).iterator())
    if Claim.objects.filter(lead__import_job=job).exists():
        raise ImportInUse
    kept = set(_with_history(job).values_list("pk", flat=True))
    gone = [pk for pk in companies if pk not in kept]
    for start in range(0, len(gone), 5000):
        _delete(gone[start : start + 5000], job)
    return len(gone)


def _with_history(job: ImportJob) -> QuerySet[Company]:
    """Whatever was done with a company left an activity, an owner or a look; a merged one is half of another."""
    return Company.objects.filter(
        Q(merged_into__isnull=False)
        | Exists(Activity.objects.filter(company=OuterRef("pk")))
        | Exists(Reveal.objects.filter(company=OuterRef("pk")))
        | Exists(Ownership.objects.filter(company=OuterRef("pk"))),
        lead__import_job=job,
    )


def _delete(companies: list[int], job: ImportJob) -> None:
    """Straight and in order: the cascade in Python would load every row first."""
    ImportRow.objects.filter(job=job, lead__company__in=companies).update(lead=None)
    for rows in (
        PossibleDuplicate.objects.filter(first__in=companies),
        PossibleDuplicate.objects.filter(second__in=companies),
        Lead.objects.filter(company__in=companies),
        ContactPoint.objects.filter(company__in=companies),
        ContactPerson.objects.filter(company__in=companies),
        Company.objects.filter(pk__in=companies),
    ):
        rows._raw_delete(rows.db)
