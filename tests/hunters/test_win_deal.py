from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from hunters.actions import close_first_sale, continue_as_cross_sell, open_deal, win_deal
from hunters.models import Deal
from hunters.refusals import AlreadyClient, DealClosed, InOtherHands, NotAClient
from salesorg.clients.models import Activity, Company
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours, constraint_of
from salesorg.people.models import Notice, User
from salesorg.sales.actions.record_sale import NoLines
from salesorg.sales.models import Product, Sale
from tests.hunters.steps import check_deferred, lines, nothing_changes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 20)


@pytest.fixture
def won_at(at: datetime) -> datetime:
    """Two days after the meeting was booked."""
    return at + 2 * DAY


@pytest.fixture
def client_of_fay(
    deal: Deal, hal: User, fay: User, fern: User, scanner: Product, won_at: datetime
) -> Company:
    """The prospect after its first sale."""
    win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=won_at)
    deal.company.refresh_from_db()
    return deal.company


def test_the_first_sale_makes_client_handoff_account_and_agreement(
    deal: Deal, hal: User, fay: User, fern: User, scanner: Product, won_at: datetime
) -> None:
    won = win_deal(actor=hal, deal=deal, lines=lines(scanner), note="Paid in two parts", at=won_at)
    check_deferred()
    deal.refresh_from_db()
    company = Company.objects.get(pk=deal.company_id)
    owner = current_owner(company)
    assert owner is not None
    assert (company.status, owner.owner, owner.stage) == ("client", fay, "farming")
    assert (won.sale.kind, won.sale.amount, won.sale.seller, won.sale.currency) == ("first", 2000, hal, "USD")
    assert (won.handoff.farmer, won.handoff.hunter, won.agreement.hunter) == (fay, hal, hal)
    assert (deal.state, deal.sale, deal.amount, deal.closed_at) == ("won", won.sale, 2000, won_at)
    assert Activity.objects.filter(verb="first_sale_made").count() == 1


def test_with_nobody_to_take_it_the_client_is_the_heads(
    deal: Deal, hal: User, fern: User, scanner: Product, won_at: datetime
) -> None:
    won = win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=won_at)
    owner = current_owner(deal.company)
    assert owner is not None
    assert (won.handoff.farmer, owner.owner) == (None, fern)


def test_a_first_sale_is_refused_and_nothing_changes(
    deal: Deal, hal: User, hugo: User, fay: User, fern: User, scanner: Product, won_at: datetime
) -> None:
    with nothing_changes(), pytest.raises(NotYours):
        win_deal(actor=hugo, deal=deal, lines=lines(scanner), note="", at=won_at)
    with nothing_changes(), pytest.raises(NotYours):
        win_deal(actor=fay, deal=deal, lines=lines(scanner), note="", at=won_at)
    with nothing_changes(), pytest.raises(NoLines):
        win_deal(actor=hal, deal=deal, lines=[], note="", at=won_at)
    with nothing_changes(), pytest.raises(NoLines):
        win_deal(actor=hal, deal=deal, lines=lines(scanner, price="0"), note="", at=won_at)


def test_a_deal_is_won_once(
    client_of_fay: Company, deal: Deal, hal: User, scanner: Product, won_at: datetime
) -> None:
    with nothing_changes(), pytest.raises(DealClosed):
        win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=won_at)


def test_another_deal_of_a_new_client_is_no_first_sale_and_no_silent_cross_sell(
    deal: Deal, hal: User, fay: User, fern: User, scanner: Product, won_at: datetime
) -> None:
    other = open_deal(actor=hal, company=deal.company, next_step="Call", next_step_on=FRIDAY, at=won_at)
    with nothing_changes(), pytest.raises(NotAClient):
        continue_as_cross_sell(actor=hal, deal=other, at=won_at)
    win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=won_at)
    for way in (win_deal, close_first_sale):
        with nothing_changes(), pytest.raises(AlreadyClient):
            way(actor=hal, deal=other, lines=lines(scanner), note="", at=won_at)
    continue_as_cross_sell(actor=hal, deal=other, at=won_at)
    won = win_deal(actor=hal, deal=other, lines=lines(scanner), note="", at=won_at)
    assert (won.sale.kind, won.handoff, won.agreement) == ("cross_sell", None, None)


def test_a_cross_sell_leaves_the_account_with_its_farmer_who_is_told(
    client_of_fay: Company, hal: User, fay: User, scanner: Product, won_at: datetime
) -> None:
    deal = open_deal(actor=hal, company=client_of_fay, next_step="Call", next_step_on=FRIDAY, at=won_at)
    won = win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=won_at)
    owner = current_owner(client_of_fay)
    assert owner is not None
    assert (won.sale.kind, won.handoff, won.agreement, owner.owner) == ("cross_sell", None, None, fay)
    told = set(Notice.objects.filter(person=fay).values_list("kind", flat=True))
    assert {"cross_sell_opened", "cross_sell_made"} <= told


def test_a_strange_hunter_does_not_cross_sell_but_the_head_may_send_one(
    client_of_fay: Company, hugo: User, hera: User, won_at: datetime
) -> None:
    with nothing_changes(), pytest.raises(InOtherHands):
        open_deal(actor=hugo, company=client_of_fay, next_step="Call", next_step_on=FRIDAY, at=won_at)
    sent = open_deal(
        actor=hera, company=client_of_fay, hunter=hugo, next_step="Call", next_step_on=FRIDAY, at=won_at
    )
    assert (sent.hunter, sent.cross_sell) == (hugo, True)


def test_the_database_refuses_a_first_sale_without_a_handoff(deal: Deal, hal: User, at: datetime) -> None:
    def around_the_actions() -> None:
        Sale.objects.create(
            number="S-0",
            company=deal.company,
            seller=hal,
            kind="first",
            amount=Decimal(1),
            currency="USD",
            sold_at=at,
        )
        check_deferred()

    with nothing_changes(), pytest.raises(IntegrityError) as refused, transaction.atomic():
        around_the_actions()
    assert constraint_of(refused.value) == "first_sale_has_a_handoff"


def test_the_database_refuses_a_client_without_a_handoff(deal: Deal) -> None:
    def around_the_actions() -> None:
        Company.objects.filter(pk=deal.company_id).update(status="client")
        check_deferred()

    with nothing_changes(), pytest.raises(IntegrityError) as refused, transaction.atomic():
        around_the_actions()
    assert constraint_of(refused.value) == "client_has_a_handoff"
