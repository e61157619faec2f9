"""Reads about handoffs."""

from datetime import datetime

from django.db.models import QuerySet

from farmers.queries import department_head
from handoff.models import Handoff
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in, people_present


def handoffs_visible_to(person: User) -> QuerySet[Handoff]:
    """Return the handoffs this person may see, most urgent first."""
    return Handoff.objects.visible_to(person).select_related("company", "sale", "hunter", "farmer")


def late_handoffs(at: datetime) -> QuerySet[Handoff]:
    """Return the handoffs whose clock ran out before `at` without acceptance, longest overdue first."""
    return (
        Handoff.objects.exclude(state=Handoff.State.ACCEPTED).filter(due_at__lt=at).order_by("due_at", "id")
    )


def head_who_takes(at: datetime) -> User | None:
    """Who keeps a client that no farmer can take: the head of the client department, else the head of sales, else None."""
    head = department_head(at=at)
    return head or people_present(Role.SALES_HEAD, at=at).first() or people_in(Role.SALES_HEAD).first()
