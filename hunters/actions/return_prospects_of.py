from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from hunters import verbs
from hunters.actions._invitations import tell_client
from hunters.actions.reassign_prospect import give_deals, give_meeting
from hunters.actions.record_outcome import give_back
from hunters.models import Deal, Invitation, Meeting
from hunters.queries import fairest_hunters
from hunters.refusals import HunterNotFree, SlotTaken
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company, Ownership
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in

MAY = (Role.ADMIN, Role.SALES_HEAD, Role.HUNTERS_HEAD)


@transaction.atomic
def return_prospects_of(*, actor: User, person: User, at: datetime) -> int:
    """Give everything a leaving hunter had in hand to the head of hunters (else of sales); return how many companies.

    Prospects with their deals and cross-sell deals go to the head. A meeting at whose time the head is not free goes to
    the fairest free hunter, with its prospect; if nobody is free it is cancelled, and a company that nobody met yet is
    the call centre's again. A step of the dismissal. Refusal: `NotYours`.
    """
    if not actor.is_in(*MAY):
        raise NotYours
    head = _head(person)
    if head is None:
        return 0
    # In one order, so that two dismissals at once cannot wait for each other.
    companies = list(Company.objects.locked().filter(pk__in=_in_hands_of(person)).order_by("pk"))
    for company in companies:
        _return(actor, company, person, head, at)
    if companies:
        notify(
            people=[head], key=f"returned:{person.pk}:{at.isoformat()}", kind="prospects_returned", at=at,
            url=reverse("hunters:pipeline"), data={"person": person.name, "count": len(companies)},
        )  # fmt: skip
    return len(companies)


def _head(person: User) -> User | None:
    for role in (Role.HUNTERS_HEAD, Role.SALES_HEAD):
        if found := people_in(role).exclude(pk=person.pk).first():
            return found
    return None


def _in_hands_of(person: User) -> QuerySet[Company]:
    owned = Ownership.objects.current().filter(
        company=OuterRef("pk"), owner=person, stage=Ownership.Stage.HUNTING
    )
    deals = Deal.objects.filter(company=OuterRef("pk"), hunter=person, state=Deal.State.OPEN)
    meetings = Meeting.objects.filter(company=OuterRef("pk"), hunter=person, state=Meeting.State.SCHEDULED)
    return Company.objects.filter(Q(Exists(owned)) | Q(Exists(deals)) | Q(Exists(meetings))).values("pk")  # type: ignore[return-value]


def _return(actor: User, company: Company, person: User, head: User, at: datetime) -> None:
    taker = _meeting_taker(company, person, head, at)
    owner = current_owner(company)
    if owner is not None and owner.stage == Ownership.Stage.HUNTING:
        give_deals(company, taker, at, "hunter_left")
    else:
        Deal.objects.filter(company=company, hunter=person, state=Deal.State.OPEN).update(
            hunter=head, position=0
        )
    record_activity(
        company=company, actor=actor, verb=verbs.PROSPECT_RETURNED, at=at, was=person.pk, hunter=taker.pk
    )


def _meeting_taker(company: Company, person: User, head: User, at: datetime) -> User:
    """Find who can take the company's scheduled meeting, give it to them and return them; without a meeting the head."""
    meeting = Meeting.objects.filter(company=company, hunter=person, state=Meeting.State.SCHEDULED).first()
    if meeting is None:
        return head
    free = fairest_hunters(starts_at=meeting.starts_at, ends_at=meeting.ends_at, at=at)
    for taker in (head, *free):
        try:
            give_meeting(company, taker, at)
        except (HunterNotFree, SlotTaken):
            continue
        return taker
    meeting.state, meeting.outcome_at, meeting.on_hold = Meeting.State.CANCELLED, at, False
    meeting.save(update_fields=["state", "outcome_at", "on_hold"])
    tell_client(meeting, Invitation.Kind.CANCEL, at)
    give_back(company, at)
    return head
