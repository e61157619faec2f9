import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.actions.log_call import forbid_numbers, mark_wrong, refuse_what_is_missing
from callcenter.booking import MeetingWish
from callcenter.claim_lock import Held, lock_claim
from callcenter.labels import MERGED
from callcenter.meeting_booking import book_meeting, open_audit
from callcenter.models import Call, Claim, Lead
from callcenter.outcome import Outcome, outcome_of
from callcenter.refusals import UnknownDisposition
from callcenter.rule import Rule
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Activity, ContactPoint
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from salesorg.people.queries import organisation


class CallNotYours(ActionRefused):
    """Logged by somebody else, or no call at all: for who asks it is not there."""

    code = "call_not_yours"
    text = _("There is no such call of yours.")


class TooLateToCorrect(ActionRefused):
    code = "too_late_to_correct"
    text = _("It is too late to correct this call. Ask the administrator.")


class ResultStands(ActionRefused):
    code = "result_stands"
    text = _("A booked meeting and «do not call» are not taken back like this. Ask the administrator.")


class LeadWentOn(ActionRefused):
    code = "lead_went_on"
    text = _("Something has happened to this lead since. Ask the administrator.")


class SameResult(ActionRefused):
    code = "same_result"
    text = _("This is how the call is logged already.")


@transaction.atomic
def correct_call(
    *, actor: User, call: int, disposition: str, note: str | None, at: datetime, callback_at: datetime | None = None,
    reason: str = "", meeting: MeetingWish | None = None, phone: int | None = None,
) -> Call:  # fmt: skip
    """Log one's own call just ended anew with the result that was meant: its state, attempts and next time are those that
    the right result would have left. Still one call in every figure; what it was before stays in its activity.

    Takes what `log_call` takes (`note` None keeps the call's own) and returns the call with its lead as left. Refusals, nothing changed: `CallNotYours`,
    `TooLateToCorrect` (a setting of the organisation), `ResultStands` (a booking or a number on do-not-call: the client heard
    of it, or asked for it), `LeadWentOn` (claimed, moved, recycled, merged, forbidden meanwhile), `SameResult`, and those of
    `log_call`.
    """
    claim = Call.objects.filter(pk=call, manager=actor).values_list("claim", flat=True).first()
    held = lock_claim(claim, str(disposition)) if claim else None
    if held is None:
        raise CallNotYours
    logged = Call.objects.select_related("disposition", "lead__company").get(pk=call)
    told = refuse_what_cannot_be_corrected(logged, held.claim, at)
    note = logged.note if note is None else note
    rule = held.rule
    if rule is None:
        raise UnknownDisposition
    if rule.pk == logged.disposition_id:
        raise SameResult
    before = _as_before(held, logged)
    # First: a number that is right again may be what the right result asks for.
    ContactPoint.objects.filter(pk=told.data.get("wrong")).update(is_wrong=False)
    refuse_what_is_missing(rule, before, at, callback_at, reason, meeting)
    wrong, numbers_left = mark_wrong(before, phone) if rule.marks_number_wrong else (None, False)
    if rule.forbids_calls:
        forbid_numbers(actor, before, at)
    booked = (
        book_meeting(actor, before, meeting, note, logged.answers, at) if rule.books and meeting else None
    )
    outcome = outcome_of(rule, before, at=logged.at, callback_at=callback_at, numbers_left=numbers_left)
    _leave(logged, before, outcome, booked, at)
    _change(logged, rule, note, reason, booked, wrong, at)
    if booked is not None:
        open_audit(logged, at)
    return logged


def refuse_what_cannot_be_corrected(logged: Call, claim: int, at: datetime) -> Activity:
    """Return the activity that tells of the call, the last of its company, or raise why the call stays as it is.

    `logged` with its disposition and lead; `claim`: the one that it ended. Decides only under the lead's lock.
    """
    if at > logged.at + timedelta(minutes=organisation().correct_call_minutes):
        raise TooLateToCorrect
    if logged.disposition.books or logged.disposition.forbids_calls:
        raise ResultStands
    # Whatever is done to a lead leaves an activity, only a claim does not.
    told = Activity.objects.filter(company=logged.lead.company_id).first()
    about_it = (
        told and told.verb in (verbs.CALL_LOGGED, verbs.CALL_CORRECTED) and told.data["call"] == logged.pk
    )
    claimed = Claim.objects.filter(lead=logged.lead, pk__gt=claim).exists()
    open_still = logged.lead.state in (Lead.State.WAITING, Lead.State.CALLBACK, Lead.State.CLOSED)
    # The merge is told in the journal of the company that stays.
    open_still = open_still and logged.lead.closed_reason != MERGED
    if told is None or not about_it or claimed or not open_still:
        raise LeadWentOn
    return told


def _as_before(held: Held, logged: Call) -> Held:
    """The lead as it was before this call: what the wrong result counted is taken off again."""
    was, tried = logged.disposition, json.loads(held.tried_parts)
    waits = logged.lead.state == Lead.State.WAITING
    counted = not was.reached and not (was.marks_number_wrong and waits)
    # Of the two thirds that are remembered the elder is forgotten with every attempt, and no rule asks for it.
    remembered = tried[1:] if waits and was.retry_minutes is not None else tried
    return replace(
        held, attempts=max(held.attempts - counted, 0), tried_parts=json.dumps(remembered),
        calls_made=max(held.calls_made - 1, 0), calls_that_day=max(held.calls_that_day - 1, 0),
        last_call_at=logged.at, callback_owner=None, urgent=False,
    )  # fmt: skip


def _leave(logged: Call, before: Held, outcome: Outcome, booked: int | None, at: datetime) -> None:
    lead = logged.lead
    lead.state, lead.attempts, lead.tried_parts = outcome.state, outcome.attempts, outcome.tried_parts
    lead.closed_reason = outcome.closed_reason
    # Whatever returns to waiting is due now or later, never earlier.
    lead.due_at = max(outcome.due_at, at)
    lead.callback_owner_id = before.manager if outcome.state == Lead.State.CALLBACK else None
    lead.meeting_id = booked or lead.meeting_id
    lead.save(
        update_fields=[
            "state",
            "attempts",
            "tried_parts",
            "closed_reason",
            "due_at",
            "callback_owner",
            "meeting",
        ]
    )


def _change(
    logged: Call, rule: Rule, note: str, reason: str, booked: int | None, wrong: int | None, at: datetime
) -> None:
    """The call says what is right, the activity appended beside its first one what it said before."""
    was = logged.disposition.code
    logged.disposition_id, logged.reached = rule.pk, rule.reached
    logged.note, logged.reason, logged.meeting_id = note, reason, booked
    logged.save(update_fields=["disposition", "reached", "note", "reason", "meeting"])
    told: dict[str, Any] = {"disposition": rule.code, "note": note, "reason": reason, "wrong": wrong}
    record_activity(
        company=logged.lead.company_id, actor=logged.manager, verb=verbs.CALL_CORRECTED, at=at, call=logged.pk, was=was,
        **{name: value for name, value in told.items() if value},
    )  # fmt: skip
