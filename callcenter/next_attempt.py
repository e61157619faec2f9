"""When to try again after a call that reached nobody (product.md 6, «Next attempt»). Pure: no database, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from callcenter.calling_window import CallingWindow

# A window that does not open for so long (a holiday every day, a list without days) is taken as never opening.
LOOK_AHEAD_DAYS = 400
REMEMBERED = 2


def next_attempt(
    *, at: datetime, retry: timedelta, apart: timedelta, tried: Sequence[int], window: CallingWindow,
    not_before: datetime | None = None,
) -> datetime:  # fmt: skip
    """Return the first instant that obeys every rule at once.

    Not before `retry` nor `apart` (the least time between two attempts) have passed since the call at `at`; inside the
    calling window of the company; in another third of it than the last two attempts (`tried`, newest first, this call
    included), so that nobody is looked for at the same hour of each day. `not_before`: the company was called as often as
    one day allows.
    """
    earliest = max(at + max(retry, apart), not_before or at)
    avoid = set(tried[:REMEMBERED])
    for part, start, end in window.parts_from(earliest, LOOK_AHEAD_DAYS):
        # On the night of a change of the clocks a third may not exist: then its instants lie in another one.
        if part not in avoid and start < end and window.is_open(start) and window.part_of(start) == part:
            return start
    return earliest


def remember(part: int, tried: Sequence[int]) -> list[int]:
    """Return the thirds of the last two attempts with this one in front."""
    return [part, *tried][:REMEMBERED]
