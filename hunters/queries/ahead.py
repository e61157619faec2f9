"""What the hunters still have ahead of them with a company."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Value

from hunters.models import Deal, Meeting


@dataclass(frozen=True)
class InWork:
    """What the hunters have ahead of them with a company: a meeting (perhaps still on hold), an open deal."""

    meeting: bool = False
    on_hold: bool = False
    deal: bool = False


def in_work(companies: Iterable[int]) -> dict[int, InWork]:
    """Return what is ahead with these companies (ids), in one query; those with nothing are left out."""
    asked = list(companies)
    meetings = Meeting.objects.filter(company__in=asked, state=Meeting.State.SCHEDULED).order_by()
    deals = Deal.objects.filter(company__in=asked, state=Deal.State.OPEN).order_by()
    rows = meetings.values_list("company", "on_hold", Value(False)).union(
        deals.values_list("company", Value(False), Value(True))
    )
    found: dict[int, InWork] = {}
    for company, on_hold, deal in rows:
        so_far = found.get(company, InWork())
        found[company] = InWork(so_far.meeting or not deal, so_far.on_hold or on_hold, so_far.deal or deal)
    return found
