"""Addresses and texts that this stage's notices carry."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.urls import reverse

from hunters.models import Deal, Meeting
from salesorg.clients.models import Company
from salesorg.people.models import User


def meeting_url(meeting: Meeting) -> str:
    """The page of a meeting."""
    return reverse("hunters:meeting", args=[meeting.pk])


def deal_url(deal: Deal) -> str:
    """The page of a deal."""
    return reverse("hunters:deal", args=[deal.pk])


def company_url(company: Company) -> str:
    """The client's card, which lies on the roof: its path is fixed, its name is not ours to import."""
    return f"/companies/{company.pk}/"


def when_for(person: User, at: datetime) -> str:
    """A time as `person` reads it at home, in a form that needs no language."""
    return at.astimezone(ZoneInfo(person.time_zone or "UTC")).strftime("%Y-%m-%d %H:%M")
