"""Who gets the next client (product.md 6, «Load»). Pure: figures come in, a choice with its reasons goes out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONG_AGO = datetime.min.replace(tzinfo=UTC)
# An explanation is read by people; a department of hundreds is not listed in full.
EXPLAINED = 20

REASONS: dict[str, str | Promise] = {
    "chosen": _("Has the most room after taking this client."),
    "free": _("Could take the client, but has less room."),
    "absent": _("Is absent today."),
    "full": _("The portfolio is full."),
    "overloaded": _("Is overloaded: the portfolio is nearly full and a client is neglected."),
    "segment": _("Does not serve this segment."),
}


@dataclass(frozen=True)
class Candidate:
    """A farmer as the rule sees one; `load` and `capacity` in load points, `segments` empty = serves all."""

    id: int
    name: str
    load: Decimal
    capacity: Decimal
    neglected: int
    present: bool
    segments: tuple[str, ...] = ()
    last_opened_at: datetime | None = None


def is_full(load: Decimal, capacity: Decimal) -> bool:
    """Full: load >= capacity."""
    return load >= capacity


def is_overloaded(load: Decimal, capacity: Decimal, neglected: int, share: Decimal) -> bool:
    """Overloaded: full, or load >= `share` (80 %) of the capacity with at least one neglected account."""
    return is_full(load, capacity) or (neglected > 0 and load >= share * capacity)


def is_idle(load: Decimal, capacity: Decimal, neglected: int, share: Decimal) -> bool:
    """Idle: neglected accounts at less than `share` of the capacity - not a missing farmer, an idle one."""
    return neglected > 0 and load < share * capacity


def reason_against(candidate: Candidate, *, segment: str, share: Decimal) -> str:
    """Return the code of why this farmer cannot take a client of `segment`, or «free»."""
    if not candidate.present:
        return "absent"
    if is_full(candidate.load, candidate.capacity):
        return "full"
    if is_overloaded(candidate.load, candidate.capacity, candidate.neglected, share):
        return "overloaded"
    return "free" if serves(candidate, segment) else "segment"


def serves(candidate: Candidate, segment: str) -> bool:
    """Whether the segment fits; a company without a segment fits everybody."""
    served = {name.strip().casefold() for name in candidate.segments}
    return not served or not segment.strip() or segment.strip().casefold() in served


def choose_farmer(
    candidates: Iterable[Candidate], *, segment: str, weight: Decimal, share: Decimal
) -> tuple[int | None, dict[str, Any]]:
    """Return the id of the farmer who gets a client of `weight` load points, or None, and why (JSON-ready).

    Among the present, not full, not overloaded whose segment fits: the lowest load / capacity after taking it;
    ties: who waited longest (oldest last opened account, nobody's first), then the lower id.
    """
    reasons = [
        (candidate, reason_against(candidate, segment=segment, share=share)) for candidate in candidates
    ]
    free = [candidate for candidate, reason in reasons if reason == "free"]

    def order(candidate: Candidate) -> tuple[Decimal, datetime, int]:
        after = (candidate.load + weight) / candidate.capacity
        return after, candidate.last_opened_at or LONG_AGO, candidate.id

    chosen = min(free, key=order, default=None)
    ranked = sorted(reasons, key=lambda pair: (pair[1] != "free", order(pair[0])))
    return (chosen.id if chosen else None), {
        "segment": segment,
        "weight": str(weight),
        "considered": len(reasons),
        "candidates": [
            _explained(each, "chosen" if each is chosen else why) for each, why in ranked[:EXPLAINED]
        ],
    }


def _explained(candidate: Candidate, reason: str) -> dict[str, Any]:
    return {
        "id": candidate.id,
        "name": candidate.name,
        "load": str(candidate.load),
        "capacity": str(candidate.capacity),
        "neglected": candidate.neglected,
        "reason": reason,
    }
