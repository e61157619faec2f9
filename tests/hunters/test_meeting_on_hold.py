"""A meeting that waits for the call centre's word: the time is taken, and the hunter knows nothing of it by any path."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hunters import queries
from hunters.actions import (
    InviteTo,
    record_outcome,
    release_meeting,
    reschedule_meeting,
    schedule_meeting,
    send_invitation,
    withdraw_meeting,
)
from hunters.models import Invitation, Meeting
from hunters.refusals import MeetingOnHold, NoHunterFree, NotOnHold, SlotTaken
from hunters.views.feed import feed_url
from salesorg.clients.models import Activity, Company
from salesorg.clients.queries import companies_visible_to, current_owner
from salesorg.people.models import Notice, User
from salesorg.people.queries import organisation
from tests import factories
from tests.hunters.steps import book, nothing_changes
from tests.hunters.test_pages import logged_in

pytestmark = pytest.mark.django_db
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def hold(cara: User, company: Company, hunter: User | None, starts_at: datetime, at: datetime) -> Meeting:
    """A meeting on hold with an invitation waiting."""
    return schedule_meeting(
        actor=cara, company=company, hunter=hunter, starts_at=starts_at, minutes=60, place="Here", contact="Ann", brief="",
        at=at, invite_to=InviteTo(email="ann@acme.example"), on_hold=True,
    )  # fmt: skip


@pytest.fixture
def held(prospect: Company, hal: User, cara: User, at: datetime) -> Meeting:
    return hold(cara, prospect, hal, at + DAY, at)


def test_nobody_in_active_sales_hears_of_it(held: Meeting, hal: User, prospect: Company) -> None:
    prospect.refresh_from_db()
    assert (prospect.status, current_owner(prospect)) == ("lead", None)
    assert not Notice.objects.exists()
    assert list(companies_visible_to(hal)) == []
    assert [row.verb for row in Activity.objects.all()] == ["meeting_on_hold"]
    assert Activity.objects.get().data == {"meeting": held.pk}


def test_the_hunter_does_not_see_it_by_any_path(
    prospect: Company, hal: User, hera: User, hugo: User, cara: User, rf: Any
) -> None:
    now = timezone.now()
    # Once Hal's, so that the company's card and timeline are open to him.
    book(hera, prospect, hal, now + DAY, at=now - DAY)
    record_outcome(actor=hal, meeting=Meeting.objects.get(), outcome="cancelled", at=now)
    Meeting.objects.update(starts_at=now - 3 * DAY, ends_at=now - 3 * DAY + HOUR)
    company = Company.objects.get(pk=prospect.pk)
    starts = now.replace(hour=15, minute=0, second=0, microsecond=0) + DAY
    while starts.isoweekday() > 5 or starts.date().isoformat() in ("2026-11-26", "2026-12-25"):
        starts += DAY
    on_hold = hold(cara, company, hal, starts, now)
    api = "/api/v1/hunters/meetings/"
    for viewer in (hal, hera):
        client = logged_in(viewer)
        for name in ("meeting", "invitation", "client_file", "reschedule"):
            assert client.get(reverse(f"hunters:{name}", args=[on_hold.pk])).status_code == 404, name
        for name in ("outcome", "reschedule", "invite"):
            sent = {"outcome": "no_show"}
            assert client.post(reverse(f"hunters:{name}", args=[on_hold.pk]), sent).status_code == 404, name
            path = f"{api}{on_hold.pk}/{name}/"
            assert client.post(path, sent, content_type="application/json").status_code == 404
        page = f"/hunting/meetings/{on_hold.pk}/"
        week = reverse("hunters:week") + f"?day={starts.date().isoformat()}"
        for url in (reverse("hunters:desk"), week, reverse("hunters:meetings")):
            assert page not in client.get(url).content.decode(), url
        panel = client.get(reverse("hunters:panel", args=[company.pk])).content.decode()
        assert page not in panel
        assert "To be audited" not in panel
        assert client.get(f"{api}{on_hold.pk}/").status_code == 404
        assert on_hold.pk not in [one["id"] for one in client.get(api).json()["results"]]
        loads = queries.hunter_loads(now, organisation().zone)
        assert {one.username: one.upcoming for one in loads}["hal"] == 0  # type: ignore[attr-defined]
    feed = Client().get(feed_url(rf.get("/"), hal)).content.decode()
    assert f"meeting-{on_hold.pk}@" not in feed
    assert f"meeting-{Meeting.objects.exclude(pk=on_hold.pk).get().pk}@" in feed
    card = logged_in(hal).get(f"/companies/{company.pk}/")
    assert card.status_code == 200
    assert card.content.decode().count("Meeting booked with Hal") == 1, "the first one only"


def test_the_call_centre_sees_it(held: Meeting, cara: User, cody: User, adam: User, sue: User) -> None:
    seen = {p.username for p in (cara, cody, adam, sue) if queries.meetings_visible_to(p).exists()}
    assert seen == {"cara", "adam", "sue"}


def test_its_time_is_taken(held: Meeting, hal: User, cara: User, at: datetime) -> None:
    other = factories.company()
    for hunter, refusal in ((hal, SlotTaken), (None, NoHunterFree)):
        with nothing_changes(), pytest.raises(refusal):
            book(cara, other, hunter, held.starts_at, at=at)
    free = queries.open_starts(start=at, end=at + 2 * DAY, minutes=60, at=at)
    assert held.starts_at not in free
    assert held.ends_at in free


def test_nobody_works_on_it_before_it_is_released(held: Meeting, hal: User, hera: User, at: datetime) -> None:
    for who in (hal, hera):
        with nothing_changes(), pytest.raises(MeetingOnHold):
            record_outcome(actor=who, meeting=held, outcome="cancelled", at=at)
        with nothing_changes(), pytest.raises(MeetingOnHold):
            reschedule_meeting(actor=who, meeting=held, starts_at=at + 2 * DAY, at=at)


def test_released_it_is_the_hunters(held: Meeting, hal: User, adam: User, at: datetime) -> None:
    assert not send_invitation(invitation=Invitation.objects.get().pk, at=at)
    release_meeting(actor=adam, meeting=held, at=at + HOUR)
    held.refresh_from_db()
    owner = current_owner(held.company)
    assert owner is not None
    assert (held.on_hold, owner.owner, Company.objects.get().status) == (False, hal, "prospect")
    assert Notice.objects.get().person == hal
    assert [row.verb for row in Activity.objects.order_by("pk")] == ["meeting_on_hold", "meeting_booked"]
    assert queries.meetings_visible_to(hal).get() == held
    assert send_invitation(invitation=Invitation.objects.get().pk, at=at + HOUR)
    assert len(mail.outbox) == 1


def test_withdrawn_it_never_was(
    held: Meeting, hal: User, hera: User, adam: User, cara: User, at: datetime
) -> None:
    withdraw_meeting(actor=adam, meeting=held, reason="No budget", at=at + HOUR)
    held.refresh_from_db()
    assert (held.state, held.on_hold, held.outcome_note) == ("withdrawn", False, "No budget")
    assert not queries.meetings_visible_to(hal).exists()
    assert not queries.meetings_visible_to(hera).exists()
    assert Invitation.objects.get().state == "dropped"
    assert not Notice.objects.exists()
    (row,) = queries.booked_by_figures(at - DAY, at + DAY)
    assert (row.person, row.booked, row.cancelled) == (cara, 0, 0)
    assert book(cara, factories.company(), hal, held.starts_at, at=at).hunter == hal


@pytest.mark.parametrize("first", ["release", "withdraw"])
def test_each_happens_once(first: str, held: Meeting, adam: User, at: datetime) -> None:
    def release() -> object:
        return release_meeting(actor=adam, meeting=held, at=at)

    def withdraw() -> object:
        return withdraw_meeting(actor=adam, meeting=held, reason="No", at=at)

    {"release": release, "withdraw": withdraw}[first]()
    for again in (release, withdraw):
        with nothing_changes(), pytest.raises(NotOnHold):
            again()
