from datetime import datetime

from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.dashboards import verbs
from salesorg.dashboards.actions.return_work import return_work
from salesorg.people.actions import dismiss_person
from salesorg.people.models import User


@transaction.atomic
def let_person_go(*, actor: User, person: User, at: datetime) -> dict[str, int]:
    """End a person's employment and give back all that was in their hands, in one transaction.

    No session, password or token of theirs works from the next request on. Returns how many claims, prospects and
    accounts moved. Refusals: `NotYours` (administrators only, never oneself), `AlreadyDismissed`. Source: guarantees,
    «Access».
    """
    dismiss_person(actor=actor, person=person, at=at)
    moved = return_work(actor=actor, person=person, at=at)
    record_activity(company=None, actor=actor, verb=verbs.PERSON_DISMISSED, at=at, person=person.pk, **moved)
    return moved
