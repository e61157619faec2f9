"""Volume data is true to every constraint, trigger and invariant, and the queue and the desks work on it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from callcenter.actions import take_next_lead
from callcenter.list_queries import call_lists, states_of
from salesorg.clients.models import Activity, Company, ContactPoint, Ownership
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import database_now
from salesorg.sales.models import Payment, Sale

# VACUUM runs in no transaction.
pytestmark = pytest.mark.django_db(transaction=True)


def test_volume_data_is_consistent_and_comes_on_top(org: Organisation) -> None:
    for _ in range(2):
        call_command(
            "bulk_load", "--leads", "60", "--clients", "25", "--calls", "150", "--touches", "60", verbosity=0
        )
    assert breaches() == []
    assert (Company.objects.count(), ContactPoint.objects.count()) == (170, 170)
    assert Company.objects.filter(status="client").count() == 50
    assert (Sale.objects.count(), Payment.objects.count()) == (50, 50)
    assert Ownership.objects.current().filter(stage="farming").count() == 50
    assert count("callcenter_call") == count("callcenter_claim") == 300
    assert (count("farmers_touch"), count("handoff_accrual")) == (120, 50)
    assert Activity.objects.filter(verb__in=["call_logged", "touch_logged"]).count() == 420
    assert {person.role for person in User.objects.all()} == set(Role.values)
    caller = User.objects.get(username="bench_caller_001")
    assert caller.check_password("salesorg-demo")
    assert take_next_lead(actor=caller, at=database_now()) is not None
    assert sum(state.counts.leads for state in states_of(call_lists(), database_now())) == 170


def test_what_cannot_be_is_refused() -> None:
    for asked in (["--calls", "5"], ["--touches", "5"], ["--leads", "-1"]):
        with pytest.raises(CommandError):
            call_command("bulk_load", *asked)
    assert not Company.objects.exists()


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        found: int = cursor.fetchone()[0]
    return found
