"""Calling hours that reach into the night: the form asks again before it saves them, once."""

from datetime import time
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from callcenter.models import CallList
from callcenter.night_hours import call_at_night
from salesorg.people.models import Organisation, User
from tests import factories

SENT = {
    "name": "Clinics", "region": "US", "priority": "0", "calling_from": "00:00", "calling_to": "23:59",
    "calling_days": ["1", "2"], "max_attempts": "4", "callback_days": "30",
}  # fmt: skip


@pytest.mark.parametrize(
    ("opens", "closes", "civil", "night"),
    [
        ("08:00", "20:00", ("08:00", "20:00"), False),
        ("07:59", "18:00", ("08:00", "20:00"), True),
        ("09:00", "20:01", ("08:00", "20:00"), True),
        ("07:00", "19:00", ("06:00", "23:00"), False),
        ("07:00", "19:01", ("06:00", "23:00"), True),
    ],
)
def test_the_hours_at_which_one_may_be_met_bound_the_calling_hours(
    opens: str, closes: str, civil: tuple[str, str], night: bool
) -> None:
    wall = time.fromisoformat
    assert call_at_night(wall(opens), wall(closes), wall(civil[0]), wall(civil[1])) is night


@pytest.fixture
def office(org: Organisation, adam: User, client: Client) -> Client:
    client.force_login(adam)
    return client


def sent(**changes: Any) -> dict[str, Any]:
    return {**SENT, **changes}


@pytest.mark.django_db
def test_a_new_list_is_open_at_night_only_when_confirmed(office: Client) -> None:
    url = reverse("callcenter:list_new")
    assert 'name="night_confirmed"' not in office.get(url).content.decode()
    asked = office.post(url, sent(idempotency_key="a"))
    assert (asked.status_code, set(asked.context["form"].errors)) == (422, {"night_confirmed"})
    assert "called at night by their clock" in asked.content.decode()
    assert not CallList.objects.exists()
    assert office.post(url, sent(night_confirmed="on", idempotency_key="b")).status_code == 302
    assert CallList.objects.get().calling_to == time(23, 59)
    civil = sent(name="By day", calling_from="08:00", calling_to="20:00", idempotency_key="c")
    assert office.post(url, civil).status_code == 302


@pytest.mark.django_db
def test_hours_that_stay_are_warned_of_and_not_asked_about_again(office: Client) -> None:
    listed = factories.call_list("Clinics", calling_from="00:00", calling_to="23:59")
    url = reverse("callcenter:list_edit", args=[listed.pk])
    assert 'name="night_confirmed"' in office.get(url).content.decode()
    assert office.post(url, sent(priority="3", idempotency_key="a")).status_code == 302
    wider = office.post(url, sent(calling_from="01:00", priority="4", idempotency_key="b"))
    assert (wider.status_code, set(wider.context["form"].errors)) == (422, {"night_confirmed"})
    listed.refresh_from_db()
    assert (listed.priority, listed.calling_from) == (3, time(0))
