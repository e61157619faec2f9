from datetime import datetime

from django.db import transaction

from hunters import verbs
from hunters.actions._invitations import tell_client
from hunters.links import company_url
from hunters.locking import lock_hunter
from hunters.models import Deal, Invitation, Meeting
from hunters.queries import is_present
from hunters.refusals import HunterNotFree, NotAProspect, SlotTaken
from salesorg.clients.actions import change_owner, record_activity
from salesorg.clients.models import Company, Ownership
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.actions import notify
from salesorg.people.models import Role, User


@transaction.atomic
def reassign_prospect(
    *, actor: User, company: Company, hunter: User, at: datetime, reason: str = ""
) -> Ownership:
    """Give a prospect, its scheduled meeting and its open deals to another hunter; both are told.

    The head of hunters only. Refusals: `NotYours`, `NotAProspect`, `HunterNotFree` (not a hunter, or absent on the
    meeting's day), `SlotTaken`.
    """
    if not actor.is_in(Role.HUNTERS_HEAD):
        raise NotYours
    company = Company.objects.locked().get(pk=company.pk)
    owner = current_owner(company)
    if owner is None or owner.stage != Ownership.Stage.HUNTING:
        raise NotAProspect
    if not hunter.is_active or not hunter.is_in(Role.HUNTER, Role.HUNTERS_HEAD):
        raise HunterNotFree
    was = owner.owner
    give_meeting(company, hunter, at)
    owner = give_deals(company, hunter, at, reason or "reassigned")
    record_activity(
        company=company,
        actor=actor,
        verb=verbs.PROSPECT_REASSIGNED,
        at=at,
        was=was.pk,
        hunter=hunter.pk,
        note=reason,
    )
    tell_hunters(company, company, was, hunter, at)
    return owner


def give_meeting(company: Company, hunter: User, at: datetime) -> None:
    """Put the company's scheduled meeting, if any, into `hunter`'s calendar; the client learns who comes. Refusals: `HunterNotFree`, `SlotTaken`."""
    meeting = Meeting.objects.filter(company=company, state=Meeting.State.SCHEDULED).first()
    if meeting is None or meeting.hunter_id == hunter.pk:
        return
    if not is_present(hunter, meeting.starts_at):
        raise HunterNotFree
    meeting.hunter = hunter
    with refusing("meeting_hunter_not_double_booked", SlotTaken), transaction.atomic():
        lock_hunter(hunter)
        meeting.save(update_fields=["hunter"])
    tell_client(meeting, Invitation.Kind.MOVE, at)


def give_deals(company: Company, hunter: User, at: datetime, reason: str) -> Ownership:
    """Make `hunter` the owner of the prospect and of its open deals."""
    Deal.objects.filter(company=company, state=Deal.State.OPEN).update(hunter=hunter, position=0)
    return change_owner(
        company=company, owner=hunter, stage=Ownership.Stage.HUNTING, at=at, reason=reason[:60]
    )


def tell_hunters(company: Company, goes_on_as: Company, was: User, hunter: User, at: datetime) -> None:
    """Tell both hunters that `company` changes hands, and the new one where its work goes on."""
    key, url = f"prospect:{company.pk}:{at.isoformat()}", company_url(goes_on_as)
    data = {"company": company.name, "hunter": hunter.name}
    if was != hunter:
        notify(people=[was], key=key, kind="prospect_taken", at=at, data=data)
    notify(people=[hunter], key=f"{key}:given", kind="prospect_given", at=at, url=url, data=data)
