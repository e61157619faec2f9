"""Reads of the call manager's side; the administrator's are in list_queries.py."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Q, QuerySet

from callcenter.claim_card import ClaimCard, claim_card_of
from callcenter.models import Call, Disposition, Lead
from hunters.queries import meetings_visible_to
from salesorg.clients.models import Company
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation

__all__ = [
    "ClaimCard",
    "MyDay",
    "callbacks_of",
    "calls_of_company",
    "calls_visible_to",
    "claim_card_of",
    "dispositions",
    "my_day",
]


@dataclass(frozen=True)
class MyDay:
    """What one person did since the day began in the organisation's time zone, and the norm of calls."""

    calls: int
    reached: int
    booked: int
    held: int
    norm: int


def my_day(person: User, at: datetime) -> MyDay:
    """Return the figures of the local day of `at`; `held` are meetings of one's own booking that took place today."""
    settings = organisation()
    start = at.astimezone(settings.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    today = Call.objects.filter(manager=person, at__gte=start, at__lt=start + timedelta(days=1))
    counted = today.order_by().aggregate(
        calls=Count("pk"),
        reached=Count("pk", filter=Q(reached=True)),
        booked=Count("pk", filter=Q(disposition__books=True) & ~Q(meeting__state="withdrawn")),
    )
    held = meetings_visible_to(person).filter(
        booked_by=person, state="held", starts_at__gte=start, starts_at__lte=at
    )
    return MyDay(**counted, held=held.count(), norm=settings.calls_per_day_norm)


def callbacks_of(person: User) -> QuerySet[Lead]:
    """Return the callbacks this person promised, the earliest first."""
    promised = Lead.objects.filter(state=Lead.State.CALLBACK, callback_owner=person)
    return promised.select_related("company", "call_list").order_by("due_at", "id")


def calls_visible_to(person: User) -> QuerySet[Call]:
    """Return the calls this person may see, newest first; the door for lists, details and counts."""
    return Call.objects.visible_to(person).select_related(
        "lead__company", "call_list", "disposition", "manager"
    )


def calls_of_company(person: User, company: int) -> QuerySet[Call]:
    """Return what was called at a company before the hunters took it, for those who may see the company or the calls."""
    merged = Company.objects.filter(merged_into=company).values_list("pk", flat=True)
    companies = [company, *merged]
    if person.is_in(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN):
        return calls_visible_to(person).filter(lead__company__in=companies)
    seen = Company.objects.visible_to(person).filter(pk=company)
    calls = Call.objects.filter(Exists(seen), lead__company__in=companies)
    return calls.select_related("disposition", "manager")


def dispositions() -> QuerySet[Disposition]:
    """Return the ways a call can end, in the order of the call screen."""
    return Disposition.objects.all()
