from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.merging import lock_pair, refuse_unless
from callcenter.models import PossibleDuplicate
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User

State = PossibleDuplicate.State


@transaction.atomic
def keep_apart(*, actor: User, pair: PossibleDuplicate, at: datetime) -> PossibleDuplicate:
    """Decide that the two are different companies; no later import asks again. Refusals: `NotYours`, `DuplicateDecided`."""
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    locked = lock_pair(pair.pk)
    refuse_unless(locked, State.OPEN)
    found = locked.found
    found.state, found.decided_at, found.decided_by = State.KEPT, at, actor
    found.save(update_fields=["state", "decided_at", "decided_by"])
    # Of no company: deciding alone must not keep an import from being taken back.
    record_activity(
        company=None, actor=actor, verb=verbs.DUPLICATE_KEPT_APART, at=at, pair=found.pk,
        first=locked.companies[found.first_id].name, second=locked.companies[found.second_id].name,
    )  # fmt: skip
    return found
