"""What the database refuses whoever asks: the audit is append-only, owners' periods never overlap, money is no float."""

from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, InternalError, connection, models, transaction

from salesorg.clients.actions import change_owner, record_activity
from salesorg.clients.models import Activity, Ownership
from salesorg.people.models import User
from tests.factories import company

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE clients_activity SET verb = 'other'",
        "DELETE FROM clients_activity",
        "TRUNCATE clients_activity CASCADE",
    ],
)
def test_the_audit_is_append_only(cara: User, at: datetime, statement: str) -> None:
    record_activity(company=company(), actor=cara, verb="called", at=at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # TRUNCATE would refuse for pending checks otherwise
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Activity.objects.get().verb == "called"


def test_the_periods_of_two_owners_never_overlap(hal: User, fay: User, at: datetime) -> None:
    owned = company()
    change_owner(company=owned, owner=hal, stage=Ownership.Stage.HUNTING, at=at, reason="booked")
    change_owner(
        company=owned, owner=fay, stage=Ownership.Stage.FARMING, at=at + timedelta(days=2), reason="sold"
    )
    with pytest.raises(IntegrityError, match="ownership_periods_never_overlap"), transaction.atomic():
        Ownership.objects.create(
            company=owned, owner=fay, stage="farming", reason="by hand",
            started_at=at + timedelta(days=1), ended_at=at + timedelta(days=1, hours=1),
        )  # fmt: skip
    assert Ownership.objects.count() == 2


def test_no_column_of_ours_is_a_float() -> None:
    ours = ("people", "clients", "sales", "farmers", "handoff", "hunters", "callcenter")
    floats = [
        f"{model._meta.label}.{field.name}"
        for label in ours
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.get_fields()
        if isinstance(field, models.FloatField)
    ]
    assert floats == []
