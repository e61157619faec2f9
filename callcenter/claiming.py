"""The one statement that hands out a lead: pick it, judge it, claim it, and read its card."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from callcenter import verbs
from callcenter.claim_card import CARD_OF, ClaimCard, card_from
from callcenter.models import Claim
from callcenter.queue_bound import bound_of, move_bound
from salesorg.lib.prepared import Prepared
from salesorg.people.models import User

# One's own callbacks, then promises that nobody kept, then the head of the best lane. The head is only looked at;
# what is locked is the first lead behind it that no rival holds. READ COMMITTED re-reads the row it locks.
# A lead that must not be called (owned, out of attempts, no number left) is closed instead of claimed.
# `{held}` is the claim in the person's hand, if there is one: then nothing is picked.
STEPS = """
lane AS MATERIALIZED (
    SELECT * FROM unnest(%(lanes)s, %(priorities)s, %(due_from)s, %(id_from)s)
        AS lane (id, priority, due_from, id_from)
), held AS MATERIALIZED (
    {held}
), own AS MATERIALIZED (
    SELECT id FROM callcenter_lead
    WHERE state = 'callback' AND callback_owner_id = %(me)s AND due_at <= %(at)s
        AND lane_id = ANY (%(lanes)s) AND NOT EXISTS (SELECT FROM held)
    ORDER BY due_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
), urgent AS MATERIALIZED (
    SELECT id FROM callcenter_lead
    WHERE state = 'waiting' AND urgent AND due_at <= %(at)s AND lane_id = ANY (%(lanes)s)
        AND NOT EXISTS (SELECT FROM held) AND NOT EXISTS (SELECT FROM own)
    ORDER BY due_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
), best AS MATERIALIZED (
    SELECT lane.id, lane.due_from, lane.id_from
    FROM lane CROSS JOIN LATERAL (
        SELECT due_at, id FROM callcenter_lead
        WHERE lane_id = lane.id AND state = 'waiting' AND due_at <= %(at)s
            AND (due_at, id) >= (lane.due_from, lane.id_from)
        ORDER BY due_at, id LIMIT 1
    ) head
    WHERE NOT EXISTS (SELECT FROM held) AND NOT EXISTS (SELECT FROM own) AND NOT EXISTS (SELECT FROM urgent)
    ORDER BY lane.priority DESC, head.due_at, head.id LIMIT 1
), queued AS MATERIALIZED (
    SELECT id FROM callcenter_lead
    WHERE lane_id = (SELECT id FROM best) AND state = 'waiting' AND due_at <= %(at)s
        AND (due_at, id) >= ((SELECT due_from FROM best), (SELECT id_from FROM best))
    ORDER BY due_at, id LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
), judged AS MATERIALIZED (
    SELECT lead.id, version.id AS version, CASE
        WHEN lead.state = 'waiting' AND NOT lead.urgent AND lead.calls_made >= list.calls_in_all THEN 'calls_in_all'
        WHEN EXISTS (SELECT FROM clients_ownership WHERE company_id = lead.company_id AND ended_at IS NULL) THEN 'owned'
        WHEN lead.attempts >= list.max_attempts THEN 'max_attempts'
        WHEN EXISTS (
            SELECT FROM clients_contactpoint phone
            WHERE phone.company_id = lead.company_id AND phone.kind = 'phone' AND NOT phone.is_wrong AND NOT EXISTS (
                SELECT FROM clients_donotcall WHERE phone_hash = phone.value_hash)
        ) THEN ''
        ELSE 'no_number' END AS verdict
    FROM callcenter_lead lead
    JOIN callcenter_calllist list ON list.id = lead.call_list_id
    LEFT JOIN LATERAL (
        SELECT version.id FROM callcenter_scriptversion version
        WHERE version.script_id = list.script_id AND version.is_published
            AND (NOT version.is_challenger OR lead.id * 7919 %% 100 < version.share)
        ORDER BY version.is_challenger DESC LIMIT 1
    ) version ON true
    WHERE lead.id = COALESCE((SELECT id FROM own), (SELECT id FROM urgent), (SELECT id FROM queued))
), taken AS (
    UPDATE callcenter_lead lead SET
        state = CASE judged.verdict WHEN '' THEN 'claimed' ELSE 'closed' END,
        closed_reason = judged.verdict
    FROM judged WHERE lead.id = judged.id
    RETURNING lead.id, lead.company_id, lead.lane_id, lead.due_at, judged.verdict, judged.version
), claimed AS (
    INSERT INTO callcenter_claim (lead_id, manager_id, script_version_id, started_at, expires_at, ending)
    SELECT id, %(me)s, version, %(at)s, %(expires)s, '' FROM taken WHERE verdict = ''
    RETURNING id, lead_id, script_version_id, started_at, expires_at, is_inbound, answered_at, hung_up_at
), told AS (
    INSERT INTO clients_activity (company_id, actor_id, verb, at, data)
    SELECT company_id, NULL, %(closed)s, %(at)s, jsonb_build_object('reason', verdict) FROM taken WHERE verdict <> ''
)
"""
FOUND = """
(SELECT id FROM held), (SELECT id FROM best), taken.lane_id, taken.due_at, taken.id, taken.version, card.*
FROM (VALUES (1)) AS always LEFT JOIN taken ON true LEFT JOIN LATERAL ({card}) AS card ON true
""".replace("{card}", CARD_OF.replace("{claim}", "claimed"))
IN_HAND = "SELECT id FROM callcenter_claim WHERE manager_id = %(me)s AND ended_at IS NULL"
TYPES = {
    "me": "bigint", "at": "timestamptz", "expires": "timestamptz", "closed": "text",
    "lanes": "bigint[]", "priorities": "int[]", "due_from": "timestamptz[]", "id_from": "bigint[]",
}  # fmt: skip
CLAIM = Prepared("claim_next_lead", f"WITH {STEPS.replace('{held}', IN_HAND)} SELECT {FOUND}", **TYPES)


@dataclass(frozen=True)
class Pick:
    """What one run of the statement came to: a claim; or a lead closed on the way; or a lane that rivals had emptied."""

    held: int | None
    best_lane: int | None
    lead: int | None
    claim: Claim | None


def pick(*, actor: User, lanes: dict[int, int], lease: timedelta, at: datetime) -> Pick:
    """Run the statement over `lanes` (id -> priority). Raises IntegrityError if the person's other tab was faster."""
    return found_in(CLAIM.one(**asked_for(actor, lanes, lease, at)), actor)


