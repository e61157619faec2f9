"""Reads of the administrator's side: lists, imports, leads. Lists with their counts: list_states.py; finding leads: lead_search.py."""

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, Value, When

from callcenter.models import Call, CallList, ImportJob, ImportRow, Lead
from salesorg.people.models import Role, User

DUE_STATUSES = [ImportJob.Status.QUEUED, ImportJob.Status.RUNNING]


def due_imports() -> QuerySet[ImportJob]:
    """Return the imports that are to be run or gone on with, oldest first."""
    return ImportJob.objects.filter(status__in=DUE_STATUSES).order_by("created_at")


def due_import(job: int) -> ImportJob | None:
    """Return this import if it is still to be run."""
    return due_imports().filter(pk=job).first()


def imports_under_way() -> QuerySet[ImportJob]:
    """Return imports that run, wait to run or wait for a decision about their columns, newest first."""
    statuses = [*DUE_STATUSES, ImportJob.Status.PREVIEW]
    return (
        ImportJob.objects.filter(status__in=statuses)
        .select_related("call_list", "created_by")
        .defer("sample")
    )


def imports_of(call_list: CallList) -> QuerySet[ImportJob]:
    """Return the imports of a list, newest first."""
    return ImportJob.objects.filter(call_list=call_list).select_related("created_by").defer("sample")


def imports() -> QuerySet[ImportJob]:
    """Return all imports; the door for details (the administrator's only, guarded by role)."""
    return ImportJob.objects.select_related("call_list", "created_by")


def report_of(job: ImportJob, outcome: str = "") -> QuerySet[ImportRow]:
    """Return what became of each row, by row number; of one `outcome` if it is named."""
    rows = ImportRow.objects.filter(job=job)
    return rows.filter(outcome=outcome) if outcome else rows


def reasons_of(job: ImportJob) -> list[tuple[str, int]]:
    """Return how many rows of the report have which reason, the commonest first."""
    rows = ImportRow.objects.filter(job=job).exclude(reason="").order_by()
    return list(rows.values_list("reason").annotate(n=Count("pk")).order_by("-n", "reason"))


def call_lists() -> QuerySet[CallList]:
    """Return all lists, the most urgent first, paused ones last.

    `unmanned`: it is assigned, and none of those named works here as a call manager any more.
    """
    working = User.objects.in_role(Role.CALL_MANAGER)
    named = Exists(working.filter(assigned_lists=OuterRef("pk")))
    in_team = Exists(working.filter(team__assigned_lists=OuterRef("pk")))
    unmanned = Case(When(is_assigned=True, then=~(named | in_team)), default=Value(False))
    return (
        CallList.objects.select_related("script")
        .annotate(unmanned=unmanned)
        .order_by("paused", "-priority", "name")
    )


def leads_visible_to(person: User) -> QuerySet[Lead]:
    """Return the leads this person may see, ready for a table row."""
    return (
        Lead.objects.visible_to(person)
        .select_related("company", "call_list", "callback_owner")
        .prefetch_related("company__contact_points")
    )


def calls_of(lead: Lead) -> QuerySet[Call]:
    """Return the calls made to a lead and to those merged into its company, newest first."""
    merged = Lead.objects.filter(company__merged_into=lead.company_id).values_list("pk", flat=True)
    return Call.objects.filter(lead__in=[lead.pk, *merged]).select_related(
        "manager", "disposition", "call_list", "script_version__script", "meeting"
    )
