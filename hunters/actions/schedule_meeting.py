from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from hunters import verbs
from hunters.actions._invitations import InviteTo, invite
from hunters.links import meeting_url, when_for
from hunters.locking import lock_hunter, refuse_merged
from hunters.models import Meeting
from hunters.queries import fairest_hunters, in_working_hours, is_present
from hunters.refusals import (
    AlreadyClient,
    HunterNotFree,
    HunterNotYoursToChoose,
    InOtherHands,
    MeetingAlreadyScheduled,
    NoHunterFree,
    NotAProspect,
    SlotTaken,
    TimeInThePast,
    WrongLength,
)
from hunters.where import checked_where
from salesorg.clients.actions import change_owner, record_activity
from salesorg.clients.models import Company, ContactPerson, Ownership
from salesorg.clients.queries import companies_visible_to, current_owner
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.actions import notify
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation

LONGEST = 12 * 60


@transaction.atomic
def schedule_meeting(
    *,
    actor: User,
    company: Company,
    hunter: User | None,
    starts_at: datetime,
    minutes: int,
    place: str,
    contact: str,
    brief: str,
    at: datetime,
    video_link: str = "",
    invite_to: InviteTo | None = None,
    on_hold: bool = False,
) -> Meeting:
    """Put a meeting into a hunter's calendar; the company becomes a prospect in that hunter's hands.

    A step of the call centre's `log_call`, and a hunter's own way to meet a prospect again or a client for a cross-sell.
    `hunter` None: the fairest free one. Who books for others keeps to the working hours; hunters and their head may
    agree on any time. `invite_to`: the address to which an invitation is queued. `on_hold`: the time is taken, but neither
    hunter nor client hears of it before `release_meeting`. Refusals: `NotYours`, `TimeInThePast`, `WrongLength`,
    `CompanyMerged`, `PlaceOrLink`, `LinkNotSafe`, `AlreadyClient`, `InOtherHands`, `NotAProspect`, `HunterNotYoursToChoose`,
    `HunterNotFree`, `NoHunterFree`, `SlotTaken`, `MeetingAlreadyScheduled`, `AddressUnknown`. Source: product.md 4.1.
    """
    place, video_link = checked_where(place, video_link)
    company = Company.objects.locked().get(pk=company.pk)
    refuse_merged(company.pk, company)
    ends_at = _end_of(starts_at, minutes, at)
    owner = current_owner(company)
    hunter = _whose(actor, company, owner, hunter)
    if not actor.is_in(Role.HUNTER, Role.HUNTERS_HEAD) and not in_working_hours(starts_at, ends_at):
        raise HunterNotFree
    meeting = Meeting(
        company=company, contact_person=_contact(company, contact), booked_by=actor, booked_at=at,
        starts_at=starts_at, ends_at=ends_at, place=place, video_link=video_link, brief=brief, on_hold=on_hold,
    )  # fmt: skip
    meeting = _place(meeting, _candidates(hunter, starts_at, ends_at, at), certain=hunter is not None)
    if invite_to is not None:
        invite(meeting, invite_to, at)
    if on_hold:
        # Who had the company before may read its timeline: not a word of hunter and time.
        record_activity(company=company, actor=actor, verb=verbs.MEETING_ON_HOLD, at=at, meeting=meeting.pk)
    else:
        give_to_hunter(meeting, actor, at)
    return meeting


def give_to_hunter(meeting: Meeting, actor: User | None, at: datetime) -> None:
    """Make the company the hunter's prospect, if it is nobody's yet, and tell the hunter; the caller holds its lock."""
    company = meeting.company
    if company.status != Company.Status.CLIENT and current_owner(company) is None:
        _take_over(company, meeting.hunter, at)
    record_activity(
        company=company, actor=actor, verb=verbs.MEETING_BOOKED, at=at,
        meeting=meeting.pk, hunter=meeting.hunter_id, starts_at=meeting.starts_at.isoformat(),
    )  # fmt: skip
    _tell(meeting, actor, at)


def _end_of(starts_at: datetime, minutes: int, at: datetime) -> datetime:
    if starts_at <= at:
        raise TimeInThePast
    if not 5 <= minutes <= LONGEST:
        raise WrongLength
    return starts_at + timedelta(minutes=minutes)


def _whose(actor: User, company: Company, owner: Ownership | None, hunter: User | None) -> User | None:
    """Decide whose meeting it is going to be; None: to be found."""
    if actor.is_in(Role.HUNTER):
        return _own(actor, company, owner, hunter)
    if not actor.is_in(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.HUNTERS_HEAD):
        raise NotYours
    if (
        hunter is not None
        and actor.is_in(Role.CALL_MANAGER)
        and not organisation().call_managers_choose_hunter
    ):
        raise HunterNotYoursToChoose
    if hunter is not None and not hunter.is_in(Role.HUNTER, Role.HUNTERS_HEAD):
        raise HunterNotFree
    if company.status == Company.Status.CLIENT:
        raise AlreadyClient
    if owner is None:
        return hunter
    if actor.is_in(Role.HUNTERS_HEAD) and hunter in (None, owner.owner):
        return owner.owner
    raise InOtherHands


def _own(actor: User, company: Company, owner: Ownership | None, hunter: User | None) -> User:
    """A hunter meets own prospects and clients that were once in own hands."""
    if hunter not in (None, actor):
        raise NotYours
    if company.status == Company.Status.CLIENT:
        if not companies_visible_to(actor).filter(pk=company.pk).exists():
            raise InOtherHands
    elif owner is None:
        raise NotAProspect
    elif owner.owner_id != actor.pk:
        raise InOtherHands
    return actor


def _candidates(hunter: User | None, starts_at: datetime, ends_at: datetime, at: datetime) -> list[User]:
    if hunter is None:
        return fairest_hunters(starts_at=starts_at, ends_at=ends_at, at=at)
    if not is_present(hunter, starts_at):
        raise HunterNotFree
    return [hunter]


def _place(meeting: Meeting, candidates: Iterable[User], *, certain: bool) -> Meeting:
    """Give the meeting to the first candidate whose time is still free; a rival may have taken it this very moment."""
    for hunter in candidates:
        meeting.hunter = hunter
        try:
            with (
                refusing("meeting_hunter_not_double_booked", SlotTaken),
                refusing("meeting_one_scheduled_per_company", MeetingAlreadyScheduled),
                transaction.atomic(),
            ):
                lock_hunter(hunter)
                meeting.save(force_insert=True)
        except SlotTaken:
            meeting.pk = None
            if certain:
                raise
        else:
            return meeting
    raise NoHunterFree


def _take_over(company: Company, hunter: User, at: datetime) -> None:
    change_owner(company=company, owner=hunter, stage=Ownership.Stage.HUNTING, at=at, reason="meeting_booked")
    company.status = Company.Status.PROSPECT
    company.save(update_fields=["status"])


def _contact(company: Company, name: str) -> ContactPerson | None:
    name = " ".join(name.split())[:150]
    if not name:
        return None
    known = ContactPerson.objects.filter(company=company, name__iexact=name).first()
    return known or ContactPerson.objects.create(company=company, name=name)


def _tell(meeting: Meeting, actor: User | None, at: datetime) -> None:
    if meeting.hunter == actor:
        return
    data = {"company": meeting.company.name, "when": when_for(meeting.hunter, meeting.starts_at)}
    notify(
        people=[meeting.hunter], key=f"meeting:{meeting.pk}:given", kind="meeting_given", at=at,
        url=meeting_url(meeting), data=data,
    )  # fmt: skip
