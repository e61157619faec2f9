from datetime import datetime, timedelta

import pytest
from django.test import Client

from callcenter.actions import take_next_lead
from callcenter.models import Claim, Lead
from farmers.models import Account
from hunters.models import Deal, Meeting
from salesorg.clients.models import Activity, Ownership
from salesorg.dashboards.actions import give_role, let_person_go
from salesorg.dashboards.actions.return_work import NobodyTakesOver
from salesorg.dashboards.invariants import breaches
from salesorg.lib.refusals import NotYours
from salesorg.people.actions.dismiss_person import AlreadyDismissed
from salesorg.people.models import Role, User
from tests.dashboards.conftest import Story
from tests.factories import call_list, company, lead
from tests.hunters.steps import book

pytestmark = pytest.mark.django_db


def snapshot() -> tuple[object, ...]:
    return tuple(
        list(model.objects.order_by("pk").values())
        for model in (User, Claim, Lead, Ownership, Account, Meeting, Deal, Activity)
    )


def test_a_hunters_prospects_go_to_the_head(
    story: Story, root: User, hal: User, hera: User, at: datetime
) -> None:
    book(hera, company(), hal, at + timedelta(days=9), at=at + timedelta(days=5))
    moved = let_person_go(actor=root, person=hal, at=at + timedelta(days=6))
    assert moved == {"claims": 0, "prospects": 2, "handoffs": 0, "accounts": 0}
    assert not Ownership.objects.current().filter(owner=hal).exists()
    assert breaches() == []


def test_a_farmers_portfolio_goes_to_the_head(
    story: Story, root: User, fay: User, fern: User, at: datetime
) -> None:
    moved = let_person_go(actor=root, person=fay, at=at + timedelta(days=6))
    assert (moved["handoffs"], moved["accounts"]) == (1, 0), "the handoff was not accepted yet"
    assert Account.objects.get().farmer == fern
    assert breaches() == []


def test_a_call_managers_lead_goes_back_to_the_queue(root: User, cara: User, at: datetime) -> None:
    lead(call_list())
    assert take_next_lead(actor=cara, at=at)
    assert let_person_go(actor=root, person=cara, at=at)["claims"] == 1
    assert Lead.objects.get().state == "waiting"
    assert breaches() == []


def test_refused_and_nothing_changed(story: Story, root: User, sue: User, hal: User, at: datetime) -> None:
    before = snapshot()
    with pytest.raises(NotYours):
        let_person_go(actor=sue, person=hal, at=at)
    with pytest.raises(NotYours):
        let_person_go(actor=root, person=root, at=at)
    assert snapshot() == before


def test_without_anybody_to_take_over_nobody_leaves(
    story: Story, root: User, hal: User, hera: User, at: datetime
) -> None:
    User.objects.filter(pk=hera.pk).update(is_active=False)
    before = snapshot()
    with pytest.raises(NobodyTakesOver):
        let_person_go(actor=root, person=hal, at=at + timedelta(days=6))
    # The refusal leaves the atomic block; what it had changed is taken back.
    assert snapshot() == before


def test_nobody_leaves_twice(root: User, cara: User, at: datetime) -> None:
    let_person_go(actor=root, person=cara, at=at)
    with pytest.raises(AlreadyDismissed):
        let_person_go(actor=root, person=cara, at=at)
    assert Activity.objects.filter(verb="person_dismissed").count() == 1


def test_another_role_gives_the_work_back_too(
    story: Story, root: User, fay: User, fern: User, at: datetime
) -> None:
    assert give_role(actor=root, person=fay, role=Role.HUNTER, at=at + timedelta(days=6))["handoffs"] == 1
    fay.refresh_from_db()
    assert fay.role == Role.HUNTER
    assert breaches() == []


def test_the_pages_ask_first_and_do_it_once(story: Story, root: User, hal: User, client: Client) -> None:
    client.force_login(root)
    page = client.get(f"/people/{hal.pk}/dismiss/")
    assert page.context["holdings"] == {"prospects": 1, "clients": 0}
    form = {"idempotency_key": "k"}
    assert client.post(f"/people/{hal.pk}/dismiss/", form).status_code == 302
    hal.refresh_from_db()
    assert not hal.is_active
    assert client.get(f"/people/{hal.pk}/dismiss/").status_code == 404
