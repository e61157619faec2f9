"""A month that runs is closed only behind a warning; one that has not begun is not offered."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from handoff.actions import HandedOver, accrue_due, close_statement, correct_pay
from handoff.months import month_of
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales.models import Sale
from tests.handoff.steps import pay, sell
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db
WARNING = "The month is not over"


@pytest.fixture
def earned(handed: HandedOver, fay: User, at: datetime) -> HandedOver:
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), "100.00", at)
    accrue_due(at=at)
    return handed


@pytest.mark.parametrize(("later", "warned"), [(0, True), (40, False)])
def test_a_running_month_warns(
    earned: HandedOver, hal: User, finn: User, at: datetime, monkeypatch: Any, later: int, warned: bool
) -> None:
    monkeypatch.setattr("handoff.queries.statements.timezone.now", lambda: at + timedelta(days=later))
    page = login(finn).get("/commissions/statements/").content.decode()
    one = login(finn).get(f"/commissions/statements/{hal.pk}-2026-11/").content.decode()
    assert ((WARNING in page), f'data-confirm="{WARNING}' in page) == (warned, warned)
    assert ((WARNING in one), f'data-confirm="{WARNING}' in one) == (warned, warned)
    assert f"/commissions/statements/{hal.pk}-2026-11/close/" in page
    assert WARNING not in login(hal).get("/commissions/statements/").content.decode()


def test_a_month_to_come_is_not_offered(earned: HandedOver, hal: User, finn: User, at: datetime) -> None:
    now = timezone.now()
    month = month_of(now, organisation().zone)
    close_statement(actor=finn, person=hal, month=month, at=now)
    correct_pay(actor=finn, person=hal, amount=Decimal("5.00"), currency="USD", reason="late", at=now)
    page = login(finn).get("/commissions/statements/").content.decode()
    assert "the month has not begun" in page
    assert "/close/" not in page
    after = (month + timedelta(days=32)).strftime("%Y-%m")
    one = login(finn).get(f"/commissions/statements/{hal.pk}-{after}/")
    assert (one.status_code, "/close/" in one.content.decode()) == (200, False)
