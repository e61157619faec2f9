"""Many clients change hands at once: all or none, with what belongs to them; by action, page and API."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from farmers.actions import log_touch, make_promise, move_account
from farmers.models import Account, Promise
from farmers.refusals import NotAFarmer, PortfolioChanged
from handoff.actions import HandedOver, accept_handoff, move_clients
from handoff.models import Handoff
from handoff.refusals import NothingToMove, ReasonMissing
from salesorg.clients.models import Activity, Ownership
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, User
from tests.handoff.steps import accept, first_sale, introduce
from tests.handoff.test_api import api
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db


@pytest.fixture
def clients(hal: User, fay: User, fern: User, at: datetime) -> list[HandedOver]:
    """Three clients of fay: one accepted, one introduced, one just offered."""
    made = [first_sale(hal, at) for _n in range(3)]
    accept(made[0].handoff, at)
    introduce(made[1].handoff, at)
    return made


def accounts(clients: list[HandedOver]) -> list[int]:
    return [one.account.pk for one in clients]


def test_everything_that_belongs_to_a_client_goes_along(
    clients: list[HandedOver], fay: User, flo: User, fern: User, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    promise = make_promise(
        actor=fay, account=clients[0].account, text="Samples", due_on=date(2027, 1, 15), at=at
    )
    moves = dict.fromkeys(accounts(clients), flo)
    assert move_clients(actor=fern, keeper=fay, moves=moves, reason="Vacation", at=later) == 3
    assert set(Account.objects.values_list("farmer", flat=True)) == {flo.pk}
    assert set(Ownership.objects.filter(ended_at=None).values_list("owner", flat=True)) == {flo.pk}
    assert Promise.objects.get(pk=promise.pk).account.farmer == flo
    assert not Account.objects.visible_to(fay).exists()
    log_touch(actor=flo, account=clients[0].account, kind="call", note="", at=later)


def test_a_handoff_under_way_begins_anew_an_accepted_one_stays_as_it_was(
    clients: list[HandedOver], fay: User, flo: User, fern: User, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    move_clients(
        actor=fern, keeper=fay, moves=dict.fromkeys(accounts(clients), flo), reason="Vacation", at=later
    )
    done, introduced, offered = (Handoff.objects.get(pk=one.handoff.pk) for one in clients)
    assert (done.state, done.farmer) == ("accepted", fay)
    for handoff in (introduced, offered):
        assert (handoff.state, handoff.farmer, handoff.introduced_at) == ("offered", flo, None)
        assert handoff.choice["given"]["reason"] == "Vacation"
    assert introduced.due_at > clients[1].handoff.due_at
    accept_handoff(actor=flo, handoff=introduce(offered, later), at=later)


def test_the_new_farmer_is_told_once(
    clients: list[HandedOver], fay: User, flo: User, fern: User, at: datetime
) -> None:
    move_clients(
        actor=fern,
        keeper=fay,
        moves=dict.fromkeys(accounts(clients), flo),
        reason="Vacation",
        at=at + timedelta(hours=1),
    )
    told = Notice.objects.get(person=flo, kind="clients_given")
    assert told.data == {"who": "Fern", "from": "Fay", "count": 3}


def test_refused_moves_change_nothing(
    clients: list[HandedOver], hal: User, fay: User, flo: User, fern: User, sue: User, at: datetime
) -> None:
    before = Activity.objects.count(), Notice.objects.count()
    moves = dict.fromkeys(accounts(clients), flo)
    wrong: list[tuple[type[Exception], dict[str, Any]]] = [
        (NotYours, {"actor": fay}),
        (NotYours, {"actor": sue}),
        (ReasonMissing, {"reason": " "}),
        (NothingToMove, {"moves": {}}),
        (PortfolioChanged, {"keeper": flo}),
        (PortfolioChanged, {"moves": moves | {999_999: flo}}),
        (NotAFarmer, {"moves": {**moves, accounts(clients)[2]: hal}}),
    ]
    for refusal, changed in wrong:
        asked: dict[str, Any] = {"actor": fern, "keeper": fay, "moves": moves, "reason": "Vacation", "at": at}
        with pytest.raises(refusal):
            move_clients(**{**asked, **changed})
    assert (Activity.objects.count(), Notice.objects.count()) == before
    assert set(Account.objects.values_list("farmer", flat=True)) == {fay.pk}


def test_one_that_changed_hands_meanwhile_stops_all(
    clients: list[HandedOver], fay: User, flo: User, fern: User, at: datetime
) -> None:
    later = at + timedelta(hours=1)
    move_account(actor=fern, company=clients[0].handoff.company, farmer=flo, at=later, reason="first")
    with pytest.raises(PortfolioChanged):
        move_clients(
            actor=fern, keeper=fay, moves=dict.fromkeys(accounts(clients), flo), reason="Vacation", at=later
        )
    assert fay.accounts.count() == 2


def test_the_head_of_sales_gives_away_only_the_own_queue(
    clients: list[HandedOver], fay: User, flo: User, fern: User, sue: User, at: datetime
) -> None:
    kept = clients[2]
    later = at + timedelta(hours=1)
    Account.objects.filter(pk=kept.account.pk).update(farmer=sue)
    assert move_clients(actor=sue, keeper=sue, moves={kept.account.pk: flo}, reason="Hired", at=later) == 1


# Pages


def test_the_page_proposes_and_writes_nothing_then_moves_once(
    clients: list[HandedOver], fay: User, flo: User, fern: User
) -> None:
    client, path = login(fern), f"/handoffs/moves/?keeper={fay.pk}&how=rule"
    page = client.get(path)
    assert page.status_code == 200
    assert fay.accounts.count() == 3
    pairs = [f"{account}:{flo.pk}" for account in accounts(clients)[:2]]
    assert all(pair in page.content.decode() for pair in pairs)
    sent = {"keeper": fay.pk, "move": pairs, "reason": "Vacation", "idempotency_key": "k1"}
    for _n in range(2):
        assert client.post(path, sent).status_code == 302
    assert (fay.accounts.count(), flo.accounts.count()) == (1, 2)
    assert Activity.objects.filter(verb="account_moved", data__reason="Vacation").count() == 2


def test_the_page_says_what_is_missing(clients: list[HandedOver], fay: User, flo: User, fern: User) -> None:
    client, path = login(fern), f"/handoffs/moves/?keeper={fay.pk}&how=rule"
    assert client.get(f"/handoffs/moves/?keeper={fay.pk}&how=one").status_code == 422
    assert client.post(path, {"keeper": fay.pk, "reason": "x"}).status_code == 422
    assert client.post(path, {"keeper": fay.pk, "move": ["nonsense"], "reason": "x"}).status_code == 422
    pair = f"{clients[0].account.pk}:{flo.pk}"
    assert client.post(path, {"keeper": fay.pk, "move": [pair], "reason": ""}).status_code == 422
    assert fay.accounts.count() == 3


def test_what_is_unticked_does_not_weigh(clients: list[HandedOver], fay: User, flo: User, fern: User) -> None:
    client, path = login(fern), f"/handoffs/moves/?keeper={fay.pk}&how=rule"
    plan = client.get(path).context["plan"]
    assert (plan.chosen, plan.changes[0].clients, plan.giver.clients) == (3, 3, -3)
    assert plan.giver.load.load - plan.giver.after == plan.changes[0].after - plan.changes[0].load.load == 3
    sent = {"move": [f"{clients[0].account.pk}:{flo.pk}"], "reason": "Vacation", "count": "1"}
    page = client.post(path, sent | {"idempotency_key": "k1"})
    assert page.status_code == 200
    plan = page.context["plan"]
    assert (plan.chosen, plan.changes[0].clients, plan.giver.clients) == (1, 1, -1)
    assert plan.changes[0].after - plan.changes[0].load.load == 1
    assert page.content.decode().count(" checked aria-label") == 1
    assert "Vacation" in page.content.decode()
    plan = client.post(path, {"count": "1"}).context["plan"]
    assert (plan.chosen, plan.changes[0].clients, plan.giver.after) == (0, 0, plan.giver.load.load)
    assert fay.accounts.count() == 3


def test_where_nobody_has_room_the_page_offers_all_to_one(
    clients: list[HandedOver], fay: User, flo: User, fern: User
) -> None:
    User.objects.filter(pk=flo.pk).update(capacity=1)
    client = login(fern)
    for each in clients[:1]:
        Account.objects.filter(pk=each.account.pk).update(farmer=flo)
    page = client.get(f"/handoffs/moves/?keeper={fay.pk}&how=rule").content.decode()
    assert "By the rule all of them stay" in page
    assert 'name="how" value="one"' in page
    to_one = client.get(f"/handoffs/moves/?keeper={fay.pk}&show=&level=&how=one&takers={flo.pk}")
    assert to_one.context["plan"].changes[0].full


def test_the_page_costs_the_same_for_many_clients(
    hal: User, fay: User, flo: User, fern: User, at: datetime, django_assert_max_num_queries: Any
) -> None:
    client, path = login(fern), f"/handoffs/moves/?keeper={fay.pk}&how=rule"
    for _n in range(12):
        first_sale(hal, at)
    client.get(path)
    with django_assert_max_num_queries(10):
        assert client.get(path).status_code == 200


# API


def test_the_api_proposes_and_moves(clients: list[HandedOver], fay: User, flo: User, fern: User) -> None:
    client = api(fern)
    plan = client.post("/api/v1/handoff/moves/preview/", {"keeper": fay.pk}, format="json").json()
    assert {move["farmer"] for move in plan["moves"]} == {flo.pk}
    assert plan["loads"] == [
        {"farmer": flo.pk, "clients": 3, "before": "0.0", "after": "3.0", "capacity": "40.0"}
    ]
    moves = [{"account": move["account"], "farmer": move["farmer"]} for move in plan["moves"]]
    body = {"keeper": fay.pk, "moves": moves, "reason": "Vacation"}
    key = {"HTTP_IDEMPOTENCY_KEY": f"moves-{timezone.now():%f}"}
    for _n in range(2):
        assert client.post("/api/v1/handoff/moves/", body, format="json", **key).json() == {"moved": 3}
    again = client.post("/api/v1/handoff/moves/", body, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "portfolio_changed")
    unknown = {**body, "moves": [{"account": 1, "farmer": 999_999}]}
    assert client.post("/api/v1/handoff/moves/", unknown, format="json").status_code == 400
