"""The wallboard and the desk as pages and as data: what they say, what they cost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from callcenter.models import Break, MeetingAudit, Review
from salesorg.people.models import Organisation, Role, User
from tests import factories
from tests.callcenter.calls import booked, called, held

pytestmark = pytest.mark.django_db
LIVE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def always_on(org: Organisation) -> Organisation:
    """The pages ask the real clock: every hour is a working hour."""
    org.working_days, org.opens_at, org.closes_at, org.country = [1, 2, 3, 4, 5, 6, 7], "00:00", "23:59", "XX"
    org.time_zone = "UTC"
    org.save()
    return org


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_wallboard_names_every_state_and_alarm_in_words(
    always_on: Organisation, adam: User, cara: User, cody: User
) -> None:
    now = timezone.now()
    held(
        factories.lead(factories.call_list()),
        cara,
        now - timedelta(minutes=9),
        hung_up_at=now - timedelta(minutes=8),
    )
    Break.objects.create(person=cody, reason="lunch", started_at=now - timedelta(seconds=1))
    page = browser(adam).get(reverse("callcenter:board")).content.decode()
    assert "Wrap-up too long" in page
    assert "On a break: Lunch" in page.replace('<span class="wall-kind">', "").replace("</span>", "")
    assert 'href="?full=1"' in page


def test_full_screen_has_a_layout_of_its_own(always_on: Organisation, adam: User, cara: User) -> None:
    client = browser(adam)
    full = client.get(reverse("callcenter:board") + "?full=1").content.decode()
    assert 'class="is-wall is-served"' in full
    assert "shell-nav" not in full
    assert "shell-nav" in client.get(reverse("callcenter:board")).content.decode()


def test_what_did_not_change_is_not_sent_again(always_on: Organisation, adam: User, cara: User) -> None:
    called(factories.lead(factories.call_list()), cara, timezone.now())
    client, url = browser(adam), reverse("callcenter:board")
    for address in (url, f"{url}?part=hours"):
        first = client.get(address, headers=LIVE)
        assert first.content.lstrip().startswith((b'<div id="_board"', b'<aside id="_board_hours"'))
        same = client.get(address, headers=LIVE | {"If-None-Match": first["ETag"]})
        assert (same.status_code, same.content) == (304, b"")


@pytest.mark.parametrize("name", ["board", "admin"])
def test_queries_do_not_grow_with_people_lists_and_calls(
    always_on: Organisation, adam: User, cara: User, name: str
) -> None:
    client, url = browser(adam), reverse(f"callcenter:{name}")
    factories.lead(factories.call_list())
    client.get(url)
    counted = []
    for more in (0, 8):
        for n in range(more):
            person, listed = factories.person(f"more{n}", Role.CALL_MANAGER), factories.call_list(f"More {n}")
            called(factories.lead(listed), person, timezone.now())
            resting = factories.person(f"resting{n}", Role.CALL_MANAGER)
            Break.objects.create(person=resting, reason="rest", started_at=timezone.now())
            held(factories.lead(listed), person, timezone.now())
        for headers in ({}, LIVE):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url, headers=headers).status_code == 200
            counted.append(len(queries))
    assert counted[:2] == counted[2:]
    assert max(counted) <= 10, counted


def test_the_wallboard_as_data(always_on: Organisation, adam: User, cara: User, cody: User) -> None:
    now = timezone.now()
    listed = factories.call_list(calling_from="00:00", calling_to="23:59", calling_days=[1, 2, 3, 4, 5, 6, 7])
    factories.lead(listed, company=factories.company(time_zone="UTC", country="XX"))
    Break.objects.create(person=cody, reason="training", started_at=now - timedelta(seconds=1))
    held(factories.lead(listed), cara, now - timedelta(minutes=20), hung_up_at=now - timedelta(minutes=8))
    board = browser(adam).get("/api/v1/callcenter/wallboard/").json()
    busy, resting = board["callers"]
    assert (busy["state"], busy["phase"], busy["alarms"][0]) == ("busy", "wrap_up", "wrap_up")
    assert (resting["state"], resting["reason"]) == ("break", "training")
    assert {"kind": "wrap_up", "level": "red"}.items() <= board["alarms"][0].items()
    assert board["alarms"][0]["person"]["username"] == "cara"
    assert (board["wrapping_up"], board["on_break"], board["in_call"]) == (1, 1, 0)
    assert board["lists"]["open_lists"] == 1
    assert {"hour", "calls", "reached", "booked", "norm"} == set(board["hours"][0])


def test_the_desk_counts_what_waits_and_leads_to_it(
    always_on: Organisation, adam: User, cara: User, hal: User
) -> None:
    now = timezone.now()
    listed = factories.call_list("Nearly empty")
    factories.call_list("Nothing in it")
    factories.lead(listed, state="callback", callback_owner=cara, due_at=now - timedelta(minutes=1))
    factories.lead(listed, state="callback", callback_owner=cara, due_at=now + timedelta(hours=1))
    call = booked(factories.lead(listed), cara, hal, now)
    MeetingAudit.objects.create(call=call)
    other = called(factories.lead(listed), cara, now)
    Review.objects.create(call=call, manager=cara, picked="booked", picked_at=now)
    Review.objects.create(
        call=other, manager=cara, picked="sample", picked_at=now, reviewed_at=now, reviewer=adam, score=80
    )
    page = browser(adam).get(reverse("callcenter:admin"))
    waiting = page.context["waiting"]
    assert (waiting.callbacks, waiting.reviews, waiting.audits) == (1, 1, 1)
    assert [one.state.call_list.name for one in page.context["attention"]][-1] == "Nothing in it"
    text = page.content.decode()
    for url in (reverse("callcenter:reports"), reverse("callcenter:call_log"), reverse("callcenter:leads")):
        assert f'href="{url}?' in text, url


def test_nobody_is_idle_outside_working_hours(org: Organisation, adam: User, cara: User) -> None:
    """The clock of who called by day stands still in the evening, on the wall and on the desk."""
    now = timezone.now()
    org.time_zone, org.country, org.opens_at, org.closes_at = "UTC", "XX", "00:00", "00:01"
    org.working_days = [day for day in range(1, 8) if day != now.isoweekday()]
    org.save()
    called(factories.lead(factories.call_list()), cara, now.replace(hour=0, minute=0, second=0))
    for name in ("board", "admin"):
        page = browser(adam).get(reverse(f"callcenter:{name}")).content.decode()
        assert "Outside working hours" in page
        if name == "board":
            assert "not working 1" in page
            assert "idle 1" not in page
        assert "Not started" not in page
        assert ">Idle<" not in page
