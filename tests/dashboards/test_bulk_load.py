"""Volume data is true to every constraint, trigger and invariant, and the queue and the desks work on it."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from callcenter.actions import take_next_lead
from callcenter.list_queries import call_lists
from callcenter.list_states import states_of
from salesorg.clients.models import Activity, Company, ContactPoint, Ownership
from salesorg.dashboards.invariants import breaches
from salesorg.lib.names import name_key, site_domain
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


def test_every_column_tells_the_truth(org: Organisation) -> None:
    call_command("bulk_load", "--leads", "420", "--clients", "5", "--calls", "3005", verbosity=0)
    assert breaches() == []
    assert none(
        "SELECT FROM callcenter_lead lead WHERE calls_made <> (SELECT count(*) FROM callcenter_call WHERE lead_id = lead.id)"
    )
    assert none("""
        SELECT FROM callcenter_lead lead JOIN clients_company company ON company.id = lead.company_id
        WHERE last_call_at IS DISTINCT FROM (SELECT max(at) FROM callcenter_call WHERE lead_id = lead.id)
            OR calls_that_day <> (SELECT count(*) FROM callcenter_call WHERE lead_id = lead.id
                AND (at AT TIME ZONE company.time_zone)::date = (lead.last_call_at AT TIME ZONE company.time_zone)::date)
    """)
    assert none("""
        SELECT FROM callcenter_call call JOIN callcenter_claim claim ON claim.id = call.claim_id
        WHERE call.at <> claim.ended_at OR call.seconds <> extract(epoch FROM claim.ended_at - claim.started_at)
            OR call.talk_seconds IS DISTINCT FROM extract(epoch FROM claim.hung_up_at - claim.answered_at)
            OR call.wrap_up_seconds IS DISTINCT FROM extract(epoch FROM claim.ended_at - claim.hung_up_at)
            OR (call.reached AND (call.talk_seconds IS NULL OR call.talk_seconds <= 0))
    """)
    assert none("""
        SELECT FROM callcenter_phonecall heard JOIN callcenter_claim claim ON claim.id = heard.claim_id
        WHERE (heard.answered_at, heard.ended_at) <> (claim.answered_at, claim.hung_up_at)
            OR heard.phone_hash NOT IN (SELECT value_hash FROM clients_contactpoint point JOIN callcenter_lead lead
                ON lead.company_id = point.company_id WHERE lead.id = claim.lead_id)
    """)
    for company in Company.objects.all():
        assert (company.name_key, company.site_domain) == (
            name_key(company.name),
            site_domain(company.website),
        )
    for wanted in (
        "callcenter_phonecall",
        "callcenter_review",
        "callcenter_reviewmark",
        "callcenter_possibleduplicate",
    ):
        assert count(wanted), wanted
    assert count("callcenter_call WHERE answers <> '[]'"), "some ways through the script"
    assert none("""
        SELECT FROM callcenter_possibleduplicate pair JOIN clients_company a ON a.id = first_id
        JOIN clients_company b ON b.id = second_id WHERE a.site_domain <> b.site_domain OR a.site_domain = ''
    """)
    assert none("""
        SELECT FROM callcenter_review review WHERE reviewed_at IS NOT NULL AND NOT failed AND score <> (
            SELECT round(100.0 * sum(weight * met) / sum(weight * 2)) FROM callcenter_reviewmark WHERE review_id = review.id)
    """)


def none(statement: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return not cursor.fetchall()
