"""A call manager's day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from callcenter.actions import log_call, take_next_lead
from callcenter.booking import MeetingWish
from hunters.actions import InviteTo
from hunters.queries import free_slots
from salesorg.clients.models import Company, ContactPoint
from salesorg.dashboards.demo.scripting import said_in
from salesorg.dashboards.demo.stage import Stage
from salesorg.people.models import Role, User

# How cold calls end; shares of all calls that were not callbacks. Booked: about a third of those reached.
ENDINGS = {
    "no_answer": 36, "busy": 8, "voicemail": 8, "gatekeeper": 12, "callback": 9, "not_interested": 11,
    "not_a_fit": 4, "wrong_number": 2, "do_not_call": 1, "meeting_booked": 11,
}  # fmt: skip

# Codes, which everybody reads in the own language (callcenter/labels.py).
REASONS = ("has_supplier", "no_need", "too_expensive", "bad_experience")


@dataclass(frozen=True)
class PlannedCall:
    """Who calls when."""

    manager: User
    at: datetime


def plan_day(stage: Stage, day: date, calls_each: int) -> list[PlannedCall]:
    """Spread the calls of all managers over the day, in the order in which they happen."""
    planned = []
    for skill, manager in enumerate(stage.team(Role.CALL_MANAGER)):
        for n in range(calls_each - skill):
            hours = 9.1 + 8.4 * n / calls_each + stage.dice.random() * 0.4
            planned.append(PlannedCall(manager, stage.moment(day, hours)))
    return sorted(planned, key=lambda call: call.at)


def make_call(stage: Stage, planned: PlannedCall) -> None:
    """Take the next lead and log how the call ended."""
    claim = take_next_lead(actor=planned.manager, at=planned.at)
    if claim is None:
        return
    ended = planned.at + timedelta(seconds=stage.dice.randint(25, 420))
    ending = stage.dice.choices(list(ENDINGS), weights=list(ENDINGS.values()))[0]
    meeting = book(stage, ended, claim.lead.company) if ending == "meeting_booked" else None
    if ending == "meeting_booked" and meeting is None:
        ending = "no_answer"
    log_call(
        actor=planned.manager, claim=claim, disposition=ending, at=ended, meeting=meeting,
        note=stage.says("reached") if ending in ("callback", "meeting_booked", "gatekeeper") else "",
        reason=stage.dice.choice(REASONS) if ending == "not_interested" else "",
        answers=said_in(stage, claim.card.script if claim.card else None, ending, claim.pk),
        callback_at=ended + timedelta(hours=stage.dice.choice([3, 24, 48, 72])) if ending == "callback" else None,
    )  # fmt: skip


def book(stage: Stage, at: datetime, company: Company) -> MeetingWish | None:
    """Pick one of the free slots of the coming days, as a client would."""
    slots = free_slots(start=at + timedelta(hours=18), end=at + timedelta(days=8), minutes=60, at=at)
    if not slots:
        return None
    contact = company.contact_people.first()
    chosen = slots[0] if stage.happens(0.4) else stage.dice.choice(slots)
    fairest = next(slot for slot in slots if slot.starts_at == chosen.starts_at)
    return MeetingWish(
        starts_at=fairest.starts_at, hunter=fairest.hunter, contact=contact.name if contact else "",
        place=company.address or company.city or company.name, invite_to=_invited(stage, at, company),
    )  # fmt: skip


def _invited(stage: Stage, at: datetime, company: Company) -> InviteTo | None:
    """To which of the company's addresses the invitation goes; in the last days only, as each mail costs time."""
    if not stage.is_watched(at.astimezone(stage.zone).date()):
        return None
    found = company.contact_points.filter(kind=ContactPoint.Kind.EMAIL, is_wrong=False).first()
    return InviteTo(contact_point=found.pk) if found else None
