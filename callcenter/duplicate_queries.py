"""Possible duplicates to be decided, side by side."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from callcenter.merging import HINDRANCES, Standing, hindrance, standings
from callcenter.models import ImportJob, Lead, PossibleDuplicate
from salesorg.clients.models import Company
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
    """Return the pairs with both companies as a table shows them: six queries, however many pairs."""
    pairs = list(pairs)
    ids = {pk for pair in pairs for pk in (pair.first_id, pair.second_id)}
    found = Company.objects.filter(pk__in=ids).prefetch_related("contact_points")
    leads = Lead.objects.filter(company__in=ids).select_related("call_list")
    stand = standings({one.pk: one for one in found}, {lead.company_id: lead for lead in leads})
    return [
        Shown(
            pair,
            _side(stand[pair.first_id], stand[pair.second_id]),
            _side(stand[pair.second_id], stand[pair.first_id]),
        )
        for pair in pairs
    ]


def _side(one: Standing, other: Standing) -> Side:
    why = hindrance(one, other)
    phones = [point.masked for point in one.company.contact_points.all() if point.kind == "phone"]
    calls = one.lead.calls_made if one.lead else 0
    return Side(one.company, one.lead, phones, one.owner, calls, str(HINDRANCES[why][0]) if why else "")
