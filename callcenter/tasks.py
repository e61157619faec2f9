"""Background jobs of the call centre; each selects what is due and may run twice."""

from celery import shared_task

from callcenter import actions, list_queries
from callcenter.do_not_call_queries import due_numbers_files
from callcenter.recycling import due_recyclings
from salesorg.people.queries import database_now


@shared_task(acks_late=True)
def sweep_claims() -> None:
    """Leads of dead claims, broken promises and failed meetings come back into the queue."""
    actions.sweep_claims(at=database_now())


@shared_task(acks_late=True)
def sweep_audits() -> None:
    """Booked meetings that nobody looked at go on to their hunters in time."""
    actions.sweep_audits(at=database_now())


@shared_task(acks_late=True)
def run_import_job(job: int) -> None:
    """Carry one import through, from its first row or from where it stopped."""
    found = list_queries.due_import(job)
    if found is not None:
        actions.run_import(job=found, at=database_now())


@shared_task(acks_late=True)
def run_due_imports() -> None:
    """What was queued while Redis was away, or was killed on its way, goes on; old previews go."""
    actions.forget_previews(at=database_now())
    for job in list_queries.due_imports():
        actions.run_import(job=job, at=database_now())
    for file in due_numbers_files():
        actions.read_numbers(file=file, at=database_now())
    for recycling in due_recyclings():
        actions.carry_recycling_on(recycling=recycling, at=database_now())


@shared_task(acks_late=True)
def read_numbers(file: int) -> None:
    """Put the numbers of one file on do-not-call, from its first row or from where it stopped."""
    for found in due_numbers_files().filter(pk=file):
        actions.read_numbers(file=found, at=database_now())


@shared_task(acks_late=True)
def carry_recycling(recycling: int) -> None:
    """Bring closed leads back into the queue, batch by batch."""
    for found in due_recyclings().filter(pk=recycling):
        actions.carry_recycling_on(recycling=found, at=database_now())


@shared_task(acks_late=True)
def lift_expired_numbers() -> None:
    """What was forbidden only until today may be called again."""
    actions.lift_expired_numbers(at=database_now())


@shared_task(acks_late=True)
def pick_reviews() -> None:
    """The calls to be listened to: the week's samples that are due, those that booked a meeting; old ones go."""
    actions.pick_reviews(at=database_now())
