"""Where this process last found the head of each lane, so that the next scan starts there and not at the beginning.

Entries of leads already handed out stay at the head of the index until they are vacuumed, and an open snapshot (a report, a
dump) forbids that: scanned from the beginning the claim rate fell to a quarter, from a moving bound it held.

It is only a hint. It is forgotten every 30 seconds and whenever nothing was found behind it, so that a lead that came in
earlier in the order (a rival's transaction that failed) waits half a minute at most and is never lost.
"""

import time
from datetime import UTC, datetime

FORGET_AFTER_SECONDS = 30.0
Bound = tuple[datetime, int]
START: Bound = (datetime(1, 1, 1, tzinfo=UTC), 0)

_bounds: dict[int, Bound] = {}
_since = [0.0]


def bound_of(lane: int) -> Bound:
    """Return (due, id) from which the scan of `lane` may start."""
    if time.monotonic() - _since[0] > FORGET_AFTER_SECONDS:
        forget()
    return _bounds.get(lane, START)


def move_bound(lane: int, due_at: datetime, lead: int) -> None:
    """Remember the lead just handed out as the new beginning of `lane`."""
    _bounds[lane] = (due_at, lead)


def forget() -> bool:
    """Start from the beginning again; return whether anything was remembered."""
    known = bool(_bounds)
    _bounds.clear()
    _since[0] = time.monotonic()
    return known
