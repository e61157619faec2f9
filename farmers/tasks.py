"""Background jobs of the client department; each selects what is due and may run twice."""

from celery import shared_task
from django.utils import timezone

from farmers import actions


@shared_task(name="farmers.tasks.sweep_neglect", acks_late=True)
def sweep_neglect() -> None:
    """Flag and clear neglected and lost clients (every minute)."""
    actions.sweep_neglect(at=timezone.now())
