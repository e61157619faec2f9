"""The demo department: its last days show what the administrator of the floor works with."""

from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest

from callcenter.models import Break, MeetingAudit
from hunters.models import Invitation
from salesorg.dashboards.demo import cast
from salesorg.dashboards.demo.play import play
from salesorg.dashboards.demo.scenery import SCENERIES
from salesorg.dashboards.demo.stage import Stage
from salesorg.dashboards.invariants import breaches
from salesorg.people.queries import organisation

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 18, 15, 0, tzinfo=ZoneInfo("America/New_York"))


def test_the_last_days_have_audits_invitations_and_breaks() -> None:
    scenery = SCENERIES["en"]
    stage = Stage(scenery=scenery, dice=Random(7), organisation=cast.furnish(scenery), now=WEDNESDAY)
    play(stage, 9, lambda line: None)
    states = list(MeetingAudit.objects.values_list("state", flat=True))
    assert states.count("waiting") in (1, 2)
    assert {"approved", "sent_back"} <= set(states)
    assert "sent" in Invitation.objects.values_list("state", flat=True)
    breaks = Break.objects.all()
    assert {one.person.username for one in breaks} == {"cara", "cody", "carol"}
    assert {one.started_at.astimezone(stage.zone).date() for one in breaks} == {WEDNESDAY.date()}
    assert {"rest", "lunch"} == {one.reason for one in breaks}
    assert all(one.started_at <= WEDNESDAY for one in breaks)
    # Whoever tries the demo books a meeting that is with its hunter at once.
    assert organisation().meetings_are_audited is False
    assert breaches() == []
