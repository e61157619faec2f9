"""What the hunters did with a company, for whoever may see the company: it is the client's own history."""

from django.db.models import QuerySet

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


def _seen(person: User, company: Company) -> QuerySet[Company]:
    return Company.objects.visible_to(person).filter(pk=company.pk)
