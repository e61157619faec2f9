"""The columns of a file are mapped as they were the last time."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from callcenter.actions import confirm_import
from callcenter.models import CallList, ColumnMapping
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.files import csv_file, uploaded

pytestmark = pytest.mark.django_db
TEXT = "Firm,Dial,Also\nAcme,3347938701,Dothan\n"
CHOSEN = {"Firm": "name", "Dial": "phone", "Also": "city"}


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def test_the_next_file_with_these_columns_is_mapped_alike(to: CallList, adam: User, at: datetime) -> None:
    first = uploaded(to, csv_file(TEXT), at)
    assert (first.mapping != CHOSEN, first.sample["as_last_time"]) == (True, False)
    confirm_import(actor=adam, job=first, mapping=CHOSEN, at=at)
    again = uploaded(to, csv_file("ALSO;firm;Dial\nDothan;Beta;3347938702\n"), at)
    assert (again.mapping, again.sample["as_last_time"]) == (
        {"ALSO": "city", "firm": "name", "Dial": "phone"}, True,
    )  # fmt: skip
    other = uploaded(to, csv_file("Firm,Dial\nAcme,3347938701\n"), at)
    assert other.sample["as_last_time"] is False
    client = Client()
    client.force_login(adam)
    assert "As last time" in client.get(reverse("callcenter:import_job", args=[again.pk])).content.decode()
    assert (
        "As last time" not in client.get(reverse("callcenter:import_job", args=[other.pk])).content.decode()
    )


def test_the_last_decision_counts(to: CallList, at: datetime) -> None:
    for also in ("city", "skip"):
        job = uploaded(to, csv_file(TEXT), at)
        confirm_import(actor=None, job=job, mapping={**CHOSEN, "Also": also}, at=at)
    assert (ColumnMapping.objects.count(), uploaded(to, csv_file(TEXT), at).mapping["Also"]) == (1, "skip")


def test_columns_without_headings_are_not_remembered(to: CallList, at: datetime) -> None:
    job = uploaded(to, csv_file("Acme,3347938701\nBeta,3347938702\n"), at)
    confirm_import(actor=None, job=job, mapping={"Column 1": "name", "Column 2": "phone"}, at=at)
    assert not ColumnMapping.objects.exists()


def test_a_preview_alone_is_not_remembered(to: CallList, at: datetime) -> None:
    uploaded(to, csv_file(TEXT), at)
    assert not ColumnMapping.objects.exists()
