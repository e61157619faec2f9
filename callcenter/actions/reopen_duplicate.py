from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.merged_attempts import count_apart
from callcenter.merging import MergeStays, Pair, lock_pair, refuse_unless, why_merge_stays
from callcenter.models import PossibleDuplicate
from hunters.actions import part_prospects
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company, ContactPerson, ContactPoint
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User

State = PossibleDuplicate.State


@transaction.atomic
def reopen_duplicate(*, actor: User, pair: PossibleDuplicate, at: datetime) -> PossibleDuplicate:
    """Take a decision back: the pair is to be decided again, and a merge puts back exactly what it had moved.

    The lead that it closed waits again (due now at the earliest), or is closed for its old reason; the other one counts its
    own attempts alone again; a prospect has its hunter again. Refusals: `NotYours`, `DuplicateDecided` (nothing is decided),
    `MergeStays` (says what has happened since, such as a hunter's work on what was moved), `HunterNotFree`, `SlotTaken`
    (for the meeting that would move back).
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    locked = lock_pair(pair.pk)
    refuse_unless(locked, State.KEPT, State.MERGED)
    found = locked.found
    first, second = locked.companies[found.first_id].name, locked.companies[found.second_id].name
    if found.state == State.MERGED:
        if why := why_merge_stays(locked):
            raise MergeStays(why)
        kept, absorbed = found.moved["kept"], locked.companies[found.moved["absorbed"]]
        _put_back(locked, at)
        record_activity(
            company=kept,
            actor=actor,
            verb=verbs.MERGE_UNDONE,
            at=at,
            absorbed=absorbed.pk,
            name=absorbed.name,
        )
    else:
        record_activity(
            company=None,
            actor=actor,
            verb=verbs.DUPLICATE_REOPENED,
            at=at,
            pair=found.pk,
            first=first,
            second=second,
        )
    found.state, found.decided_at, found.decided_by, found.moved = State.OPEN, None, None, {}
    found.save(update_fields=["state", "decided_at", "decided_by", "moved"])
    return found


def _put_back(pair: Pair, at: datetime) -> None:
    moved = pair.found.moved
    absorbed = moved["absorbed"]
    ContactPoint.objects.filter(pk__in=moved["points"]).update(company=absorbed)
    ContactPerson.objects.filter(pk__in=moved["people"]).update(company=absorbed)
    if moved["tax_id"]:
        Company.objects.filter(pk=moved["kept"]).update(tax_id="")
    Company.objects.filter(pk=absorbed).update(
        merged_into=None, **({"tax_id": moved["tax_id"]} if moved["tax_id"] else {})
    )
    if (lead := pair.leads.get(absorbed)) and (was := moved.get("lead")):
        lead.state, lead.closed_reason = was["state"], was["reason"]
        lead.due_at = max(datetime.fromisoformat(was["due_at"]), at)
        lead.save(update_fields=["state", "closed_reason", "due_at"])
    if (stays := pair.leads.get(moved["kept"])) and (counted := moved.get("counted")):
        count_apart(stays, counted, at)
    if work := moved.get("work"):
        part_prospects(
            moved=work, absorbed=pair.companies[absorbed], kept=pair.companies[moved["kept"]], at=at
        )
