"""Calls as rows: ended claims, logged calls with their talk and answers, the exchange's word, activities."""

from collections.abc import Iterable
from typing import NamedTuple

from callcenter.verbs import CALL_LOGGED
from salesorg.dashboards.volume.calls import Calls, Made, caller, list_of, mixed, version_of
from salesorg.dashboards.volume.companies import phone_of
from salesorg.dashboards.volume.ground import Ground
from salesorg.dashboards.volume.reviews import copy_reviews
from salesorg.lib.copying import NULL, copy_rows, reserve, stamp
from salesorg.lib.phones import keyed_hash

# One of so many answered calls was heard by the telephone exchange, too.
HEARD = 20


class Row(NamedTuple):
    """A call with the ids of what it belongs to; `place` is the lead's number, by which lists are dealt out."""

    made: Made
    call: int
    claim: int
    lead: int
    company: int
    place: int
    meeting: int | None = None


def copy_calls(ground: Ground, calls: Calls, first_lead: int, first_company: int, part: range) -> None:
    """Load the calls of `part` with all that belongs to them."""
    claim, call = reserve("callcenter.Claim", len(part)), reserve("callcenter.Call", len(part))
    places = (k % calls.leads for k in part)
    copy_call_rows(
        ground,
        [
            Row(calls.made(k), call + i, claim + i, first_lead + place, first_company + place, place)
            for i, (k, place) in enumerate(zip(part, places, strict=True))
        ],
    )


def copy_call_rows(ground: Ground, rows: list[Row]) -> None:
    """Load these calls into every table that knows of them."""
    _copy_claims(ground, rows)
    copy_rows(
        "callcenter.Call",
        ["id", "lead_id", "claim_id", "manager_id", "call_list_id", "script_version_id", "disposition_id", "reached", "at",
         "seconds", "talk_seconds", "wrap_up_seconds", "reason", "answers", "meeting_id"],
        (
            (row.call, row.lead, row.claim, caller(ground, row.made.number), list_of(ground, row.place),
             version_of(ground, row.place), ground.dispositions[row.made.ending], "t" if row.made.reached else "f",
             stamp(row.made.at), row.made.seconds, *_talk(row.made), _reason(row.made), _answers(ground, row.made),
             row.meeting or NULL)
            for row in rows
        ),
    )  # fmt: skip
    _copy_heard(ground, rows)
    copy_reviews(ground, [(row.call, row.made) for row in rows])
    copy_rows(
        "clients.Activity", ["company_id", "actor_id", "at", "data"],
        (
            (row.company, caller(ground, row.made.number), stamp(row.made.at),
             f'{{"call": {row.call}, "disposition": "{row.made.ending}"}}')
            for row in rows
        ),
        verb=CALL_LOGGED,
    )  # fmt: skip


def _copy_claims(ground: Ground, rows: Iterable[Row]) -> None:
    copy_rows(
        "callcenter.Claim",
        ["id", "lead_id", "manager_id", "script_version_id", "started_at", "expires_at", "ended_at", "answered_at",
         "hung_up_at"],
        (
            (row.claim, row.lead, caller(ground, row.made.number), version_of(ground, row.place), stamp(row.made.began),
             stamp(row.made.began + 1200), stamp(row.made.at), *_marks(row.made))
            for row in rows
        ),
        ending="disposed",
    )  # fmt: skip


def _copy_heard(ground: Ground, rows: Iterable[Row]) -> None:
    copy_rows(
        "callcenter.PhoneCall",
        ["call_id", "phone_hash", "person_id", "claim_id", "started_at", "answered_at", "ended_at", "duration", "recording_url"],
        (
            (f"bench-{row.claim}", keyed_hash(phone_of(row.company)), caller(ground, row.made.number), row.claim,
             stamp(row.made.began), *_marks(row.made), row.made.talk, f"https://pbx.example/recordings/{row.claim}.mp3")
            for row in rows
            if row.made.number % HEARD == 0 and row.made.talk is not None
        ),
        direction="outbound",
    )  # fmt: skip


def _marks(made: Made) -> tuple[str, str]:
    """When they began to talk and when they hung up."""
    if made.talk is None:
        return NULL, NULL
    return stamp(made.began + made.ring), stamp(made.at - made.wrap_up)


def _talk(made: Made) -> tuple[object, object]:
    return (NULL, NULL) if made.talk is None else (made.talk, made.wrap_up)


def _reason(made: Made) -> str:
    return "no_need" if made.ending == "not_interested" else ""


def _answers(ground: Ground, made: Made) -> str:
    """Of every other reached call the way through the script is known."""
    if not made.reached or made.number % 2 or not ground.paths:
        return "[]"
    return ground.paths[mixed(made.number) % len(ground.paths)]
