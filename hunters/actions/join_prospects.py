"""Two steps of the call centre's merging: what the hunters had with a company goes to the one that stays, and back."""

from datetime import datetime
from typing import Any

from hunters.actions.reassign_prospect import give_meeting, tell_hunters
from hunters.actions.record_outcome import give_back
from hunters.models import Deal, Meeting
from hunters.refusals import HunterNotFree
from salesorg.clients.actions import change_owner, end_ownership
from salesorg.clients.models import Company, Ownership
from salesorg.clients.queries import current_owner
from salesorg.people.models import Role, User

HUNTING = Ownership.Stage.HUNTING


def join_prospects(*, absorbed: Company, kept: Company, at: datetime) -> dict[str, Any]:
    """Move the meetings and deals of `absorbed` to `kept`, and let its hunter go; return what `part_prospects` needs.

    Of a prospect that goes into another hunter's one, the meeting ahead and the open deals become that hunter's, and both
    are told. The caller holds both locks and has asked `in_work`. Refusals: `HunterNotFree`, `SlotTaken` (the hunter of the
    one that stays cannot take the meeting).
    """
    owner, keeper = current_owner(absorbed), current_owner(kept)
    meetings, deals = Meeting.objects.filter(company=absorbed), Deal.objects.filter(company=absorbed)
    open_deals = list(deals.filter(state=Deal.State.OPEN).values_list("pk", flat=True))
    moved = {
        "meetings": sorted(meetings.values_list("pk", flat=True)), "deals": sorted(deals.values_list("pk", flat=True)),
        "hunter": owner.owner_id if owner else None,
    }  # fmt: skip
    meetings.update(company=kept)
    deals.update(company=kept)
    if owner is None:
        return moved
    end_ownership(company=absorbed, at=at)
    _become(absorbed, Company.Status.LEAD)
    if keeper is not None and keeper.stage == HUNTING and keeper.owner_id != owner.owner_id:
        give_meeting(kept, keeper.owner, at)
        Deal.objects.filter(pk__in=open_deals).update(hunter=keeper.owner, position=0)
        tell_hunters(absorbed, kept, owner.owner, keeper.owner, at)
    return moved


def part_prospects(*, moved: dict[str, Any], absorbed: Company, kept: Company, at: datetime) -> None:
    """Put back what `join_prospects` has moved; the caller holds both locks and has taken `absorbed` out of `kept`.

    Its hunter has it again (and both are told), or, if that one has left, the hunter of `kept`. Nobody has worked on what was
    moved. `kept`, if its own only meeting has failed while it had the other's deals, is the call centre's again. Refusals:
    `HunterNotFree` (also: both have left), `SlotTaken`.
    """
    Meeting.objects.filter(pk__in=moved["meetings"], company=kept).update(company=absorbed)
    Deal.objects.filter(pk__in=moved["deals"], company=kept).update(company=absorbed)
    if moved["hunter"] is not None:
        hunter = _who_takes_it_back(moved["hunter"], kept)
        _become(absorbed, Company.Status.PROSPECT)
        change_owner(company=absorbed, owner=hunter, stage=HUNTING, at=at, reason="merge_undone")
        give_meeting(absorbed, hunter, at)
        Deal.objects.filter(company=absorbed, state=Deal.State.OPEN).exclude(hunter=hunter).update(
            hunter=hunter, position=0
        )
        keeper = current_owner(kept)
        if keeper is not None and keeper.stage == HUNTING and keeper.owner_id != hunter.pk:
            tell_hunters(absorbed, absorbed, keeper.owner, hunter, at)
    if kept.status == Company.Status.PROSPECT:
        give_back(kept, at)


def _who_takes_it_back(pk: int, kept: Company) -> User:
    hunter: User = User.objects.get(pk=pk)
    if hunter.is_active and hunter.is_in(Role.HUNTER, Role.HUNTERS_HEAD):
        return hunter
    keeper = current_owner(kept)
    if keeper is None or keeper.stage != HUNTING:
        raise HunterNotFree
    return keeper.owner


def _become(company: Company, status: Company.Status) -> None:
    company.status = status
    company.save(update_fields=["status"])
