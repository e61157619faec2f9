"""Calls that were made to a company count for the one it is merged into, and no longer when that is taken back.

Two leads of one company were called by two rows: together they obey the limits of the one that stays. Callers hold the locks.
"""

from datetime import datetime
from typing import Any

from callcenter.models import Lead
from callcenter.next_attempt import REMEMBERED
from salesorg.clients.models import Company

COUNTED = ("attempts", "calls_made", "calls_that_day", "last_call_at", "tried_parts", "due_at")
# For these the queue closes a lead that was called too often already.
BY_THE_SUM = ("max_attempts", "calls_in_all")


def count_together(kept: Lead, absorbed: Lead, company: Company) -> dict[str, Any] | None:
    """Add the calls of `absorbed` to `kept` (of `company`) and return what `count_apart` needs.

    None if nothing is carried over: nobody called the one, or the other does not wait. Limits then hold for both together:
    the later due time, the thirds of the day that were tried last.
    """
    if kept.state != Lead.State.WAITING or absorbed.last_call_at is None:
        return None
    was = _counted(kept)
    newer, older = (
        (absorbed, kept) if kept.last_call_at is None or kept.last_call_at <= absorbed.last_call_at else (kept, absorbed)
    )  # fmt: skip
    same_day = older.last_call_at is not None and _day(older, company) == _day(newer, company)
    kept.calls_that_day = newer.calls_that_day + (older.calls_that_day if same_day else 0)
    kept.tried_parts = [*newer.tried_parts, *older.tried_parts][:REMEMBERED]
    kept.attempts += absorbed.attempts
    kept.calls_made += absorbed.calls_made
    kept.last_call_at = newer.last_call_at
    kept.due_at = max(kept.due_at, absorbed.due_at)
    kept.save(update_fields=COUNTED)
    return {"was": was, "became": _counted(kept)}


def count_apart(kept: Lead, counted: dict[str, Any], at: datetime) -> None:
    """Take back what `count_together` did.

    Untouched since, the lead has its old figures again, due again when it was (not before `at`: what returns to the queue
    is due now or later), and waits again if the sum has closed it. Called since, what came from the other is subtracted.
    """
    was, became, now = counted["was"], counted["became"], _counted(kept)
    if {**now, "due_at": ""} != {**became, "due_at": ""}:
        for name in ("attempts", "calls_made"):
            setattr(kept, name, max(now[name] - (became[name] - was[name]), 0))
        kept.save(update_fields=["attempts", "calls_made"])
        return
    for name in ("attempts", "calls_made", "calls_that_day", "tried_parts"):
        setattr(kept, name, was[name])
    kept.last_call_at = datetime.fromisoformat(was["last_call_at"]) if was["last_call_at"] else None
    if kept.state == Lead.State.CLOSED and kept.closed_reason in BY_THE_SUM:
        kept.state, kept.closed_reason = Lead.State.WAITING, ""
    if now["due_at"] == became["due_at"] != was["due_at"]:
        kept.due_at = max(datetime.fromisoformat(was["due_at"]), at)
    kept.save(update_fields=[*COUNTED, "state", "closed_reason"])


def _counted(lead: Lead) -> dict[str, Any]:
    return {
        "attempts": lead.attempts, "calls_made": lead.calls_made, "calls_that_day": lead.calls_that_day,
        "last_call_at": lead.last_call_at.isoformat() if lead.last_call_at else None,
        "tried_parts": list(lead.tried_parts), "due_at": lead.due_at.isoformat(),
    }  # fmt: skip


def _day(lead: Lead, company: Company) -> object:
    return lead.last_call_at.astimezone(company.zone).date() if lead.last_call_at else None
