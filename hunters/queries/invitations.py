"""Reads about the mails to clients: what is due, what a meeting's page tells of them."""

from datetime import datetime

from django.db.models import QuerySet

from hunters.models import Invitation, Meeting
from salesorg.clients.models import Company, ContactPoint


def due_invitations(at: datetime, limit: int) -> list[int]:
    """Return the ids of the mails that are due at `at`, the longest waiting first."""
    due = Invitation.objects.filter(state=Invitation.State.QUEUED, due_at__lte=at)
    return list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:limit])


def invitations_of(meeting: Meeting) -> QuerySet[Invitation]:
    """Return the mails about a meeting, newest first, with their addresses (to be shown masked)."""
    return Invitation.objects.filter(meeting=meeting).select_related("contact_point").order_by("-pk")


def addresses_of(company: Company) -> QuerySet[ContactPoint]:
    """Return the company's e-mail addresses to which an invitation may go."""
    return ContactPoint.objects.filter(company=company, kind=ContactPoint.Kind.EMAIL, is_wrong=False)
