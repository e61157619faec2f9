"""What every decision about a claim needs, read in one statement: with company, lead and claim locked in that order, or only
looked at by who locks them later and then asks whether they are still the same (call_and_next.py)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from callcenter.calling_window import CallingWindow
from callcenter.models import Claim
from callcenter.open_lanes import calling_window
from callcenter.refusals import ClaimEnded, ClaimExpired, ClaimNotYours
from callcenter.rule import Rule
from salesorg.lib.prepared import Prepared
from salesorg.people.models import User

# Which versions of the three rows these are: whatever is written to one of them changes it.
SEEN = "ROW(claim.ctid, claim.xmin, lead.ctid, lead.xmin, company.ctid, company.xmin)::text"
FACTS = """
    SELECT claim.id, claim.manager_id, claim.script_version_id, claim.started_at, claim.expires_at, claim.ended_at,
           claim.ending, lead.id, lead.company_id, lead.call_list_id, lead.attempts, lead.tried_parts::text,
           lead.callback_owner_id, lead.urgent, company.time_zone, list.max_attempts, list.callback_days,
           list.calling_from, list.calling_to, list.calling_days::text,
           list.region, org.extra_holidays::text, org.attempts_apart_minutes, org.claim_lease_minutes,
           list.spread_attempts, list.calls_a_day, list.calls_in_all, lead.calls_made, lead.calls_that_day,
           lead.last_call_at, claim.is_inbound, claim.answered_at, claim.hung_up_at,
           own_rule.most IS NOT NULL AND own_rule.most <= 1 + (
               SELECT count(*) FROM callcenter_call WHERE lead_id = lead.id AND disposition_id = rule.id AND at > COALESCE((
                   SELECT max(at) FROM clients_activity WHERE company_id = lead.company_id AND verb = 'lead_returned'
                       AND data->>'reason' IN ('recycled', 'meeting_failed')), '-infinity')),
            {seen},
           rule.id, rule.code, rule.reached,
           CASE WHEN rule.retry_minutes IS NOT NULL THEN COALESCE(own_rule.retry_minutes, rule.retry_minutes) END, rule.closes, rule.asks_callback, rule.books,
           rule.needs_reason, rule.forbids_calls, rule.marks_number_wrong
    FROM callcenter_claim claim
    JOIN callcenter_lead lead ON lead.id = claim.lead_id
    JOIN clients_company company ON company.id = lead.company_id
    JOIN callcenter_calllist list ON list.id = lead.call_list_id
    CROSS JOIN people_organisation org
    LEFT JOIN callcenter_disposition rule ON rule.code = %(disposition)s
    LEFT JOIN callcenter_attemptrule own_rule ON own_rule.call_list_id = list.id AND own_rule.disposition_id = rule.id
    WHERE claim.id = %(claim)s
""".replace("{seen}", SEEN)
TYPES = {"claim": "bigint", "disposition": "text"}
# PostgreSQL locks the rows of one joined row in the order named after OF, and re-reads each one it had to wait for.
LOCK = Prepared("lock_claim", FACTS + "FOR NO KEY UPDATE OF company, lead, claim", **TYPES)
RULE_COLUMNS = 10


@dataclass(frozen=True, slots=True)
class Held:
    """A claim with its lead, locked until the end of the transaction."""

    claim: int
    manager: int
    script_version: int | None
    started_at: datetime
    expires_at: datetime
    ended_at: datetime | None
    ending: str
    lead: int
    company: int
    call_list: int
    attempts: int
    tried_parts: str
    callback_owner: int | None
    urgent: bool
    time_zone: str
    max_attempts: int
    callback_days: int
    calling_from: time
    calling_to: time
    calling_days: str
    country: str
    extra_holidays: str
    apart_minutes: int
    lease_minutes: int
    spread_attempts: bool
    calls_a_day: int | None
    calls_in_all: int | None
    calls_made: int
    calls_that_day: int
    last_call_at: datetime | None
    is_inbound: bool
    answered_at: datetime | None
    hung_up_at: datetime | None
    # Whether the list's own rule for this result closes the lead now: it came as often as it may, since the lead began afresh.
    often_enough: bool
    # Which versions of the rows of claim, lead and company were read (`SEEN`).
    seen: str
    rule: Rule | None

    def is_open_at(self, at: datetime) -> bool:
        """Whether nothing has ended it and the lease still runs."""
        return self.ended_at is None and self.expires_at > at

    @property
    def window(self) -> CallingWindow:
        """When this company may be called."""
        return calling_window(
            self.time_zone,
            self.calling_from,
            self.calling_to,
            self.calling_days,
            self.country,
            self.extra_holidays,
        )


def lock_claim(claim: int, disposition: str = "") -> Held | None:
    """Lock and return the claim as it is now, or None if there is none. Needs a transaction.

    With the code of a disposition its rule is read on the way.
    """
    return held_in(LOCK.one(claim=claim, disposition=disposition))


def held_in(row: Sequence[Any] | None) -> Held | None:
    """Return the claim in a row of `FACTS`, or None if there is none."""
    if row is None or row[0] is None:
        return None
    held, rule = row[:-RULE_COLUMNS], row[-RULE_COLUMNS:]
    return Held(*(*held, Rule(*rule) if rule[0] else None))


def lock_claim_in_hand(claim: Claim | int, *, of: User, at: datetime, disposition: str = "") -> Held:
    """Lock and return an open claim of this person.

    Refuses with `ClaimNotYours` (also when there is no such claim), `ClaimEnded` or `ClaimExpired`.
    """
    held = lock_claim(claim.pk if isinstance(claim, Claim) else claim, disposition)
    if held is None or held.manager != of.pk:
        raise ClaimNotYours
    if held.ending == Claim.Ending.EXPIRED or (held.ended_at is None and held.expires_at <= at):
        raise ClaimExpired
    if held.ended_at is not None:
        raise ClaimEnded
    return held
