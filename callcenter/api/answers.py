"""The claim as JSON: plain dicts, because this is what every caller waits for after every call."""

from typing import Any

from callcenter.claim_card import ClaimCard
from callcenter.models import Call, Lead
from hunters.queries import invitations_of


def claim_json(card: ClaimCard | None) -> dict[str, Any] | None:
    """Return what `ClaimOut` describes."""
    if card is None:
        return None
    return {
        "id": card.id,
        "started_at": card.started_at.isoformat(),
        "expires_at": card.expires_at.isoformat(),
        "is_inbound": card.is_inbound,
        "answered_at": card.answered_at and card.answered_at.isoformat(),
        "hung_up_at": card.hung_up_at and card.hung_up_at.isoformat(),
        "lead": {
            "id": card.lead_id, "call_list": card.list_name, "company": card.company,
            "phones": card.numbers, "contacts": card.points,
            "attempts": card.attempts, "max_attempts": card.max_attempts,
            "history": [{**call, "at": call["at"].isoformat()} for call in card.history],
        },
        "script": card.script,
    }  # fmt: skip


def call_json(call: Call) -> dict[str, Any]:
    """Return what `CallLoggedOut` describes, without `next`."""
    due = call.lead.state in (Lead.State.WAITING, Lead.State.CALLBACK)
    return {
        "id": call.pk,
        "lead": {
            "id": call.lead_id, "state": call.lead.state,
            "next_attempt_at": call.lead.due_at.isoformat() if due else None,
        },
        "meeting": _meeting_json(call),
    }  # fmt: skip


def _meeting_json(call: Call) -> dict[str, Any] | None:
    """What was booked: the call manager repeats it to the company before hanging up."""
    meeting = call.meeting
    if meeting is None:
        return None
    hunter = meeting.hunter
    return {
        "id": meeting.pk, "starts_at": meeting.starts_at.isoformat(), "ends_at": meeting.ends_at.isoformat(),
        "place": meeting.place, "video_link": meeting.video_link, "on_hold": meeting.on_hold,
        "invitation": mail.state if (mail := invitations_of(meeting).first()) else None,
        "hunter": {"id": hunter.pk, "username": hunter.username, "name": hunter.name},
    }  # fmt: skip
