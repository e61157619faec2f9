"""An account in fay's care, opened two days before the tests' moment."""

from datetime import datetime, timedelta

import pytest

from farmers.actions import open_account
from farmers.models import Account
from salesorg.people.models import User
from tests import factories


@pytest.fixture
def account(fay: User, at: datetime) -> Account:
    """Fay's."""
    return open_account(actor=None, company=factories.company("Alpha"), farmer=fay, at=at - timedelta(days=2))


@pytest.fixture
def foreign(flo: User, at: datetime) -> Account:
    """Flo's, not fay's."""
    return open_account(actor=None, company=factories.company("Beta"), farmer=flo, at=at - timedelta(days=2))
