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
    "able": _("Could take the client."),
    "absent": _("Is absent today."),
    "full": _("The portfolio is full."),
    "overloaded": _("Overloaded: the portfolio is nearly full and a client is neglected."),
    "segment": _("Does not serve this segment."),
    "region": _("Does not serve this region."),
    "language": _("Does not serve in the client's language."),
}

# The same in a word, wherever a farmer's name stands.
WORDS: dict[str, str | Promise] = {
    "absent": _("absent"),
    "full": _("portfolio full"),
    "overloaded": _("overloaded"),
}


@dataclass(frozen=True)
class Candidate:
    """A farmer as the rule sees one; `load` and `capacity` in load points.

    `segments`, `regions` (a region's name or a country's code) and `languages` (ISO 639-1) empty = serves all.
    """

    id: int
    name: str
    load: Decimal
    capacity: Decimal
    neglected: int
    present: bool
    segments: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
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


def reason_against(
    candidate: Candidate, *, segment: str, share: Decimal, places: tuple[str, ...] = (), language: str = ""
) -> str:
    """Return the code of why this farmer cannot take such a client, or «free». `places`: the client's region and country."""
    if not candidate.present:
        return "absent"
    if is_full(candidate.load, candidate.capacity):
        return "full"
    if is_overloaded(candidate.load, candidate.capacity, candidate.neglected, share):
        return "overloaded"
    if not serves(candidate.segments, segment):
        return "segment"
    if not serves(candidate.regions, *places):
        return "region"
    return "free" if serves(candidate.languages, language) else "language"


def serves(served: tuple[str, ...], *wanted: str) -> bool:
    """Whether one of the `wanted` names is among those `served`; empty on either side fits everything."""
    names = {name.strip().casefold() for name in served} - {""}
    known = {name.strip().casefold() for name in wanted} - {""}
    return not names or not known or bool(names & known)


def choose_farmer(
    candidates: Iterable[Candidate],
    *,
    segment: str,
    weight: Decimal,
    share: Decimal,
    places: tuple[str, ...] = (),
    language: str = "",
) -> tuple[int | None, dict[str, Any]]:
    """Return the id of the farmer who gets a client of `weight` load points, or None, and why (JSON-ready).

    `segment`, `places` (region and country) and `language` are the client's. Among the present, not full, not overloaded
    who serve such a client: the lowest load / capacity after taking it;
    ties: who waited longest (oldest last opened account, nobody's first), then the lower id.
    """
    reasons = [
        (one, reason_against(one, segment=segment, share=share, places=places, language=language))
        for one in candidates
    ]
    free = [candidate for candidate, reason in reasons if reason == "free"]

    def order(candidate: Candidate) -> tuple[Decimal, datetime, int]:
        after = (candidate.load + weight) / candidate.capacity
        return after, candidate.last_opened_at or LONG_AGO, candidate.id

    chosen = min(free, key=order, default=None)
    ranked = sorted(reasons, key=lambda pair: (pair[1] != "free", order(pair[0])))
    return (chosen.id if chosen else None), {
        "segment": segment,
        "places": [place for place in places if place],
        "language": language,
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
