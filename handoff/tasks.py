"""Background jobs: select what is due, one action, safe twice."""

from celery import shared_task

from handoff import actions
from salesorg.people.queries import database_now


@shared_task(acks_late=True)
def accrue_due() -> None:
    """Post the ledger lines of new payments and held meetings; one transaction per agreement, whatever piled up."""
    actions.accrue_due(at=database_now())


@shared_task(acks_late=True)
def escalate_late() -> None:
    """Tell the heads of handoffs whose clock ran out."""
    actions.escalate_late(at=database_now())


@shared_task(acks_late=True)
def end_agreements() -> None:
    """End the agreements whose hunter left or whose client is lost."""
    actions.end_agreements(at=database_now())
