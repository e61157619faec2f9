"""Reads of the administrator's side: lists, imports, leads, do-not-call. Today's figures: floor_queries.py."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from django.db.models import Count, Exists, OuterRef, QuerySet

from callcenter.labels import MERGED
from callcenter.list_counts import ListCounts, counts_of_lists
from callcenter.list_pace import calls_a_week, days_at_pace
from callcenter.models import (
    AttemptRule,
    Call,
    CallList,
    Claim,
    ImportJob,
    ImportRow,
    Lead,
)
from salesorg.clients.models import Company
from salesorg.people.models import Role, Team, User
from salesorg.people.queries import organisation

DUE_STATUSES = [ImportJob.Status.QUEUED, ImportJob.Status.RUNNING]
SEARCH_CAP = 1000


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


@dataclass(frozen=True)
class ListState:
    """A list with its counts; `days_left` at the pace of the last week, one call each, or None without any pace.

    `nobody_calls`: it is assigned, and none of those named works here as a call manager any more. `expired`: its last day
    is over.
    """

    call_list: CallList
    counts: ListCounts
    days_left: int | None
    nobody_calls: bool = False
    expired: bool = False
    calls_a_week: int = 0


def call_lists() -> QuerySet[CallList]:
    """Return all lists, the most urgent first, paused ones last."""
    return CallList.objects.select_related("script").order_by("paused", "-priority", "name")


def states_of(lists: Iterable[CallList], at: datetime, zone: tzinfo | None = None) -> list[ListState]:
    """Return the lists with their counts: four queries, however many lists and leads (five for huge lists).

    `zone`: the organisation's, by who has read it.
    """
    lists = list(lists)
    zone = zone or organisation().zone
    counts = counts_of_lists([one.pk for one in lists], at, zone)
    pace, today = calls_a_week(at), at.astimezone(zone).date()
    unmanned = _nobody_calls([one.pk for one in lists if one.is_assigned])
    states = []
    for one in lists:
        count = counts.get(one.pk, ListCounts())
        a_week = pace.get(one.pk, 0)
        days_left = days_at_pace(count.left, a_week)
        expired = one.expires_on is not None and one.expires_on <= today
        states.append(ListState(one, count, days_left, one.pk in unmanned, expired, a_week))
    return states


def _nobody_calls(assigned: list[int]) -> set[int]:
    """Those of the assigned lists (ids) whose people and teams hold no call manager who works here."""
    if not assigned:
        return set()
    working = User.objects.in_role(Role.CALL_MANAGER)
    lists = CallList.objects.filter(pk__in=assigned).order_by()
    called = Exists(working.filter(assigned_lists=OuterRef("pk"))) | Exists(
        working.filter(team__assigned_lists=OuterRef("pk"))
    )
    return set(lists.exclude(called).values_list("pk", flat=True))


@dataclass(frozen=True)
class Assignment:
    """Who calls a list: people, of whom some may have left, and teams."""

    people: list[User]
    teams: list[Team]


def assignment_of(call_list: CallList) -> Assignment | None:
    """Return who calls the list, or None when everybody does."""
    if not call_list.is_assigned:
        return None
    return Assignment(list(call_list.people.all()), list(call_list.teams.all()))


def rules_of(call_list: CallList) -> list[AttemptRule]:
    """Return what the list does otherwise than its results say."""
    return list(AttemptRule.objects.filter(call_list=call_list).select_related("disposition"))


def leads_visible_to(person: User) -> QuerySet[Lead]:
    """Return the leads this person may see, ready for a table row."""
    return (
        Lead.objects.visible_to(person)
        .select_related("company", "call_list", "callback_owner")
        .prefetch_related("company__contact_points")
    )


def find_leads(
    person: User,
    *,
    at: datetime,
    search: str = "",
    call_list: int | None = None,
    state: str = "",
    due: bool = False,
) -> QuerySet[Lead]:
    """Return visible leads by part of the company's name, list, state, or only those due at `at`.

    The order is the one that an index gives for what is asked: by due time inside one state of one list, else the order
    in which they came. A search finds the first 1,000 and sorts these by name: sorting all that hold a common word
    would take seconds.
    """
    found = leads_visible_to(person)
    if call_list:
        found = found.filter(call_list=call_list)
    if due:
        found = found.filter(state=Lead.State.WAITING, due_at__lte=at)
    elif state == Lead.State.CLAIMED and not call_list:
        # There are as many as call managers: found by their claims, not among a million leads.
        found = found.filter(pk__in=Claim.objects.filter(ended_at__isnull=True).values("lead"))
    elif state:
        found = found.filter(state=state)
    # What was merged is shown with the company that stays.
    found = found.exclude(closed_reason=MERGED)
    if not search.strip():
        return found.order_by("state", "due_at", "id") if call_list else found.order_by("id")
    named = found.filter(company__in=Company.objects.named_like(search).values("pk")).order_by()
    some = list(named.values_list("pk", flat=True)[:SEARCH_CAP])
    return leads_visible_to(person).filter(pk__in=some).order_by("company__search_key", "company_id")


def calls_of(lead: Lead) -> QuerySet[Call]:
    """Return the calls made to a lead and to those merged into its company, newest first."""
    merged = Lead.objects.filter(company__merged_into=lead.company_id).values_list("pk", flat=True)
    return Call.objects.filter(lead__in=[lead.pk, *merged]).select_related(
        "manager", "disposition", "call_list", "script_version__script", "meeting"
    )
