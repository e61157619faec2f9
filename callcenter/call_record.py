"""What writes a logged call: claim ended, lead moved on, call and activity appended."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from callcenter import verbs
from callcenter.claim_lock import Held
from callcenter.models import Call, Lead
from callcenter.outcome import Outcome
from callcenter.rule import Rule
from salesorg.lib.prepared import Prepared

# Four rows of one step in one round trip: this is what every call manager waits for, some sixty times a day.
# `{if_so}` is what else must hold (call_and_next.py); who has locked the rows needs nothing more.
STEPS = """
ended AS (
    UPDATE callcenter_claim SET ended_at = %(at)s, ending = 'disposed' WHERE id = %(claim)s AND {if_so} RETURNING id
), moved_on AS (
    UPDATE callcenter_lead SET
        state = %(state)s, due_at = %(due_at)s, attempts = %(attempts)s, tried_parts = %(tried_parts)s,
        closed_reason = %(closed_reason)s, callback_owner_id = %(callback_owner)s, last_call_at = %(at)s, urgent = false,
        calls_made = calls_made + 1, calls_that_day = %(that_day)s,
        meeting_id = COALESCE(%(meeting)s, meeting_id)
    WHERE id = %(lead)s AND {if_so}
), logged AS (
    INSERT INTO callcenter_call (lead_id, claim_id, manager_id, call_list_id, script_version_id, disposition_id, reached,
                                 at, seconds, talk_seconds, wrap_up_seconds, is_inbound, note, reason, answers, meeting_id)
    SELECT %(lead)s, %(claim)s, %(manager)s, %(call_list)s, %(script_version)s, %(disposition)s, %(reached)s,
            %(at)s, %(seconds)s, %(talk_seconds)s, %(wrap_up_seconds)s, %(is_inbound)s, %(note)s, %(reason)s, %(answers)s, %(meeting)s
    WHERE {if_so}
    RETURNING id
), recorded AS (
    INSERT INTO clients_activity (company_id, actor_id, verb, at, data)
    SELECT %(company)s, %(manager)s, %(verb)s, %(at)s, jsonb_build_object('call', id) || %(data)s FROM logged
)
"""
TYPES = {
    "at": "timestamptz", "claim": "bigint", "lead": "bigint", "manager": "bigint", "company": "bigint", "call_list": "bigint",
    "script_version": "bigint", "disposition": "bigint", "reached": "boolean", "seconds": "int", "talk_seconds": "int",
    "wrap_up_seconds": "int", "is_inbound": "boolean", "note": "text", "reason": "text", "answers": "jsonb",
    "meeting": "bigint", "verb": "text", "data": "jsonb", "state": "text", "due_at": "timestamptz", "attempts": "int",
    "tried_parts": "jsonb", "closed_reason": "text", "callback_owner": "bigint", "that_day": "smallint",
}  # fmt: skip
RECORD = Prepared(
    "record_call",
    "WITH {steps} SELECT id FROM logged".replace("{steps}", STEPS.replace("{if_so}", "true")),
    **TYPES,
)
COLUMNS = [field.attname for field in Call._meta.concrete_fields]


@dataclass(frozen=True, slots=True)
class CallDraft:
    """A call decided upon and not yet written: what was in hand, what came of it, what was said."""

    held: Held
    rule: Rule
    outcome: Outcome
    at: datetime
    note: str
    reason: str
    answers: list[Any]
    meeting: int | None = None
    # The contact point that it marked as a wrong number.
    wrong: int | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The columns of the call."""
        held, rule, at = self.held, self.rule, self.at
        return {
            "lead_id": held.lead, "claim_id": held.claim, "manager_id": held.manager, "call_list_id": held.call_list,
            "script_version_id": held.script_version, "disposition_id": rule.pk, "reached": rule.reached, "at": at,
            "seconds": _seconds(held.started_at, at), "talk_seconds": _seconds(held.answered_at, held.hung_up_at or at),
            "wrap_up_seconds": _seconds(held.hung_up_at, at), "is_inbound": held.is_inbound, "note": self.note,
            "reason": self.reason, "meeting_id": self.meeting,
        }  # fmt: skip


def asked_for(draft: CallDraft) -> dict[str, Any]:
    """Return the parameters of `STEPS`."""
    held, outcome = draft.held, draft.outcome
    told = {"disposition": draft.rule.code, "note": draft.note, "reason": draft.reason, "wrong": draft.wrong}
    return {name.removesuffix("_id"): value for name, value in draft.fields.items()} | {
        "company": held.company, "verb": verbs.CALL_LOGGED, "answers": json.dumps(draft.answers),
        "data": json.dumps({name: value for name, value in told.items() if value}),
        "state": outcome.state, "due_at": outcome.due_at, "attempts": outcome.attempts,
        "tried_parts": json.dumps(outcome.tried_parts), "closed_reason": outcome.closed_reason,
        "callback_owner": held.manager if outcome.state == "callback" else None, "that_day": outcome.that_day,
    }  # fmt: skip


def written(draft: CallDraft, pk: int) -> Call:
    """Return the call just written as `pk`, with its lead as left."""
    known = {**draft.fields, "id": pk, "answers": draft.answers}
    call = Call.from_db("default", COLUMNS, [known[name] for name in COLUMNS])
    # The other fields of the lead are left unread; the names stand in the model's order, as `from_db` wants them.
    outcome = draft.outcome
    left = {
        "id": draft.held.lead,
        "state": outcome.state,
        "due_at": outcome.due_at,
        "attempts": outcome.attempts,
    }
    call.lead = Lead.from_db("default", list(left), list(left.values()))
    return call


def record_call(draft: CallDraft) -> Call:
    """Write the call and what it does to claim and lead; the caller holds their locks. Returns the call as written."""
    return written(draft, RECORD.one(**asked_for(draft))[0])


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Whole seconds between two moments, None while one of them is not known."""
    return max(0, int((end - start).total_seconds())) if start and end else None
