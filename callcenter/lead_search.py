"""Finding leads: by what is asked, in the order that an index gives for it."""

from datetime import datetime

from django.db.models import QuerySet

from callcenter.labels import MERGED
from callcenter.list_queries import leads_visible_to
from callcenter.models import Claim, Lead
from salesorg.clients.models import Company
from salesorg.people.models import User

SEARCH_CAP = 1000


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
