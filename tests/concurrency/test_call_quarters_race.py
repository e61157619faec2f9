"""A late call and the addition of its quarter of an hour at the same moment: neither is lost, neither counts twice."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from callcenter.actions import fold_quarters
from callcenter.models import Call, CallQuarter
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.calls import called
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_late_call_and_the_addition_of_its_quarter_wait_for_each_other(
    org: Organisation, cara: User
) -> None:
    long_ago, of = timezone.now() - timedelta(days=9), factories.call_list()
    fold_quarters(at=timezone.now() - timedelta(days=20))
    with transaction.atomic():
        called(factories.lead(of), cara, long_ago)
        at_once(lambda: fold_quarters(at=timezone.now()), lambda: fold_quarters(at=timezone.now()))
    for _n in range(5):
        at_once(
            lambda: called(factories.lead(of), cara, long_ago),
            lambda: fold_quarters(at=timezone.now()),
            alone=True,
        )
    fold_quarters(at=timezone.now())
    assert sum(one.calls for one in CallQuarter.objects.all()) == Call.objects.count() == 6
    assert breaches() == []
