"""The way into every action of this stage: the company's lock first, then the row anew, then whose it is."""

from datetime import date, datetime, timedelta

from hunters.models import Deal, Meeting
from hunters.refusals import (
    CompanyMerged,
    DealClosed,
    MeetingOnHold,
    NotOnHold,
    OutcomeRecorded,
    StepInThePast,
    StepMissing,
)
from salesorg.clients.models import Company
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


def lock_deal(*, actor: User, deal: Deal) -> Deal:
    """Return the open deal as it is now, under its company's lock. Refusals: `NotYours`, `DealClosed`, `CompanyMerged`."""
    company = Company.objects.locked().get(pk=deal.company_id)
    fresh: Deal = Deal.objects.select_related("hunter", "stage").get(pk=deal.pk)
    refuse_merged(fresh.company_id, company)
    fresh.company = company
    own_or_head(actor, fresh.hunter_id)
    if fresh.state != Deal.State.OPEN:
        raise DealClosed
    return fresh


def lock_meeting(*, actor: User, meeting: Meeting) -> Meeting:
    """Return the scheduled meeting as it is now, under its company's lock.

    Refusals: `NotYours`, `MeetingOnHold`, `OutcomeRecorded`, `CompanyMerged`.
    """
    fresh = _locked(meeting)
    own_or_head(actor, fresh.hunter_id)
    if fresh.on_hold:
        raise MeetingOnHold
    if fresh.state != Meeting.State.SCHEDULED:
        raise OutcomeRecorded
    return fresh


def lock_meeting_on_hold(meeting: Meeting) -> Meeting:
    """Return the meeting that waits for the call centre's word, under its company's lock. Refusals: `NotOnHold`, `CompanyMerged`."""
    fresh = _locked(meeting)
    if not fresh.on_hold:
        raise NotOnHold
    return fresh


def _locked(meeting: Meeting) -> Meeting:
    company = Company.objects.locked().get(pk=meeting.company_id)
    fresh: Meeting = Meeting.objects.select_related("hunter", "booked_by").get(pk=meeting.pk)
    refuse_merged(fresh.company_id, company)
    fresh.company = company
    return fresh


def refuse_merged(now: int, locked: Company) -> None:
    """Refuse with `CompanyMerged` what has gone to another company (id `now`) before the lock was got."""
    if locked.merged_into_id or now != locked.pk:
        raise CompanyMerged


def lock_hunter(hunter: User) -> User:
    """Lock a hunter's calendar, after the company.

    Two meetings written for one hunter at once would each wait at the exclusion constraint for the other: PostgreSQL
    ends that as a deadlock, not as a refusal. Released with the savepoint if the time turns out to be taken.
    """
    locked: User = User.objects.select_for_update(no_key=True).get(pk=hunter.pk)
    return locked


def own_or_head(actor: User, hunter_id: int) -> None:
    """Refuse with `NotYours` unless it is the actor's own or the actor heads the hunters."""
    if actor.pk != hunter_id and not actor.is_in(Role.HUNTERS_HEAD):
        raise NotYours


def checked_step(step: str, on: date | None, at: datetime) -> tuple[str, date]:
    """Return the next step if it is one: words and a day not before today. Refusals: `StepMissing`, `StepInThePast`."""
    if not step.strip() or on is None:
        raise StepMissing
    if on < at.astimezone(organisation().zone).date():
        raise StepInThePast
    return step.strip()[:200], on


def next_working_day(at: datetime) -> date:
    """Return the organisation's first working day after the day of `at`."""
    week = organisation().working_week
    day = at.astimezone(week.zone).date() + timedelta(days=1)
    for _ in range(30):
        if week.works_on(day):
            break
        day += timedelta(days=1)
    return day
