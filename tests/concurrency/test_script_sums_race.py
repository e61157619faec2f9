"""An old call that comes in while its day is added up counts once."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from callcenter.actions import fold_script_calls, save_script
from callcenter.default_script import TREES
from callcenter.models import Call, ScriptDay
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Organisation, User
from tests.callcenter.reviewed import call_of
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_old_call_and_the_sums_of_its_day(adam: User, cara: User, org: Organisation) -> None:
    """Who brings a call holds the sums until commit, so the day is added up before it came or with it."""
    now = timezone.now()
    long_ago = now - timedelta(days=9)
    version = save_script(actor=adam, script=None, name="Cold", steps=TREES["en"], at=now)
    fold_script_calls(at=now - timedelta(days=30))

    def bring() -> Call:
        return call_of(cara, long_ago, script_version=version)

    with transaction.atomic():
        bring()
        assert at_once(lambda: fold_script_calls(at=timezone.now())) == [None]
    for _n in range(5):
        at_once(bring, lambda: fold_script_calls(at=timezone.now()), alone=True)
    fold_script_calls(at=timezone.now())
    kept = sum(one.calls for one in ScriptDay.objects.filter(way="*"))
    assert kept == Call.objects.filter(script_version=version).count() > 5
    assert "inv_script_day_is_not_its_calls" not in {breach.view for breach in breaches()}
