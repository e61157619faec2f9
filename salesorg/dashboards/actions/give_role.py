from datetime import datetime

from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.dashboards import verbs
from salesorg.dashboards.actions.return_work import return_work
from salesorg.people.actions import change_role
from salesorg.people.models import Role, User


@transaction.atomic
def give_role(*, actor: User, person: User, role: Role, at: datetime) -> dict[str, int]:
    """Move a person to another desk: what was theirs at the old one goes back, their sessions and tokens end.

    Returns how many claims, prospects and accounts moved. Refusals: those of `change_role`.
    """
    before = person.role
    changed = change_role(actor=actor, person=person, role=role, at=at)
    moved = return_work(actor=actor, person=changed, at=at)
    record_activity(
        company=None,
        actor=actor,
        verb=verbs.ROLE_CHANGED,
        at=at,
        person=person.pk,
        was=before,
        role=str(role),
        **moved,
    )
    return moved
