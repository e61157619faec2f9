"""Reads about disputes."""

from django.db.models import QuerySet

from handoff.models import Accrual, Dispute
from salesorg.people.models import User


def disputes_visible_to(person: User) -> QuerySet[Dispute]:
    """Return the disputes this person may see, newest first, with the lines they are about."""
    return Dispute.objects.visible_to(person).select_related(
        "opened_by", "answered_by", "correction", "accrual__beneficiary", "accrual__payment__sale__company",
        "accrual__held_meeting__company", "accrual__agreement__company", "accrual__statement_line__statement",
    )  # fmt: skip


def waiting_disputes(person: User) -> QuerySet[Dispute]:
    """Return those that wait for an answer, longest first."""
    return disputes_visible_to(person).filter(state=Dispute.State.OPEN).order_by("opened_at", "pk")


def answered_disputes(person: User) -> QuerySet[Dispute]:
    """Return those that are answered, newest first."""
    return disputes_visible_to(person).exclude(state=Dispute.State.OPEN)


def disputes_of(line: Accrual) -> QuerySet[Dispute]:
    """Return what was said about one line, newest first. Who may see the line may read it."""
    return Dispute.objects.filter(accrual=line).select_related("opened_by", "answered_by", "correction")
