"""Who takes over which of many clients: the rule of one client (farmer_choice.py), with what each takes added up. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from farmers.farmer_choice import Candidate, choose_farmer


@dataclass(frozen=True)
class Portion:
    """One client to be given away: `weight` in load points; `segment`, `places` and `language` as the choice knows them."""

    id: int
    weight: Decimal
    segment: str = ""
    places: tuple[str, ...] = ()
    language: str = ""


def share_out(
    clients: Iterable[Portion], candidates: Sequence[Candidate], *, share: Decimal
) -> dict[int, int | None]:
    """Return who gets which client (None: nobody can take it), the heaviest clients first, then by id.

    `share` is the organisation's overload share, as in `choose_farmer`.
    """
    loads = {candidate.id: candidate for candidate in candidates}
    given: dict[int, int | None] = {}
    for client in sorted(clients, key=lambda one: (-one.weight, one.id)):
        chosen, _why = choose_farmer(
            loads.values(), segment=client.segment, weight=client.weight, share=share, places=client.places,
            language=client.language,
        )  # fmt: skip
        given[client.id] = chosen
        if chosen is not None:
            loads[chosen] = replace(loads[chosen], load=loads[chosen].load + client.weight)
    return given