def asked_for(actor: User, lanes: dict[int, int], lease: timedelta, at: datetime) -> dict[str, Any]:
    """Return the parameters of `STEPS`."""
    bounds = [bound_of(lane) for lane in lanes]
    return {
        "me": actor.pk, "at": at, "expires": at + lease, "closed": verbs.LEAD_CLOSED, "lanes": list(lanes),
        "priorities": list(lanes.values()), "due_from": [due for due, _ in bounds],
        "id_from": [lead for _, lead in bounds],
    }  # fmt: skip


def found_in(row: Sequence[Any], actor: User) -> Pick:
    """Return what a row of `FOUND` says, and remember where in its lane the lead was found."""
    held, best, lane, due_at, lead, version, *card = row
    if best is not None and lead is not None:
        move_bound(lane, due_at, lead)
    claim = _claim(card_from(card, actor), actor, version) if card[0] is not None else None
    return Pick(held, best, lead, claim)


def _claim(card: ClaimCard, actor: User, version: int | None) -> Claim:
    """The row just written with its card, without reading either again."""
    claim = Claim(
        pk=card.id, lead_id=card.lead_id, manager_id=actor.pk, script_version_id=version, started_at=card.started_at,
        expires_at=card.expires_at,
    )  # fmt: skip
    claim._state.adding = False
    claim.card = card
    return claim
