"""Background jobs of the call centre; each selects what is due and may run twice."""

from celery import shared_task

from callcenter import actions, list_queries
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
