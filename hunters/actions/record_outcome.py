from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from handoff.actions import record_held_meeting
from hunters import verbs
from hunters.actions._invitations import tell_client
from hunters.locking import checked_step, lock_meeting, next_working_day
from hunters.models import Deal, DealStage, Invitation, Meeting
from hunters.refusals import AmountNegative, UnknownOutcome
from salesorg.clients.actions import end_ownership, record_activity
from salesorg.clients.models import Company
from salesorg.clients.queries import current_owner
from salesorg.lib.money import ZERO
from salesorg.people.actions import notify
from salesorg.people.models import User

VERBS = {
    Meeting.State.HELD: verbs.MEETING_HELD,
    Meeting.State.NO_SHOW: verbs.MEETING_NO_SHOW,
    Meeting.State.CANCELLED: verbs.MEETING_CANCELLED,
}


@dataclass(frozen=True)
class Recorded:
    """The meeting with its outcome, and the deal that a held one opened or carried on."""

    meeting: Meeting
    deal: Deal | None


@transaction.atomic
def record_outcome(
    *,
    actor: User,
    meeting: Meeting,
    outcome: str,
    at: datetime,
    on_target: bool | None = None,
    note: str = "",
    next_step: str = "",
    next_step_on: date | None = None,
    amount: Decimal | None = None,
) -> Recorded:
    """Say what became of a meeting: `held`, `no_show` or `cancelled`.

    Held opens the deal (or is a contact of the one that is open); `on_target` is the hunter's grade for the call centre;
    its call manager is paid by the ledger; without a next step the deal gets one for the next working day. `amount` is an estimate in the organisation's
    currency. After a no-show or a cancellation a company that nobody ever met goes back to the call centre;
    the client is told of a cancellation that comes before the start.
    Refusals: `NotYours`, `OutcomeRecorded`, `UnknownOutcome`, `StepInThePast`, `AmountNegative`. Source: product.md 4.2.
    """
    meeting = lock_meeting(actor=actor, meeting=meeting)
    if outcome not in VERBS:
        raise UnknownOutcome
    if amount is not None and amount < 0:
        raise AmountNegative
    held = outcome == Meeting.State.HELD
    meeting.state, meeting.outcome_at, meeting.outcome_note = outcome, at, note
    meeting.on_target = on_target if held else None
    meeting.save(update_fields=["state", "outcome_at", "outcome_note", "on_target"])
    deal = _go_on(meeting, next_step, next_step_on, amount, at) if held else None
    if held:
        record_held_meeting(
            reference=meeting.pk, company=meeting.company, booked_by=meeting.booked_by,
            held_at=min(meeting.starts_at, at),
        )  # fmt: skip
    if not held:
        give_back(meeting.company, at)
    if outcome == Meeting.State.CANCELLED:
        tell_client(meeting, Invitation.Kind.CANCEL, at)
    record_activity(
        company=meeting.company, actor=actor, verb=VERBS[Meeting.State(outcome)], at=at,
        meeting=meeting.pk, on_target=meeting.on_target, deal=deal.pk if deal else None, note=note,
    )  # fmt: skip
    _tell(meeting, actor, at)
    return Recorded(meeting, deal)


def give_back(company: Company, at: datetime) -> bool:
    """End the hunters' ownership of a company whose meeting failed, so that its lead is due again; say whether it did.

    Who was met once stays with the hunter, with or without a deal: a follow-up that fails is no reason for a cold call.
    """
    if company.status == Company.Status.CLIENT or company.deals.exists():
        return False
    if company.meetings.filter(state__in=[Meeting.State.HELD, Meeting.State.SCHEDULED]).exists():
        return False
    if current_owner(company) is not None:
        end_ownership(company=company, at=at)
    company.status = Company.Status.LEAD
    company.save(update_fields=["status"])
    return True


def _go_on(meeting: Meeting, step: str, on: date | None, amount: Decimal | None, at: datetime) -> Deal | None:
    """Carry on the hunter's open deal with the company, or open one; with a client a deal is opened on purpose only."""
    deal = Deal.objects.filter(company=meeting.company, hunter=meeting.hunter, state=Deal.State.OPEN).first()
    if deal is None and meeting.company.status == Company.Status.CLIENT:
        return None
    if deal is None:
        deal = Deal(
            company=meeting.company, hunter=meeting.hunter, meeting=meeting, opened_at=at, amount=ZERO
        )
        deal.stage = DealStage.objects.order_by("position")[0]
    if step.strip() or not deal.next_step:
        deal.next_step, deal.next_step_on = checked_step(
            step or _("Agree on the next step"), on or next_working_day(at), at
        )
    deal.amount = deal.amount if amount is None else amount
    deal.last_contact_at = at
    deal.save()
    return deal


def _tell(meeting: Meeting, actor: User, at: datetime) -> None:
    """Whoever booked the meeting learns what became of it: that is the grade of the work."""
    if meeting.booked_by == actor:
        return
    notify(
        people=[meeting.booked_by], key=f"meeting:{meeting.pk}:{meeting.state}", kind=f"meeting_{meeting.state}",
        at=at, data={"company": meeting.company.name},
    )  # fmt: skip
