from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from farmers.actions import (
    log_touch,
    open_account,
    reassign_account,
    record_repeat_sale,
    return_portfolio_of,
    set_service_level,
)
from farmers.models import Account, ServiceLevel
from farmers.refusals import NoHead, NotAFarmer, NotYourAccount, SameFarmer
from salesorg.clients.models import Activity
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, User
from salesorg.sales.actions import LineInput
from salesorg.sales.actions.record_sale import NoLines
from salesorg.sales.models import Sale
from tests import factories

pytestmark = pytest.mark.django_db


def test_the_head_gives_a_client_to_another_farmer(
    account: Account, fern: User, flo: User, at: datetime
) -> None:
    reassign_account(actor=fern, account=account, farmer=flo, reason="Vacation", at=at)
    account.refresh_from_db()
    owner = current_owner(account.company)
    assert owner is not None
    assert account.farmer == owner.owner == flo
    assert Notice.objects.get(person=flo).kind == "account_given"
    assert Activity.objects.get(verb="account_moved").data["reason"] == "Vacation"
    log_touch(actor=flo, account=account, kind="call", note="", at=at)


def test_the_farmer_before_can_do_nothing_more(
    account: Account, fay: User, fern: User, flo: User, at: datetime
) -> None:
    reassign_account(actor=fern, account=account, farmer=flo, reason="Vacation", at=at)
    with pytest.raises(NotYourAccount):
        log_touch(actor=fay, account=account, kind="call", note="", at=at)
    assert not Account.objects.visible_to(fay).exists()


def test_refused_reassignments_change_nothing(
    account: Account, fay: User, fern: User, flo: User, hal: User, sue: User, at: datetime
) -> None:
    for actor, farmer, refusal in (
        (fay, flo, NotYours), (sue, flo, NotYours), (fern, hal, NotAFarmer), (fern, fay, SameFarmer)
    ):  # fmt: skip
        with pytest.raises(refusal):
            reassign_account(actor=actor, account=account, farmer=farmer, reason="x", at=at)
    account.refresh_from_db()
    assert account.farmer == fay
    assert not Activity.objects.filter(verb="account_moved").exists()
    assert not Notice.objects.exists()


def test_a_leaving_farmers_accounts_go_to_the_head(
    account: Account, foreign: Account, fay: User, fern: User, root: User, at: datetime
) -> None:
    open_account(actor=None, company=factories.company(), farmer=fay, at=at - timedelta(days=1))
    assert return_portfolio_of(actor=root, person=fay, at=at) == 2
    assert set(Account.objects.filter(farmer=fern).values_list("farmer__username", flat=True)) == {"fern"}
    assert Account.objects.filter(farmer=fern).count() == 2
    foreign.refresh_from_db()
    assert foreign.farmer.username == "flo"
    assert Notice.objects.get(person=fern).data == {"who": "Fay", "count": 2}
    assert return_portfolio_of(actor=root, person=fay, at=at) == 0


def test_without_any_head_a_portfolio_cannot_be_left(
    account: Account, fay: User, root: User, at: datetime
) -> None:
    with pytest.raises(NoHead):
        return_portfolio_of(actor=root, person=fay, at=at)
    account.refresh_from_db()
    assert account.farmer == fay


def test_without_a_head_of_the_department_the_head_of_sales_keeps_it(
    account: Account, fay: User, root: User, sue: User, at: datetime
) -> None:
    assert return_portfolio_of(actor=root, person=fay, at=at) == 1
    account.refresh_from_db()
    assert account.farmer == sue


def test_only_the_head_sets_the_level(account: Account, fay: User, fern: User, at: datetime) -> None:
    level = ServiceLevel.objects.get(code="A")
    with pytest.raises(NotYours):
        set_service_level(actor=fay, account=account, level=level, at=at)
    account.refresh_from_db()
    assert account.service_level.code == "B"
    for _ in range(2):
        set_service_level(actor=fern, account=account, level=level, at=at)
    account.refresh_from_db()
    # Opened on 14 November: touched after 7 days, neglected after 14.
    assert (account.next_touch_on.isoformat(), account.neglected_from.isoformat()) == (
        "2026-11-21",
        "2026-11-29",
    )
    assert Activity.objects.filter(verb="service_level_set").count() == 1


def test_a_repeat_sale_is_recorded_and_is_no_touch(account: Account, fay: User, at: datetime) -> None:
    line = LineInput(product=factories.product(price="1000.00"), quantity=Decimal(2), price=Decimal("900.00"))
    sale = record_repeat_sale(actor=fay, account=account, lines=[line], note="By phone", at=at)
    assert (sale.kind, sale.amount, sale.seller, sale.currency) == ("repeat", Decimal("1800.00"), fay, "USD")
    account.refresh_from_db()
    assert account.last_touch_at is None
    assert Activity.objects.filter(verb="repeat_sale_recorded", company=account.company).count() == 1


def test_a_repeat_sale_to_a_foreign_account_is_refused(
    account: Account, flo: User, hal: User, fay: User, at: datetime
) -> None:
    line = LineInput(product=factories.product(), quantity=Decimal(1), price=Decimal("1.00"))
    for actor, lines, refusal in ((flo, [line], NotYourAccount), (hal, [line], NotYours), (fay, [], NoLines)):
        with pytest.raises(refusal):
            record_repeat_sale(actor=actor, account=account, lines=lines, note="", at=at)
    assert not Sale.objects.exists()
    assert not Activity.objects.filter(verb="repeat_sale_recorded").exists()
