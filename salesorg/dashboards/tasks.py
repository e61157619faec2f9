"""Work of the night and of the spare moment."""

from celery import shared_task
from django.utils import timezone

from salesorg.dashboards import actions
from salesorg.dashboards.invariants import breaches
from salesorg.people.actions import notify
from salesorg.people.models import Role
from salesorg.people.queries import database_now, local_day, people_in


@shared_task(acks_late=True)
def check_invariants_nightly() -> int:
    """Tell the administrators of every invariant that is broken, once a day; return how many are."""
    now = timezone.now()
    found, day = breaches(), local_day(now)
    for breach in found:
        notify(
            people=people_in(Role.ADMIN),
            key=f"invariant:{breach.view}:{day}",
            kind="invariant_broken",
            at=now,
            data={"view": breach.view, "count": breach.count},
        )
    return len(found)


@shared_task(acks_late=True)
def fold_sums() -> None:
    """Make the sums that the boards read short again."""
    actions.fold_sums(at=database_now())
