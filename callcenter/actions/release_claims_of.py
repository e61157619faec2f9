from datetime import datetime

from django.db import transaction
from django.db.models import Q

from callcenter.claim_lock import lock_claim
from callcenter.giving_back import give_back, return_lead
from callcenter.models import Break, Claim, Lead
from salesorg.people.models import User


@transaction.atomic
def release_claims_of(*, actor: User | None, person: User, at: datetime) -> int:
    """Return to the queue what `person` had in hand and had promised to call back; return how many leads.

    A step of a dismissal or a change of role. A promised callback stays due at its time, for anyone. An open
    break ends.
    """
    Break.objects.filter(person=person, ended_at__isnull=True).update(ended_at=at)
    returned = 0
    for pk in Claim.objects.filter(manager=person, ended_at__isnull=True).values_list("pk", flat=True):
        held = lock_claim(pk)
        if held is not None and held.ended_at is None:
            give_back(held=held, ending=Claim.Ending.RELEASED, actor=actor, at=at)
            returned += 1
    promised = Q(state=Lead.State.CALLBACK, callback_owner=person)
    for lead in Lead.objects.filter(promised).order_by("company_id").values_list("pk", flat=True):
        returned += return_lead(lead=lead, still=promised, reason="owner_left", actor=actor, at=at)
    return returned
