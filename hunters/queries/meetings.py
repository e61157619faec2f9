"""Reads about meetings."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from hunters.models import Meeting
from salesorg.people.models import User

FAILED = (Meeting.State.NO_SHOW, Meeting.State.CANCELLED)


def meetings_visible_to(person: User) -> QuerySet[Meeting]:
    """Return the meetings this person may see, earliest first; the door for lists, details and counts."""
    return Meeting.objects.visible_to(person).select_related(
        "company", "hunter", "booked_by", "contact_person"
    )


def upcoming_meetings(person: User, at: datetime) -> QuerySet[Meeting]:
    """Return the visible meetings that are still to come or going on at `at`, earliest first."""
    return meetings_visible_to(person).filter(state=Meeting.State.SCHEDULED, ends_at__gt=at)


def meetings_awaiting_outcome(person: User, at: datetime) -> QuerySet[Meeting]:
    """Return the visible meetings that are over at `at` and whose compulsory outcome is owed, the oldest first."""
    return meetings_visible_to(person).filter(state=Meeting.State.SCHEDULED, ends_at__lte=at)


def meetings_between(person: User, start: datetime, end: datetime) -> QuerySet[Meeting]:
    """Return the visible meetings that begin in [start, end), cancelled and withdrawn ones left out."""
    found = meetings_visible_to(person).filter(starts_at__gte=start, starts_at__lt=end)
    return found.exclude(state__in=[Meeting.State.CANCELLED, Meeting.State.WITHDRAWN])


def failed_meeting_ids(ids: Iterable[int]) -> set[int]:
    """Return those of the meetings that were a no-show or cancelled: their leads are due again."""
    return set(Meeting.objects.filter(pk__in=list(ids), state__in=FAILED).values_list("pk", flat=True))


def meeting_states(ids: Iterable[int]) -> dict[int, str]:
    """Return the state of each of the meetings by its id, for conversions of calls to held meetings."""
    return dict(Meeting.objects.filter(pk__in=list(ids)).values_list("pk", "state"))
