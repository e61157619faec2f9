"""Possible duplicates to be decided, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from callcenter.merging import DO_NOT_CALL
from callcenter.models import ImportJob, Lead, PossibleDuplicate
from salesorg.clients.models import Company, Ownership
from salesorg.lib.api import COUNT_CAP

State = PossibleDuplicate.State
_TO_DECIDE = f"""
    SELECT job.id, counted.n FROM unnest(%(jobs)s::bigint[]) AS job (id) CROSS JOIN LATERAL (
        SELECT count(*) AS n FROM (
            SELECT FROM callcenter_possibleduplicate pair
            JOIN clients_company first ON first.id = pair.first_id AND first.merged_into_id IS NULL
            JOIN clients_company second ON second.id = pair.second_id AND second.merged_into_id IS NULL
            WHERE pair.import_job_id = job.id AND pair.state = 'open' LIMIT {COUNT_CAP}
        ) AS some_of_them
    ) AS counted WHERE counted.n > 0
"""  # noqa: S608 - constants only


@dataclass(frozen=True)
class Side:
    """One company of a pair: its lead, masked phones, owner, and why it cannot be absorbed (or an empty text).

    A client is shown by its name alone: the call centre has no clients.
    """

    company: Company
    lead: Lead | None
    phones: list[str]
    owner: str
    calls: int
    hindrance: str

    @property
    def is_client(self) -> bool:
        """Whether only the name may be shown."""
        return self.company.status == Company.Status.CLIENT


@dataclass(frozen=True)
class Shown:
    """A pair with both sides."""

    pair: PossibleDuplicate
    first: Side
    second: Side


def possible_duplicates(state: str = State.OPEN, job: ImportJob | None = None) -> QuerySet[PossibleDuplicate]:
    """Return the pairs in this state, the newest first; open ones without those of which one was merged elsewhere."""
    found = PossibleDuplicate.objects.filter(state=state).select_related("first", "second", "decided_by")
    if job is not None:
        found = found.filter(import_job=job)
    if state == State.OPEN:
        found = found.filter(first__merged_into__isnull=True, second__merged_into__isnull=True)
    return found


def to_decide(jobs: Iterable[int]) -> dict[int, int]:
    """Return how many pairs of each import (id) are still to be decided, counted to 10,001; one query.

    Those without any are left out.
    """
    with connection.cursor() as cursor:
        cursor.execute(_TO_DECIDE, {"jobs": list(jobs)})
        return dict(cursor.fetchall())


def sides_of(pairs: Iterable[PossibleDuplicate]) -> list[Shown]:
    """Return the pairs with both companies as a table shows them: four queries, however many pairs."""
    pairs = list(pairs)
    companies = {one.pk: one for pair in pairs for one in (pair.first, pair.second)}
    leads = {
        lead.company_id: lead
        for lead in Lead.objects.filter(company__in=companies).select_related("call_list")
    }
    full = {
        one.pk: one for one in Company.objects.filter(pk__in=companies).prefetch_related("contact_points").annotate(
            taken_in=Exists(Company.objects.filter(merged_into=OuterRef("pk"))))
    }  # fmt: skip
    owners = _owners(companies)
    return [
        Shown(
            pair,
            _side(full[pair.first_id], full[pair.second_id], leads, owners),
            _side(full[pair.second_id], full[pair.first_id], leads, owners),
        )
        for pair in pairs
    ]


def _owners(companies: Iterable[int]) -> dict[int, tuple[str, bool]]:
    """Company -> name of who has or had it last, and whether they have it now."""
    rows = (
        Ownership.objects.filter(company__in=list(companies))
        .order_by("started_at")
        .values_list("company", "owner__name", "ended_at")
    )
    return {company: (name, ended is None) for company, name, ended in rows}


def _side(
    company: Company, other: Company, leads: dict[int, Lead], owners: dict[int, tuple[str, bool]]
) -> Side:
    lead, by = leads.get(company.pk), leads.get(other.pk)
    name, now = owners.get(company.pk, ("", False))
    hindrance = _hindrance(company, lead, by, owned=company.pk in owners)
    phones = [point.masked for point in company.contact_points.all() if point.kind == "phone"]
    calls = lead.calls_made if lead else 0
    return Side(company, lead, phones, name if now else "", calls, hindrance)


def _hindrance(company: Company, lead: Lead | None, by: Lead | None, *, owned: bool) -> str:
    """The short word for what `merging.why_not_absorbed` says in full when it is tried all the same."""
    if owned or company.status != Company.Status.LEAD:
        return _("is or was with a hunter or farmer")
    if company.taken_in:  # type: ignore[attr-defined]
        return _("has itself taken in another one")
    if lead is None:
        return ""
    if lead.state == Lead.State.CLAIMED:
        return _("is being called right now")
    if lead.state == Lead.State.CALLBACK:
        return _("was promised a callback")
    if lead.closed_reason == DO_NOT_CALL and (by is None or by.closed_reason != DO_NOT_CALL):
        return _("asked not to be called")
    return ""
