"""All that the call screen shows of the lead in hand, read in one statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from callcenter.labels import disposition_label, reason_label
from callcenter.script_steps import steps_of
from callcenter.script_text import filled
from salesorg.lib.phones import display_phone
from salesorg.lib.prepared import Prepared
from salesorg.people.models import User

# `{claim}` is the table of claims, or the claim that a larger statement has just written (claiming.py).
# Numbers on do-not-call and wrong ones are not read at all: what is not there cannot be dialled.
CARD_OF = """
SELECT claim.id, claim.started_at, claim.expires_at, claim.is_inbound, claim.answered_at, claim.hung_up_at, lead.id, lead.attempts, lead.urgent, lead.callback_owner_id,
    lead.meeting_id, list.id, list.name, list.max_attempts, list.calling_from, list.calling_to, list.calling_days::text,
    list.callback_days, version.id, version.number, script.name,
    jsonb_build_object('id', company.id, 'name', company.name, 'segment', company.segment, 'country', company.country,
        'region', company.region, 'city', company.city, 'address', company.address, 'time_zone', company.time_zone,
        'website', company.website, 'details', company.details)::text,
    (SELECT jsonb_agg(jsonb_build_object('id', point.id, 'kind', point.kind, 'value', point.value,
            'person', COALESCE(who.name, ''), 'position', COALESCE(who.position, '')) ORDER BY point.kind DESC, point.id)
        FROM clients_contactpoint point LEFT JOIN clients_contactperson who ON who.id = point.person_id
        WHERE point.company_id = company.id AND NOT point.is_wrong AND NOT EXISTS (
            SELECT FROM clients_donotcall WHERE phone_hash = point.value_hash AND point.kind = 'phone'))::text,
    (SELECT jsonb_agg(jsonb_build_object('id', call.id, 'at', call.at, 'disposition', call.code, 'reached', call.reached,
            'manager', call.name, 'note', call.note, 'reason', call.reason))
        FROM (SELECT call.id, call.at, disposition.code, call.reached, manager.name, call.note, call.reason
            FROM callcenter_call call
            JOIN callcenter_disposition disposition ON disposition.id = call.disposition_id
            JOIN people_user manager ON manager.id = call.manager_id
            WHERE call.lead_id = ANY (ARRAY (SELECT lead.id UNION ALL
                SELECT absorbed.id FROM clients_company gone JOIN callcenter_lead absorbed ON absorbed.company_id = gone.id
                WHERE gone.merged_into_id = company.id))
            ORDER BY call.at DESC, call.id DESC LIMIT 10) call)::text,
    (SELECT name FROM clients_contactperson WHERE company_id = company.id ORDER BY id LIMIT 1),
    org.name, list.region, org.extra_holidays::text
FROM {claim} claim
JOIN callcenter_lead lead ON lead.id = claim.lead_id
JOIN clients_company company ON company.id = lead.company_id
JOIN callcenter_calllist list ON list.id = lead.call_list_id
LEFT JOIN callcenter_scriptversion version ON version.id = claim.script_version_id
LEFT JOIN callcenter_script script ON script.id = version.script_id
LEFT JOIN people_organisation org ON true
"""
CARD = Prepared(
    "claim_card",
    CARD_OF.replace("{claim}", "callcenter_claim")
    + "WHERE claim.manager_id = %(me)s AND claim.ended_at IS NULL",
    me="bigint",
)
LOGGED = Prepared(
    "logged_card",
    CARD_OF.replace("{claim}", "callcenter_claim")
    + "WHERE claim.id = %(claim)s AND claim.manager_id = %(me)s",
    claim="bigint",
    me="bigint",
)


@dataclass(frozen=True)
class ClaimCard:
    """The lead in hand, in full: who has claimed it may see its numbers; the claim is the record of that look."""

    id: int
    started_at: datetime
    expires_at: datetime
    is_inbound: bool
    answered_at: datetime | None
    hung_up_at: datetime | None
    lead_id: int
    attempts: int
    urgent: bool
    callback_owner: int | None
    meeting_id: int | None
    list_id: int
    list_name: str
    max_attempts: int
    calling_from: Any
    calling_to: Any
    calling_days: str
    callback_days: int
    version_id: int | None
    version: int | None
    script_name: str | None
    company_json: str
    points_json: str | None
    history_json: str | None
    contact: str | None
    organisation: str
    country: str
    extra_holidays: str
    me: str

    @cached_property
    def company(self) -> dict[str, Any]:
        """The company's fields by name; `details` as they stood in the list."""
        return json.loads(self.company_json)  # type: ignore[no-any-return]

    @cached_property
    def points(self) -> list[dict[str, Any]]:
        """Numbers that may be called, then e-mails: id, kind, value, person, position."""
        return json.loads(self.points_json or "[]")  # type: ignore[no-any-return]

    @property
    def numbers(self) -> list[str]:
        """The numbers that may be called, E.164."""
        return [point["value"] for point in self.points if point["kind"] == "phone"]

    @cached_property
    def phones(self) -> list[dict[str, Any]]:
        """The numbers that may be called, with `display`: as people read them."""
        return [
            {**one, "display": display_phone(one["value"])} for one in self.points if one["kind"] == "phone"
        ]

    @property
    def emails(self) -> list[dict[str, Any]]:
        """The e-mail addresses."""
        return [point for point in self.points if point["kind"] == "email"]

    @cached_property
    def history(self) -> list[dict[str, Any]]:
        """The last calls, newest first, with their results in the reader's language."""
        return [_in_words(call) for call in json.loads(self.history_json or "[]")]

    @property
    def names(self) -> dict[str, str]:
        """What the script's {company}, {person}, {me}, {organisation} stand for."""
        known = {"company": self.company["name"], "person": self.contact or ""}
        return {**known, "me": self.me, "organisation": self.organisation}

    @property
    def steps(self) -> str | None:
        """The published version's steps as JSON text, or None if the list has no script."""
        return None if self.version_id is None else steps_of(self.version_id)

    @cached_property
    def script(self) -> dict[str, Any] | None:
        """The published version's steps with names filled in, or None if the list has no script."""
        if self.steps is None:
            return None
        told = {"id": self.version_id, "name": self.script_name, "version": self.version}
        return {**told, **filled(self.steps, self.names)}

    @property
    def talk_seconds(self) -> int | None:
        """How long they talked, None while it is not over or nobody told."""
        if self.answered_at is None or self.hung_up_at is None:
            return None
        return max(0, int((self.hung_up_at - self.answered_at).total_seconds()))

    @property
    def zone(self) -> ZoneInfo:
        """The company's own time zone."""
        try:
            return ZoneInfo(self.company["time_zone"])
        except (KeyError, ValueError):
            return ZoneInfo("UTC")


def claim_card_of(person: User) -> ClaimCard | None:
    """Return what `person` has in hand now, or None. One query."""
    row = CARD.one(me=person.pk)
    return card_from(row, person) if row else None


def card_of_claim(claim: int, person: User) -> ClaimCard | None:
    """Return what `person` had in hand by this claim, ended or not, as it is now; None if it was somebody else's."""
    row = LOGGED.one(claim=claim, me=person.pk)
    return card_from(row, person) if row else None


def card_from(row: Sequence[Any], person: User) -> ClaimCard:
    """The card from a row of `CARD_OF`, as `person` reads it."""
    return ClaimCard(*(*row, person.name))


def _in_words(call: dict[str, Any]) -> dict[str, Any]:
    return {
        **call, "at": datetime.fromisoformat(call["at"]), "label": disposition_label(call["disposition"]),
        "reason": reason_label(call["reason"]),
    }  # fmt: skip
