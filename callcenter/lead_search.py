"""Finding leads: by what is asked, in the order that an index gives for it."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery

from callcenter.labels import MERGED
from callcenter.list_queries import leads_visible_to
from callcenter.models import Call, Claim, Lead
from salesorg.clients.models import Company
from salesorg.people.models import User

SEARCH_CAP = 1000
# Of the calls that ended in the result, the latest; each is asked whether it was its lead's last, which is what takes the time.
LOOKED_BACK = 5_000
TAX_ID_DIGITS = range(8, 16)


@dataclass(frozen=True)
class LeadsAsked:
    """Which leads: by part of the name or a whole tax id, the beginning of the city, list, state, the last call's result.

    `due`: only those whose time has come. `result` is a disposition's id.
    """

    search: str = ""
    city: str = ""
    call_list: int | None = None
    state: str = ""
    due: bool = False
    result: int | None = None

    @property
    def is_capped(self) -> bool:
        """Whether only the first thousand are found."""
        return bool(self.search.strip() or self.city.strip() or self.result)


class Found(NamedTuple):
    """Leads, and how many they are where finding them has shown it."""

    leads: QuerySet[Lead]
    total: int | None = None


def find_leads(person: User, asked: LeadsAsked, *, at: datetime) -> Found:
    """Return visible leads by what is asked; merged ones are shown with the company that stays.

    The order is the one that an index gives: by due time inside one state of one list, else the order in which they came.
    What is found by company or by result are the first 1,000, by name: sorting all that fit a common word would take
    seconds.
    """
    found = _narrowed(leads_visible_to(person), asked, at).exclude(closed_reason=MERGED)
    if not asked.is_capped:
        return Found(found.order_by("state", "due_at", "id") if asked.call_list else found.order_by("id"))
    if asked.search.strip() or asked.city.strip():
        found = found.filter(company__in=_companies(asked).values("pk"))
    if asked.result:
        found = _last_called_so(found, asked.result, asked.call_list)
    some = list(found.order_by().values_list("pk", flat=True)[:SEARCH_CAP])
    leads = leads_visible_to(person).filter(pk__in=some)
    return Found(leads.order_by("company__search_key", "company_id"), len(some))


def _narrowed(found: QuerySet[Lead], asked: LeadsAsked, at: datetime) -> QuerySet[Lead]:
    if asked.call_list:
        found = found.filter(call_list=asked.call_list)
    if asked.due:
        return found.filter(state=Lead.State.WAITING, due_at__lte=at)
    if asked.state == Lead.State.CLAIMED and not asked.call_list:
        # There are as many as call managers: found by their claims, not among a million leads.
        return found.filter(pk__in=Claim.objects.filter(ended_at__isnull=True).values("lead"))
    return found.filter(state=asked.state) if asked.state else found


def _companies(asked: LeadsAsked) -> QuerySet[Company]:
    found = Company.objects.order_by()
    text = asked.search.strip()
    if text.isascii() and text.isdigit() and len(text) in TAX_ID_DIGITS:
        found = found.filter(tax_id=text)
    elif text:
        found = found.named_like(text)
    if city := asked.city.strip():
        found = found.filter(city__istartswith=city)
    return found


def _last_called_so(found: QuerySet[Lead], result: int, call_list: int | None) -> QuerySet[Lead]:
    """Those whose last call ended so, looked for among the latest calls that did: the calls' index by time holds the result.

    By the result's id: behind a join the planner cannot know that there are many, and reads all calls there ever were.
    """
    calls = Call.objects.filter(disposition_id=result).order_by("-at")
    if call_list:
        calls = calls.filter(call_list=call_list)
    last = Call.objects.filter(lead=OuterRef("pk")).order_by("-at").values("disposition_id")[:1]
    latest = found.filter(pk__in=calls.values("lead_id")[:LOOKED_BACK])
    return latest.alias(last_result=Subquery(last)).filter(last_result=result)
