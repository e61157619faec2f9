"""Log a call and claim the next lead in one statement: what every call manager waits for some sixty times a day.

Locking, logging and claiming one after the other takes six round trips and two commits; this takes two and one. Nothing is
locked while the outcome is being decided. The statement then locks company, lead and claim, in that order, as everybody
does, and writes only if all three are still what was looked at; if one is not, nothing happens and the call is logged under locks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError

from callcenter import call_record, claim_lock, claiming, open_lanes
from callcenter.call_record import CallDraft
from callcenter.claim_lock import FACTS, SEEN, Held, held_in
from callcenter.models import Call
from callcenter.open_lanes import COLUMNS, LANES_NOW, OpenLanes, lanes_in, one_row
from callcenter.outcome import outcome_of
from salesorg.lib.prepared import Prepared, guarded
from salesorg.people.models import Role, User

LOOK = Prepared(
    "look_ahead",
    "SELECT lanes.*, held.* FROM ({lanes}) lanes LEFT JOIN LATERAL ({held}) held ON true".replace(
        "{lanes}", LANES_NOW
    ).replace("{held}", FACTS),
    **open_lanes.TYPES | claim_lock.TYPES,
)
# The rows of one joined row are locked in the order named after OF; one that had to be waited for is read again, and with
# it what WHERE asks. Everything else looks at `unchanged` or at what came of it, so nothing is picked before that.
UNCHANGED = """
    SELECT FROM callcenter_claim claim
    JOIN callcenter_lead lead ON lead.id = claim.lead_id
    JOIN clients_company company ON company.id = lead.company_id
    WHERE claim.id = %(claim)s AND {seen} = %(seen)s
    FOR NO KEY UPDATE OF company, lead, claim
""".replace("{seen}", SEEN)
# Where the call could not be logged, its claim is still in hand and forbids the next one. Where it could, no other can be
# open: `claim_one_open_per_manager` makes rivals wait for this very statement.
STILL_IN_HAND = "SELECT %(claim)s AS id WHERE NOT EXISTS (SELECT FROM ended)"
CALL_AND_NEXT = Prepared(
    "call_and_next",
    """
    WITH unchanged AS MATERIALIZED ({unchanged}), {log}, {claim}
    SELECT (SELECT id FROM logged), {found}
    """.replace("{unchanged}", UNCHANGED)
    .replace("{log}", call_record.STEPS.replace("{if_so}", "EXISTS (SELECT FROM unchanged)"))
    .replace("{claim}", claiming.STEPS.replace("{held}", STILL_IN_HAND))
    .replace("{found}", claiming.FOUND),
    **call_record.TYPES | claiming.TYPES,
    seen="text",
)


@dataclass(frozen=True, slots=True)
class LookAhead:
    """The database's clock, the lanes then open to somebody, and the claim that is to end, with the rule of its result."""

    at: datetime
    queue: OpenLanes
    held: Held | None


def look_ahead(person: User, claim: int, disposition: str) -> LookAhead:
    """Read all that logging a call and claiming the next lead are decided by; lock nothing."""
    row = one_row(LOOK, at=None, me=person.pk, team=person.team_id, claim=claim, disposition=disposition)
    lanes, held = row[:COLUMNS], row[COLUMNS:]
    return LookAhead(lanes[0], lanes_in(lanes, lanes[0]), held_in(held))


def log_with_next(
    actor: User, claim: int, disposition: str, note: str, reason: str, answers: list[Any], look: LookAhead
) -> Call | None:
    """Return the logged call with its `next_claim`, or None: nothing was done, and `log_call` has to take the long way.

    Only what a call can be without: a rule that asks or touches more, and every refusal, are left to the long way.
    """
    at, queue, held = look.at, look.queue, look.held
    if queue.on_break or not actor.is_in(Role.CALL_MANAGER):
        return None
    if held is None or held.claim != claim or held.manager != actor.pk or not held.is_open_at(at):
        return None
    rule = held.rule
    if (
        rule is None
        or rule.code != disposition
        or not rule.is_plain
        or (rule.needs_reason and not reason.strip())
    ):
        return None
    outcome = outcome_of(rule, held, at=at, callback_at=None)
    return _written(CallDraft(held, rule, outcome, at, note, reason, answers), actor, queue)


def _written(draft: CallDraft, actor: User, queue: OpenLanes) -> Call | None:
    wanted = claiming.asked_for(actor, queue.priority_of, timedelta(minutes=queue.lease_minutes), draft.at)
    try:
        with guarded():
            pk, *found = CALL_AND_NEXT.one(**call_record.asked_for(draft) | wanted, seen=draft.held.seen)
    except DatabaseError:
        return None  # what stands in the way of the next lead must not undo the call
    if pk is None:
        return None
    call = call_record.written(draft, pk)
    call.next_claim = claiming.found_in(found, actor).claim
    return call
