"""What the hunters did with a company, for whoever may see the company: it is the client's own history."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Value

from hunters.access import PASSED_ON
from hunters.models import Deal, Meeting
from salesorg.clients.models import Company
from salesorg.people.models import Role, User

READS_STORY = (Role.HUNTER, Role.HUNTERS_HEAD, Role.FARMER, Role.FARMERS_HEAD, Role.SALES_HEAD)


def meetings_of_company(person: User, company: Company) -> QuerySet[Meeting]:
    """Return the meetings with a company that `person` may see, the first one first; none of a foreign company."""
    seen = Meeting.objects.filter(PASSED_ON, company__in=_seen(person, company))
    return seen.select_related("hunter", "booked_by", "contact_person").order_by("starts_at", "pk")


def meetings_on_card(person: User, company: Company) -> QuerySet[Meeting]:
    """Return the meetings that a company's card shows, the latest first: whoever reads its story sees all of them, whosever
    they were (a merge or another hunter leaves them behind); those on hold only whom `visible_to` lets see them.
    """
    seen = Meeting.objects.visible_to(person).filter(company=company)
    if person.is_in(*READS_STORY):
        seen |= Meeting.objects.filter(PASSED_ON, company=company)
    return seen.select_related("hunter", "booked_by").order_by("-starts_at", "-pk")


def deals_of_company(person: User, company: Company) -> QuerySet[Deal]:
    """Return the deals with a company that `person` may see, the first one first; none of a foreign company."""
    seen = Deal.objects.filter(company__in=_seen(person, company))
    return seen.select_related("hunter", "stage", "sale").order_by("opened_at", "pk")


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


def _seen(person: User, company: Company) -> QuerySet[Company]:
    return Company.objects.visible_to(person).filter(pk=company.pk)
