"""Background jobs: select what is due, one action, safe twice."""

from celery import shared_task

from handoff import actions
from handoff.queries import due_closings
from salesorg.people.queries import database_now

ROUNDS = 50


@shared_task(acks_late=True)
def accrue_due() -> None:
    """Post the ledger lines of new payments; after a standstill in rounds, so that each stays small."""
    for _ in range(ROUNDS):
        if not actions.accrue_due(at=database_now()):
            return


@shared_task(acks_late=True)
def escalate_late() -> None:
    """Tell the heads of handoffs whose clock ran out."""
    actions.escalate_late(at=database_now())


@shared_task(acks_late=True)
def carry_closing(closing: int) -> None:
    """Close the statements of one month, from the first or from where it stopped."""
    for found in due_closings().filter(pk=closing):
        actions.carry_closing_on(closing=found, at=database_now())


@shared_task(acks_late=True)
def carry_closings() -> None:
    """Months whose closing was asked for while Redis was away, or was killed on its way, go on."""
    for found in due_closings():
        actions.carry_closing_on(closing=found, at=database_now())
