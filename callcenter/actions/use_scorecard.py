from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.models import Scorecard
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def use_scorecard(*, actor: User, scorecard: Scorecard, at: datetime) -> Scorecard:
    """Judge calls by this scorecard from now on; the one in use until now stays for its reviews.

    Using the one in use changes nothing. Refusals: `NotYours`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    # All of them, in one order: two administrators who switch at once come one after the other.
    locked = {one.pk: one for one in Scorecard.objects.select_for_update(no_key=True).order_by("pk")}
    chosen = locked[scorecard.pk]
    if chosen.is_active:
        return chosen
    Scorecard.objects.filter(is_active=True).update(is_active=False)
    chosen.is_active = True
    chosen.save(update_fields=["is_active"])
    record_activity(
        company=None, actor=actor, verb=verbs.SCORECARD_USED, at=at, scorecard=chosen.pk, name=chosen.name
    )
    return chosen
