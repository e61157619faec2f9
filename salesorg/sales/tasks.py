"""Background jobs of the money that comes in; each selects what is due and may run twice."""

from celery import shared_task

from salesorg.people.queries import database_now
from salesorg.sales import actions
from salesorg.sales.bank_queries import due_statements


@shared_task(acks_late=True)
def read_bank_statement(statement: int) -> None:
    """Carry one statement through, from its first line or from where it stopped."""
    for found in due_statements().filter(pk=statement):
        actions.read_statement(statement=found, at=database_now())


@shared_task(acks_late=True)
def read_due_statements() -> None:
    """What was queued while Redis was away, or was killed on its way, goes on; uploads nobody confirmed go."""
    actions.forget_statements(at=database_now())
    for found in due_statements():
        actions.read_statement(statement=found, at=database_now())
