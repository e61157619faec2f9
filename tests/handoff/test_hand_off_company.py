"""The first sale makes, in one transaction, client, handoff, farmer's account and agreement."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from handoff.actions import HandedOver
from handoff.models import Agreement, Handoff
from handoff.refusals import NobodyCanTake, NoPlan
from salesorg.clients.models import Activity, Company, Ownership
from salesorg.people.models import Notice, User
from salesorg.sales.models import Sale
from tests.factories import company as make_company
from tests.handoff.steps import first_sale, sell

pytestmark = pytest.mark.django_db


def check_now() -> None:
    """What the database would say at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_it_makes_client_handoff_account_agreement(
    handed: HandedOver, hal: User, fay: User, at: datetime
) -> None:
    company = Company.objects.get(pk=handed.handoff.company_id)
    assert company.status == "client"
    assert (handed.handoff.hunter, handed.handoff.farmer, handed.handoff.state) == (hal, fay, "offered")
    assert handed.account.farmer == fay
    assert (handed.agreement.hunter, handed.agreement.plan.name) == (hal, "Standard")
    assert Ownership.objects.current().get(company=company).owner == fay
    assert Activity.objects.filter(company=company, verb="handoff_opened").count() == 1
    assert Notice.objects.get(person=fay).kind == "handoff_offered"
    check_now()


def test_the_clock_counts_working_hours(handed: HandedOver) -> None:
    # Monday 10:00 in New York; 24 working hours of 9 a day: 8 today, 9 on Tuesday, 7 on Wednesday.
    assert handed.handoff.due_at == datetime(2026, 11, 18, 21, 0, tzinfo=UTC)


def test_the_choice_explains_itself(handed: HandedOver, fay: User) -> None:
    assert handed.handoff.choice["candidates"][0]["id"] == fay.pk
    assert handed.handoff.brief == "Scanner × 1"


def test_nobody_can_take_it_so_it_stands_in_the_heads_queue(hal: User, fern: User, at: datetime) -> None:
    handed = first_sale(hal, at)
    assert (handed.handoff.state, handed.handoff.farmer, handed.account.farmer) == ("unassigned", None, fern)
    assert Notice.objects.get(person=fern).kind == "handoff_unassigned"
    check_now()


def test_without_a_head_it_goes_to_the_head_of_sales(hal: User, sue: User, at: datetime) -> None:
    assert first_sale(hal, at).account.farmer == sue


def test_it_never_goes_to_nobody(hal: User, at: datetime) -> None:
    with pytest.raises(NobodyCanTake):
        first_sale(hal, at)
    assert not Sale.objects.exists()
    assert not Company.objects.filter(status="client").exists()


def test_without_a_plan_nothing_is_sold(hal: User, fay: User) -> None:
    with pytest.raises(NoPlan):
        first_sale(hal, datetime(1999, 1, 4, 15, tzinfo=UTC))
    assert not Handoff.objects.exists()


def test_a_client_is_handed_over_once(handed: HandedOver, hal: User, at: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        first_sale(hal, at, company=handed.handoff.company)
    assert (Handoff.objects.count(), Agreement.objects.count(), Sale.objects.count()) == (1, 1, 1)


def test_the_database_refuses_a_first_sale_without_a_handoff(hal: User, at: datetime) -> None:
    with pytest.raises(IntegrityError, match="first sale without"), transaction.atomic():  # noqa: PT012 - judged at commit
        sell(make_company(), hal, Sale.Kind.FIRST, "10.00", at)
        check_now()


def test_the_database_refuses_a_client_without_a_handoff(db: None) -> None:
    company = make_company()
    with pytest.raises(IntegrityError, match="without a handoff"), transaction.atomic():  # noqa: PT012 - judged at commit
        Company.objects.filter(pk=company.pk).update(status="client")
        check_now()


@pytest.mark.parametrize("row", ["handoff", "agreement"])
def test_what_was_agreed_is_neither_deleted_nor_changed(handed: HandedOver, hugo: User, row: str) -> None:
    found = getattr(handed, row)
    with pytest.raises(Exception, match="never deleted"), transaction.atomic():
        found.delete()
    with pytest.raises(Exception, match="never_change"), transaction.atomic():
        type(found).objects.filter(pk=found.pk).update(hunter=hugo)
