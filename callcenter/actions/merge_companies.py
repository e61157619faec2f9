from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.labels import MERGED
from callcenter.merged_attempts import count_together
from callcenter.merging import CannotBeAbsorbed, Pair, lock_pair, refuse_unless, why_not_absorbed
from callcenter.models import Lead, PossibleDuplicate
from hunters.actions import join_prospects
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company, ContactPerson, ContactPoint
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Role, User

State = PossibleDuplicate.State


class NotOfThePair(ActionRefused):
    code = "not_of_the_pair"
    text = _("Choose which of the two companies stays.")


@transaction.atomic
def merge_companies(*, actor: User, pair: PossibleDuplicate, keep: int, at: datetime) -> PossibleDuplicate:
    """Make one company of the two: `keep` (an id) stays, the other one is absorbed.

    Its numbers, addresses, people, meetings and deals move; its lead is closed, its attempts count for the one that stays;
    its calls and journal are shown with that one, which keeps its hunter or farmer. Numbers on do-not-call stay there,
    whosever they are. What was moved is kept in `moved`, so that the merge can be taken back. Source: product.md 4.1.
    Refusals: `NotYours`, `DuplicateDecided`, `NotOfThePair`, `CannotBeAbsorbed` (says why), `HunterNotFree`, `SlotTaken`
    (for the meeting that would move).
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    locked = lock_pair(pair.pk)
    refuse_unless(locked, State.OPEN)
    if keep not in locked.companies:
        raise NotOfThePair
    kept, absorbed = locked.companies[keep], locked.other(keep)
    if why := why_not_absorbed(locked, absorbed):
        raise CannotBeAbsorbed(why)
    found = locked.found
    work = join_prospects(absorbed=absorbed, kept=kept, at=at)
    found.moved = {**_move(locked, kept, absorbed), "work": work}
    found.state, found.decided_at, found.decided_by = State.MERGED, at, actor
    found.save(update_fields=["moved", "state", "decided_at", "decided_by"])
    record_activity(
        company=kept,
        actor=actor,
        verb=verbs.COMPANIES_MERGED,
        at=at,
        absorbed=absorbed.pk,
        name=absorbed.name,
    )
    return found


def _move(pair: Pair, kept: Company, absorbed: Company) -> dict[str, Any]:
    """Move it and return what was moved. An e-mail that both have stays where it is."""
    hashes = ContactPoint.objects.filter(company=kept).values("value_hash")
    points = ContactPoint.objects.filter(company=absorbed).exclude(value_hash__in=hashes)
    people = ContactPerson.objects.filter(company=absorbed)
    moved: dict[str, Any] = {
        "kept": kept.pk, "absorbed": absorbed.pk, "points": sorted(points.values_list("pk", flat=True)),
        "people": sorted(people.values_list("pk", flat=True)), "tax_id": "" if kept.tax_id else absorbed.tax_id,
    }  # fmt: skip
    ContactPoint.objects.filter(pk__in=moved["points"]).update(company=kept)
    people.update(company=kept)
    taken = {"tax_id": ""} if moved["tax_id"] else {}
    Company.objects.filter(pk=absorbed.pk).update(merged_into=kept, **taken)
    if moved["tax_id"]:
        Company.objects.filter(pk=kept.pk).update(tax_id=moved["tax_id"])
    if lead := pair.leads.get(absorbed.pk):
        moved["lead"] = {"state": lead.state, "reason": lead.closed_reason, "due_at": lead.due_at.isoformat()}
        Lead.objects.filter(pk=lead.pk).update(state=Lead.State.CLOSED, closed_reason=MERGED)
        stays = pair.leads.get(kept.pk)
        moved["counted"] = count_together(stays, lead, kept) if stays else None
    return moved
