from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from callcenter.booking import MeetingWish
from callcenter.call_and_next import LookAhead, log_with_next
from callcenter.call_record import CallDraft, record_call
from callcenter.callable_numbers import has_callable_number
from callcenter.callback_times import refuse_impossible_time
from callcenter.claim_lock import Held, lock_claim_in_hand
from callcenter.meeting_booking import book_meeting, open_audit
from callcenter.models import Call, Claim, Lead
from callcenter.outcome import outcome_of
from callcenter.refusals import AnswerNeeded, CallbacksFull, UnknownDisposition
from callcenter.rule import Rule
from salesorg.clients.actions import add_to_do_not_call
from salesorg.clients.models import ContactPoint, DoNotCall
from salesorg.people.models import User
from salesorg.people.queries import organisation


def log_call(
    *, actor: User, claim: Claim | int, disposition: str, note: str, at: datetime, callback_at: datetime | None = None,
    reason: str = "", meeting: MeetingWish | None = None, answers: list[Any] | None = None, phone: int | None = None,
    look: LookAhead | None = None,
) -> Call:  # fmt: skip
    """End the call in hand: log it, and do to the lead what its `disposition` (a code) says.

    Returns the call; its `lead` holds the state in which the call left it.
    `answers` is the path through the script ([{step, answer, said?}]); `phone` the id of the contact point that was dialled (a wrong number; by
    default the first one that could be). Source: product.md 4.1 and 6. Refusals, nothing changed: `ClaimNotYours`,
    `ClaimExpired`, `ClaimEnded`, `UnknownDisposition`, `AnswerNeeded`, `CallbacksFull`, and what `schedule_meeting` refuses.

    `look`: what was just read (`look_ahead`), by who wants the next lead too. The call then brings it as `next_claim`, if it
    was to be had in the same statement; otherwise `take_next_lead` finds it, or says why there is none.
    """
    pk = claim.pk if isinstance(claim, Claim) else claim
    if look and (call := log_with_next(actor, pk, disposition, note, reason, answers or [], look)):
        return call
    return _log_under_locks(
        actor, pk, disposition, note, at, callback_at, reason, meeting, answers or [], phone
    )


@transaction.atomic
def _log_under_locks(
    actor: User, claim: int, disposition: str, note: str, at: datetime, callback_at: datetime | None, reason: str,
    meeting: MeetingWish | None, answers: list[Any], phone: int | None,
) -> Call:  # fmt: skip
    held = lock_claim_in_hand(claim, of=actor, at=at, disposition=str(disposition))
    rule = held.rule
    if rule is None:
        raise UnknownDisposition
    refuse_what_is_missing(rule, held, at, callback_at, reason, meeting)
    wrong, numbers_left = mark_wrong(held, phone) if rule.marks_number_wrong else (None, False)
    if rule.forbids_calls:
        forbid_numbers(actor, held, at)
    booked = book_meeting(actor, held, meeting, note, answers, at) if rule.books and meeting else None
    outcome = outcome_of(rule, held, at=at, callback_at=callback_at, numbers_left=numbers_left)
    call = record_call(CallDraft(held, rule, outcome, at, note, reason, answers, booked, wrong))
    if booked is not None:
        open_audit(call, at)
    return call


def refuse_what_is_missing(
    rule: Rule,
    held: Held,
    at: datetime,
    callback_at: datetime | None,
    reason: str,
    meeting: MeetingWish | None,
) -> None:
    """Raise `AnswerNeeded` or `CallbacksFull` for what the result asks for and was not given, or cannot be."""
    if rule.needs_reason and not reason.strip():
        raise AnswerNeeded("reason", _("Say why they are not interested."))
    if rule.books and meeting is None:
        raise AnswerNeeded("meeting", _("Choose a time for the meeting."))
    if rule.books and meeting and not (meeting.place.strip() or meeting.video_link.strip()):
        raise AnswerNeeded("meeting", _("Say where they meet: a place or a video link."))
    if not rule.asks_callback:
        return
    if callback_at is None:
        raise AnswerNeeded("callback_at", _("Say when to call back."))
    refuse_impossible_time(callback_at, at=at, days=held.callback_days)
    if not has_callable_number(held.company):
        # Put on do-not-call while the lead was in hand: what is promised could not be kept.
        raise AnswerNeeded(
            "callback_at", _("This number may no longer be called. Log «Do not call» instead.")
        )
    # The lead in hand is no open callback, so that an own one may be promised again.
    most = organisation().callbacks_open_max
    if Lead.objects.filter(state=Lead.State.CALLBACK, callback_owner=held.manager).count() >= most:
        raise CallbacksFull(most)


def mark_wrong(held: Held, phone: int | None) -> tuple[int | None, bool]:
    """Mark the dialled number wrong; return its contact point, and whether the company has another that may be called."""
    points = ContactPoint.objects.filter(company=held.company, kind=ContactPoint.Kind.PHONE, is_wrong=False)
    forbidden = Exists(DoNotCall.objects.filter(phone_hash=OuterRef("value_hash")))
    callable_ids = list(points.filter(~forbidden).values_list("pk", flat=True))
    wrong = [phone] if phone in callable_ids else callable_ids[:1]
    ContactPoint.objects.filter(pk__in=wrong).update(is_wrong=True)
    return next(iter(wrong), None), len(callable_ids) > 1


def forbid_numbers(actor: User, held: Held, at: datetime) -> None:
    """The numbers, not the company: no import, merge or edit lifts it."""
    numbers = ContactPoint.objects.filter(company=held.company, kind=ContactPoint.Kind.PHONE)
    reason = DoNotCall.Reason.ASKED
    add_to_do_not_call(actor=actor, phones=numbers.values_list("value", flat=True), reason=reason, at=at)
