"""Where the hunters' tests begin: a prospect with a meeting, a deal, a product."""

from datetime import datetime, timedelta

import pytest

from hunters.actions import record_outcome
from hunters.models import Deal, Meeting
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Product
from tests import factories
from tests.hunters.steps import book


@pytest.fixture
def prospect(org: object) -> Company:
    """A company that nobody has met yet."""
    return factories.company("Acme Hospital")


@pytest.fixture
def meeting(prospect: Company, hal: User, cara: User, at: datetime) -> Meeting:
    """Hal's meeting with the prospect tomorrow at ten, booked by Cara."""
    return book(cara, prospect, hal, at + timedelta(days=1), at=at)


@pytest.fixture
def deal(meeting: Meeting, hal: User, at: datetime) -> Deal:
    """Hal's open deal after the meeting."""
    found = record_outcome(
        actor=hal, meeting=meeting, outcome="held", on_target=True, at=at + timedelta(days=1)
    ).deal
    assert found is not None
    return found


@pytest.fixture
def scanner(org: object) -> Product:
    """Something for 1,000."""
    return factories.product()
