from collections.abc import Mapping
from datetime import datetime

import phonenumbers
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.models import ImportJob
from callcenter.remembered_mapping import remember
from callcenter.sheets.columns import OTHER, mapping_error
from salesorg.clients.actions import record_activity
from salesorg.lib.background import run_after_commit
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Role, User


class MappingWrong(ActionRefused):
    code = "mapping_wrong"


class AlreadyConfirmed(ActionRefused):
    code = "import_already_confirmed"
    text = _("This import was already started.")


class RegionUnknown(ActionRefused):
    code = "region_unknown"
    text = _("There is no country with this code.")


@transaction.atomic
def confirm_import(
    *, actor: User | None, job: ImportJob, mapping: Mapping[str, str], at: datetime, region: str = ""
) -> ImportJob:
    """Queue a previewed import: `mapping` is column -> field, columns left out are kept as details. The next file with
    the same columns is mapped alike.

    Refusals: `NotYours`, `AlreadyConfirmed`, `RegionUnknown`, `MappingWrong` (says what is wrong with it).
    """
    if actor is not None and not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    job = ImportJob.objects.select_for_update().get(pk=job.pk)
    if job.status != ImportJob.Status.PREVIEW:
        raise AlreadyConfirmed
    region = (region or job.region).upper()
    if region not in phonenumbers.SUPPORTED_REGIONS:
        raise RegionUnknown
    columns = job.sample["columns"]
    if wrong := mapping_error(mapping, columns):
        raise MappingWrong(wrong)
    job.mapping = {name: mapping.get(name, OTHER) for name in columns}
    job.region, job.status = region, ImportJob.Status.QUEUED
    job.save(update_fields=["mapping", "region", "status"])
    if job.sample.get("has_header", True):
        remember(columns, job.mapping, at)
    record_activity(
        company=None, actor=actor, verb=verbs.IMPORT_STARTED, at=at, job=job.pk, call_list=job.call_list_id,
        rows=job.rows,
    )  # fmt: skip
    run_after_commit("callcenter.tasks.run_import_job", job.pk)
    return job
