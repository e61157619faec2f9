from datetime import datetime

from django.db import transaction

from callcenter.models import Break
from callcenter.refusals import NoBreak
from salesorg.people.models import User


@transaction.atomic
def end_break(*, actor: User, at: datetime) -> Break:
    """End the person's open break and return it. Refusal: `NoBreak`, also for the second of two clicks."""
    mine = Break.objects.select_for_update(of=("self",), no_key=True).filter(
        person=actor, ended_at__isnull=True
    )
    found = mine.first()
    if found is None:
        raise NoBreak
    found.ended_at = max(at, found.started_at)
    found.save(update_fields=["ended_at"])
    return found
