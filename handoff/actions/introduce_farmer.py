from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.actions.pass_promises import pass_promises
from handoff.actions.prepare_handoff import CHECKLIST, as_written, check_introducer, fill_checklist
from handoff.checklist import Checklist, Promised
from handoff.locks import lock_handoff
from handoff.models import Handoff
from handoff.notifications import tell
from handoff.refusals import ChecklistIncomplete, NoFarmerYet
from salesorg.clients.actions import record_activity
from salesorg.people.models import User


@transaction.atomic
def introduce_farmer(
    *, actor: User, handoff: Handoff, checklist: Checklist, at: datetime, promises: Sequence[Promised] = ()
) -> Handoff:
    """The client has met the farmer: every step of the checklist is done. The farmer may accept now.

    `promises` that are not written down yet pass over with it. By the hunter of the handoff or the head of hunters; again,
    it only keeps what was corrected. Refusals: `NotYours`, `AlreadyAccepted`, `NoFarmerYet`, `PromisesWritten`,
    `ChecklistIncomplete` (with `missing`), and those of the farmers' `pass_promise_on`.
    """
    handoff = lock_handoff(handoff)
    check_introducer(actor, handoff)
    if handoff.farmer is None:
        raise NoFarmerYet
    pass_promises(actor=actor, handoff=handoff, promises=promises, at=at)
    checklist = as_written(checklist, handoff)
    if checklist.missing:
        raise ChecklistIncomplete(missing=checklist.missing)
    fill_checklist(handoff, checklist)
    if handoff.state == Handoff.State.OFFERED:
        handoff.state, handoff.introduced_at = Handoff.State.INTRODUCED, at
        tell([handoff.farmer], "handoff_introduced", handoff, at)
    handoff.save(update_fields=[*CHECKLIST, "state", "introduced_at"])
    record_activity(
        company=handoff.company_id, actor=actor, verb=verbs.FARMER_INTRODUCED, at=at,
        handoff=handoff.pk, farmer=handoff.farmer_id, how=handoff.introduced_how, reaction=handoff.reaction,
        note=handoff.reaction_note,
    )  # fmt: skip
    return handoff
