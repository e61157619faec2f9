from datetime import datetime
from typing import Any

from django.db import connection, transaction

from callcenter.phone_event import PhoneEvent, hash_of, line_of, times_of
from callcenter.phone_statements import KEEP, LOCK, TELL_CALL, TELL_CLAIM
from salesorg.people.queries import organisation


@transaction.atomic
def record_phone_event(*, event: PhoneEvent, at: datetime) -> int | None:
    """Keep what the exchange tells of a call, and return the id of the claim the call was made for, or None.

    Events come late, twice, at once and in any order: one `PhoneCall` per `call_id`, whose fields only gain. Its claim is
    told since when they talk and since when it is wrap-up; what the call manager's key or an earlier event has said stays. If the
    call was logged meanwhile, its talk and wrap-up seconds are filled where they are empty, and replaced when the exchange
    counted the talk itself (`duration`): it knows better than a key. Nothing is refused: a number, an extension or
    a claim that nobody knows is kept all the same. No activity: nothing happened to the company but what `log_call` says.
    `at` is when it was heard. Source: contract.md, `telephony/events/`.
    """
    started, answered, ended = times_of(event, at)
    over = event.kind == "ended"
    told: dict[str, Any] = {
        "call_id": event.call_id, "direction": event.direction, "outbound": not event.inbound,
        "phone": hash_of(event.phone, organisation().country), "extension": line_of(event.extension),
        "started": started, "answered": answered, "ended": ended, "duration": event.duration if over else None,
        "recording": event.recording_url if over else "",
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(KEEP, told)
        claim: int | None = cursor.fetchone()[0]
        if claim is not None and event.kind != "ringing":
            tell_claim(claim)
    return claim


def tell_claim(claim: int) -> None:
    """Write into the claim, and into the call if it is logged already, what its telephone calls say."""
    with connection.cursor() as cursor:
        for statement in (LOCK, TELL_CLAIM, TELL_CALL):
            cursor.execute(statement, {"claim": claim})
