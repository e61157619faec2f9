"""What a head sees before many clients change hands at once: whose, to whom, and what that does to everybody's load."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from farmers.models import Account
from farmers.queries.accounts import portfolio
from farmers.queries.loads import FarmerLoad, candidate_of, farmer_loads
from farmers.sharing_out import Portion, share_out
from salesorg.people.models import Organisation, User

# As many as are read and confirmed on one page; the most urgent first.
AT_ONCE = 300


@dataclass(frozen=True)
class Move:
    """One client and who would get it; None: it stays, nobody can take it."""

    account: Account
    farmer: User | None
    chosen: bool = True


@dataclass(frozen=True)
class LoadChange:
    """A farmer's load in points before and after; `clients` below zero: given away."""

    load: FarmerLoad
    clients: int
    after: Decimal

    @property
    def full(self) -> bool:
        """Whether the farmer would be full, or beyond."""
        return self.after >= self.load.capacity


@dataclass(frozen=True)
class MovePlan:
    """A proposal: nothing is written. `more`: clients beyond `AT_ONCE` that fit as well; `giver`: None for a head's queue."""

    moves: list[Move]
    changes: list[LoadChange]
    more: int
    giver: LoadChange | None = None

    @property
    def chosen(self) -> int:
        """How many would change hands."""
        return sum(move.chosen and move.farmer is not None for move in self.moves)

    @property
    def staying(self) -> int:
        """How many would stay because nobody can take them."""
        return sum(move.farmer is None for move in self.moves)


def plan_moves(
    *,
    viewer: User,
    keeper: User,
    takers: Collection[int],
    by_rule: bool,
    asked: Mapping[str, Any],
    settings: Organisation,
    at: datetime,
    loads: Sequence[FarmerLoad] | None = None,
    chosen: Collection[int] | None = None,
) -> MovePlan:
    """Propose new farmers for the open accounts of `keeper` that `viewer` sees and that are `asked` for (as in `portfolio`).

    `takers`: ids of the farmers who may get them, empty: everybody else. `by_rule` shares out among them as the rule does
    for a new client; otherwise the first of them gets all, over any capacity. `loads` are read if they are not given. `chosen`: ids of the accounts that count in the loads, None: all.
    """
    today = at.astimezone(settings.zone).date()
    found = portfolio(viewer, today=today, asked={**asked, "farmer": keeper})
    accounts = list(found.select_related("company", "service_level")[: AT_ONCE + 1])
    more = found.count() - AT_ONCE if len(accounts) > AT_ONCE else 0
    accounts = accounts[:AT_ONCE]
    loads = farmer_loads(at=at, settings=settings) if loads is None else loads
    others = {load.farmer.pk: load for load in loads if load.farmer.pk != keeper.pk}
    given = _shared(accounts, [load for pk, load in others.items() if not takers or pk in takers], settings)
    if not by_rule:
        only = next((pk for pk in takers if pk in others), None)
        given = {account.pk: only for account in accounts}
    moves = [
        Move(
            account,
            others[to].farmer if (to := given[account.pk]) else None,
            chosen is None or account.pk in chosen,
        )
        for account in accounts
    ]
    return MovePlan(moves, _changes(moves, others), more, _giver(moves, keeper, loads))


def _shared(
    accounts: Sequence[Account], loads: Sequence[FarmerLoad], settings: Organisation
) -> dict[int, int | None]:
    clients = [
        Portion(
            account.pk, account.service_level.weight, account.company.segment,
            (account.company.region, account.company.country), account.company.language or settings.language,
        )
        for account in accounts
    ]  # fmt: skip
    return share_out(clients, [candidate_of(load) for load in loads], share=settings.overload_share)


def _changes(moves: Sequence[Move], loads: Mapping[int, FarmerLoad]) -> list[LoadChange]:
    changes: dict[int, LoadChange] = {}
    for move in moves:
        if move.farmer is not None:
            load = loads[move.farmer.pk]
            before = changes.get(move.farmer.pk, LoadChange(load, 0, load.load))
            weight = move.account.service_level.weight
            changes[move.farmer.pk] = (
                replace(before, clients=before.clients + 1, after=before.after + weight)
                if move.chosen
                else before
            )
    return sorted(changes.values(), key=lambda change: change.load.farmer.name)


def _giver(moves: Sequence[Move], keeper: User, loads: Sequence[FarmerLoad]) -> LoadChange | None:
    gone = [move.account.service_level.weight for move in moves if move.chosen and move.farmer is not None]
    load = next((one for one in loads if one.farmer.pk == keeper.pk), None)
    return LoadChange(load, -len(gone), load.load - sum(gone)) if load else None
