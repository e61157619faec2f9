"""What a disposition does to the lead. Pure: the rules are data (`Disposition`), the figures are the list's."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from callcenter.claim_lock import Held
from callcenter.next_attempt import next_attempt, remember
from callcenter.rule import Rule


@dataclass(frozen=True, slots=True)
class Outcome:
    """The state in which the call leaves the lead."""

    state: str
    due_at: datetime
    attempts: int
    tried_parts: list[int] = field(default_factory=list)
    closed_reason: str = ""
    # Calls to this company on its local day, this one included.
    that_day: int = 1


def outcome_of(
    rule: Rule, held: Held, *, at: datetime, callback_at: datetime | None, numbers_left: bool = False
) -> Outcome:
    """Return what becomes of the lead `held` after a call that ended at `at` as `rule` says.

    `numbers_left`: whether the company has another number, after a wrong one. Source: product.md 6, «Next attempt».
    """
    found = _state_after(rule, held, at, callback_at, numbers_left)
    return replace(found, that_day=_calls_that_day(held, at))


def _state_after(
    rule: Rule, held: Held, at: datetime, callback_at: datetime | None, numbers_left: bool
) -> Outcome:
    attempts, tried = held.attempts + (not rule.reached), json.loads(held.tried_parts)
    if rule.books:
        return Outcome("booked", at, attempts, tried)
    if rule.asks_callback and callback_at is not None:
        return Outcome("callback", callback_at, attempts, tried)
    if rule.marks_number_wrong and numbers_left:
        # Nobody there was disturbed: the next number may be tried at once.
        return Outcome("waiting", at, held.attempts, tried)
    if rule.retry_minutes is None:
        return Outcome("closed", at, attempts, tried, closed_reason=rule.code)
    if held.often_enough:
        return Outcome("closed", at, attempts, tried, closed_reason=rule.code)
    if attempts >= held.max_attempts:
        return Outcome("closed", at, attempts, tried, closed_reason="max_attempts")
    if held.calls_in_all is not None and held.calls_made + 1 >= held.calls_in_all:
        return Outcome("closed", at, attempts, tried, closed_reason="calls_in_all")
    return _tried_again(held, timedelta(minutes=rule.retry_minutes), at, attempts, tried)


def _tried_again(held: Held, retry: timedelta, at: datetime, attempts: int, tried: list[int]) -> Outcome:
    parts = remember(held.window.part_of(at), tried)
    apart = timedelta(minutes=held.apart_minutes)
    full = held.calls_a_day is not None and _calls_that_day(held, at) >= held.calls_a_day
    due_at = next_attempt(
        at=at, retry=retry, apart=apart, tried=parts if held.spread_attempts else (), window=held.window,
        not_before=held.window.next_day(at) if full else None,
    )  # fmt: skip
    return Outcome("waiting", due_at, attempts, parts)


def _calls_that_day(held: Held, at: datetime) -> int:
    """Calls to the company on its local day of `at`, the one that just ended included."""
    zone, last = held.window.zone, held.last_call_at
    same = last is not None and last.astimezone(zone).date() == at.astimezone(zone).date()
    return 1 + (held.calls_that_day if same else 0)
