"""The played telephone exchange, over HTTP against a running web."""

import io
from datetime import time, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from knox.models import AuthToken
from pytest_django.live_server_helper import LiveServer

from callcenter.actions import take_next_lead
from callcenter.models import Call, CallList, Claim, PhoneCall
from callcenter.simulation.timetable import Timetable
from salesorg.people.models import User
from salesorg.people.queries import database_now
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _secret(settings: Any) -> None:
    settings.TELEPHONY_SECRET = "of the exchange"


def open_list(leads: int) -> CallList:
    """A list that may be called now, whenever that is."""
    of = call_list(calling_from=time(0), calling_to=time(23, 59, 59), calling_days=[1, 2, 3, 4, 5, 6, 7])
    for _ in range(leads):
        lead(of, due_at=timezone.now() - timedelta(hours=1))
    return of


def simulate(url: str, *more: str) -> str:
    said = io.StringIO()
    call_command("simulate_pbx", "--url", url, "--speed", "2000", "--seed", "7", *more, stdout=said)
    return said.getvalue()


def test_who_has_a_lead_in_hand_is_put_through(live_server: LiveServer, cara: User) -> None:
    open_list(1)
    claim = take_next_lead(actor=cara, at=database_now())
    assert claim is not None
    said = simulate(live_server.url, "--calls", "1")
    call = PhoneCall.objects.get(direction="outbound")
    assert (call.claim, call.person) == (claim, cara)
    assert call.ended_at is not None
    assert "202 x" in said
    assert f"cara, claim {claim.pk}" in said
    assert "+1" not in said, "no number is printed"
    assert not Call.objects.exists(), "the call manager logs the result"


def test_played_call_managers_work_through_the_list(live_server: LiveServer, cara: User, cody: User) -> None:
    User.objects.filter(pk=cara.pk).update(extension="101")
    open_list(12)
    said = simulate(live_server.url, "--play", "--people", "cara", "cody", "--calls", "10")
    assert Call.objects.count() == 10
    assert {call.manager for call in Call.objects.all()} == {cara, cody}
    assert not Claim.objects.filter(ended_at__isnull=True).exists(), "what was not called is given back"
    outbound = PhoneCall.objects.filter(direction="outbound")
    assert outbound.count() == 10
    assert all(call.ended_at and call.claim_id for call in outbound)
    assert set(said.split("): ")[-1].split(" x ")[::2]) == {"202"}, said
    assert not AuthToken.objects.exists(), "the tokens are gone"


def test_only_a_demo_departments_leads_are_used_up_unasked(live_server: LiveServer, cara: User) -> None:
    open_list(1)
    with pytest.raises(CommandError, match="--people"):
        simulate(live_server.url, "--play", "--calls", "1")
    assert not Claim.objects.exists()


def test_what_is_missing_is_said(cara: User, settings: Any) -> None:
    open_list(1)
    take_next_lead(actor=cara, at=database_now())
    with pytest.raises(CommandError, match="Nobody listens"):
        simulate("http://127.0.0.1:9", "--calls", "1")
    for wrong in (["--url", "ftp://x"], ["--speed", "0"]):
        with pytest.raises(CommandError):
            call_command("simulate_pbx", *wrong)
    settings.TELEPHONY_SECRET = ""
    with pytest.raises(CommandError, match="TELEPHONY_SECRET"):
        simulate("http://127.0.0.1:9")


def test_stories_are_told_side_by_side() -> None:
    told: list[str] = []

    def story(name: str, pause: float) -> Any:
        for n in range(3):
            told.append(f"{name}{n}")
            yield pause

    times = Timetable(speed=1000)
    times.add(story("a", 30))
    times.add(story("b", 20))
    times.run()
    assert told == ["a0", "b0", "b1", "a1", "b2", "a2"]
