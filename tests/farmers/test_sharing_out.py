"""The rule by which many clients are shared out, and what a head is shown of it."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from farmers.actions import open_account
from farmers.farmer_choice import Candidate, is_overloaded
from farmers.queries import plan_moves
from farmers.sharing_out import Portion, share_out
from salesorg.people.models import Absence, Organisation, User
from tests import factories

SHARE = Decimal("0.80")


def farmer(number: int, load: str, capacity: str = "40", **fields: object) -> Candidate:
    return Candidate(number, f"F{number}", Decimal(load), Decimal(capacity), 0, True, **fields)  # type: ignore[arg-type]


def test_the_heaviest_goes_first_and_each_taken_client_counts() -> None:
    clients = [Portion(1, Decimal(1)), Portion(2, Decimal(2)), Portion(3, Decimal(1)), Portion(4, Decimal(1))]
    given_to = share_out(clients, [farmer(1, "10"), farmer(2, "12")], share=SHARE)
    # 2 (weight 2) -> F1 (12/40); 1: both 13 after, the lower id; 3 -> F2; 4 -> F1 or F2 at 14 against 14: the lower id.
    assert given_to == {2: 1, 1: 1, 3: 2, 4: 1}


def test_segment_region_and_language_bind() -> None:
    clients = [
        Portion(1, Decimal(1), segment="Hotels"), Portion(2, Decimal(1), places=("Bavaria", "DE")),
        Portion(3, Decimal(1), language="ru"),
    ]  # fmt: skip
    candidates = [
        farmer(1, "0", segments=("Hospitals",)), farmer(2, "5", regions=("US",)), farmer(3, "9", languages=("en",))
    ]  # fmt: skip
    assert share_out(clients, candidates, share=SHARE) == {1: 2, 2: 1, 3: 1}


weights = st.sampled_from([Decimal("0.5"), Decimal(1), Decimal(2)])
loads = st.lists(st.tuples(st.integers(0, 45), st.integers(1, 45)), max_size=6)


@given(st.lists(weights, max_size=30), loads)
def test_nobody_is_given_a_client_when_full(sizes: list[Decimal], figures: list[tuple[int, int]]) -> None:
    candidates = [farmer(n, str(load), str(capacity)) for n, (load, capacity) in enumerate(figures, 1)]
    clients = [Portion(n, weight) for n, weight in enumerate(sizes, 1)]
    given_to = share_out(clients, candidates, share=SHARE)
    assert set(given_to) == {client.id for client in clients}
    for candidate in candidates:
        taken = [client.weight for client in clients if given_to[client.id] == candidate.id]
        # Before the last one was taken there was room.
        assert not taken or candidate.load + sum(taken) - max(taken) < candidate.capacity
    if any(to is None for to in given_to.values()):
        after = {c.id: c.load + sum(x.weight for x in clients if given_to[x.id] == c.id) for c in candidates}
        assert all(is_overloaded(after[c.id], c.capacity, 0, SHARE) for c in candidates)


@pytest.mark.django_db
def test_a_plan_writes_nothing_and_shows_the_loads(
    org: Organisation, fay: User, flo: User, fern: User, at: datetime
) -> None:
    for _n in range(3):
        open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    Absence.objects.create(person=fay, starts_on=at.date(), ends_on=at.date())
    plan = plan_moves(viewer=fern, keeper=fay, takers=[], by_rule=True, asked={}, settings=org, at=at)
    assert [move.farmer for move in plan.moves] == [flo] * 3
    (change,) = plan.changes
    assert (change.clients, change.load.load, change.after, change.full) == (3, Decimal(0), Decimal(3), False)
    assert fay.accounts.count() == 3


@pytest.mark.django_db
def test_all_to_one_goes_over_any_capacity(
    org: Organisation, fay: User, flo: User, fern: User, at: datetime
) -> None:
    User.objects.filter(pk=flo.pk).update(capacity=1)
    for _n in range(2):
        open_account(actor=None, company=factories.company(), farmer=fay, at=at)
    by_rule = plan_moves(
        viewer=fern, keeper=fay, takers=[flo.pk], by_rule=True, asked={}, settings=org, at=at
    )
    assert by_rule.staying == 1
    all_of_them = plan_moves(
        viewer=fern, keeper=fay, takers=[flo.pk], by_rule=False, asked={}, settings=org, at=at
    )
    assert (all_of_them.staying, all_of_them.changes[0].full) == (0, True)
