from datetime import datetime
from importlib import import_module

import pytest
from django.test import Client
from django.utils import translation

from salesorg.clients.actions import record_activity
from salesorg.clients.models import Activity
from salesorg.clients.queries import timeline
from salesorg.dashboards.sentences import SENTENCES
from salesorg.dashboards.timeline import events_of
from salesorg.people.models import User
from tests.dashboards.conftest import Story
from tests.factories import company

pytestmark = pytest.mark.django_db
STAGES = ["callcenter", "hunters", "handoff", "farmers", "salesorg.sales", "salesorg.dashboards"]


@pytest.mark.parametrize("app", STAGES)
def test_every_verb_of_every_stage_has_a_sentence(app: str) -> None:
    verbs = import_module(f"{app}.verbs")
    named = {value for name, value in vars(verbs).items() if name.isupper() and isinstance(value, str)}
    assert named - set(SENTENCES) == set()


def test_a_whole_story_is_read_in_words(story: Story) -> None:
    events = events_of(timeline(story.client))
    titles = [event.title for event in events]
    assert any(title.startswith("First sale S-2026-") and title.endswith("$2,000.00") for title in titles)
    assert "Called: Meeting booked" in titles
    assert "In the care of Fay" in titles
    assert len({(event.at, event.title) for event in events}) == len(events)
    assert not [title for title in titles if "%(" in title or "—" in title], "nothing is missing in the data"


def test_unknown_verbs_and_odd_data_never_break_it(at: datetime, cara: User) -> None:
    found = company()
    record_activity(company=found, actor=None, verb="of_a_later_version", at=at, note="x")
    record_activity(
        company=found, actor=cara, verb="first_sale_made", at=at, amount="plenty", sale=["a", None]
    )
    record_activity(company=found, actor=cara, verb="meeting_moved", at=at, starts_at="2026-99-99T00:00")
    Activity.objects.create(company=found, verb="deal_moved", at=at, data=["no", "dictionary"])
    with translation.override("ru"):
        assert len(events_of(timeline(found))) == 4


def test_the_names_cost_one_query(story: Story, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        events_of(timeline(story.client))


def test_times_are_the_readers(story: Story, client: Client, fay: User) -> None:
    fay.time_zone = "Asia/Yekaterinburg"
    fay.save()
    client.force_login(fay)
    page = client.get(f"/companies/{story.client.pk}/").content.decode()
    assert "20:00" in page, "booked for 15:00 UTC"


@pytest.mark.parametrize("reason", ["handoff_assigned", "handoff_returned", "portfolio_returned"])
def test_why_an_account_moved_is_read_in_words(at: datetime, fay: User, reason: str) -> None:
    found = company()
    record_activity(
        company=found, actor=fay, verb="account_moved", at=at, farmer=fay.pk, before=fay.pk, reason=reason
    )
    (event,) = events_of(Activity.objects.filter(company=found, verb="account_moved").select_related("actor"))
    assert (event.text != "", "_" in event.text) == (True, False)
