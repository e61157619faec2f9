"""A client that was just handed over by hal to fay."""

from datetime import datetime

import pytest

from handoff.actions import HandedOver
from salesorg.people.models import User
from tests.handoff.steps import first_sale


@pytest.fixture
def handed(hal: User, fay: User, fern: User, at: datetime) -> HandedOver:
    """Hal sold for 1000.00; the client is offered to Fay."""
    return first_sale(hal, at)
