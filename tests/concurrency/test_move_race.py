"""Two heads give the same clients away at the same moment: one does, the other is told; nothing is moved twice."""

from datetime import datetime, timedelta

import pytest

from farmers.models import Account
from farmers.refusals import PortfolioChanged
from handoff.actions import move_clients
from salesorg.clients.models import Ownership
from salesorg.people.models import Role, User
from tests.concurrency.rivals import at_once
from tests.factories import person
from tests.handoff.steps import first_sale

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_heads_move_the_same_clients(hal: User, fay: User, fern: User, at: datetime) -> None:
    made = [first_sale(hal, at).account.pk for _n in range(4)]
    flo, finn = person("flo", Role.FARMER), person("fritz", Role.FARMER)
    frank, later = person("frank", Role.FARMERS_HEAD), at + timedelta(hours=1)
    answers = at_once(
        lambda: move_clients(actor=fern, keeper=fay, moves=dict.fromkeys(made, flo), reason="a", at=later),
        lambda: move_clients(actor=frank, keeper=fay, moves=dict.fromkeys(reversed(made), finn), reason="b", at=later),
    )  # fmt: skip
    assert sorted(str(type(answer).__name__) for answer in answers) == ["PortfolioChanged", "int"]
    assert PortfolioChanged in {type(answer) for answer in answers}
    assert len(set(Account.objects.values_list("farmer", flat=True))) == 1
    assert Ownership.objects.filter(ended_at=None).count() == 4
