"""Booking from the call screen: the grid of free times, the choice of hunter, where, the invitation."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callcenter.actions import log_call, take_next_lead
from callcenter.booking import MeetingWish
from callcenter.models import Call, CallList, Claim, Lead
from callcenter.slot_grid import slot_grids
from hunters.models import Invitation, Meeting
from hunters.queries import free_slots, open_starts
from hunters.refusals import HunterNotYoursToChoose
from salesorg.clients.models import ContactPoint
from salesorg.people.models import Absence, Organisation, Role, User
from tests import factories
from tests.factories import call_list, lead

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
Counted = Callable[[int], Any]


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    for module in ("callcenter.views.queue", "callcenter.api.queue"):
        monkeypatch.setattr(f"{module}.database_now", lambda: at)


@pytest.fixture
def hospitals(org: object) -> CallList:
    return call_list()


@pytest.fixture
def claim(cara: User, hospitals: CallList, at: datetime) -> Claim:
    company = factories.company("Mercy", time_zone="Europe/Berlin", address="12 Elm Street")
    ContactPoint.objects.create(company=company, kind="email", value="ann@mercy.example")
    lead(hospitals, company=company)
    # Berlin's window is open while New York has breakfast.
    taken = take_next_lead(actor=cara, at=at)
    assert taken
    return taken


@pytest.fixture
def desk(client: Client, cara: User) -> Client:
    client.force_login(cara)
    return client


def panel(desk: Client, claim: Claim, **asked: str) -> str:
    url = f"/calls/claims/{claim.pk}/results/meeting_booked/"
    answer = desk.get(url, asked, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def book(desk: Client, claim: Claim, starts_at: datetime, **sent: str) -> Any:
    data = {
        "panel": "meeting_booked",
        "slot": starts_at.isoformat(),
        "minutes": "60",
        "note": "Wants a demo",
        "place": "Here",
    } | sent
    return desk.post(f"/calls/claims/{claim.pk}/log/", data, headers=HTMX)


def test_the_grid_stands_by_their_clock() -> None:
    new_york, berlin = ZoneInfo("America/New_York"), ZoneInfo("Europe/Berlin")
    at = datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
    starts = {at: "Hal", at + timedelta(minutes=30): "Hugo", at + DAY: "Hal"}
    (grid,) = slot_grids(starts, berlin, new_york, chosen=(at + DAY).isoformat())
    assert grid.times == [time(15), time(15, 30)]
    assert [day.day for day in grid.days] == [date(2026, 11, 17), date(2026, 11, 18)]
    assert [[len(row) for row in day.rows] for day in grid.days] == [[1, 1], [1, 0]]
    first = grid.days[0].rows[0][0]
    assert (first.there.hour, first.here.hour, first.hunter, first.differs) == (15, 9, "Hal", True)
    assert (grid.opened, grid.holds_choice) == (1, True)


def test_a_night_that_has_an_hour_twice_shows_it_twice() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    (grid,) = slot_grids({first: "Hal", first + timedelta(hours=1): "Hal"}, berlin, berlin)
    assert grid.times == [time(2, 30)]
    assert [slot.value for slot in grid.days[0].slots] == [
        first.isoformat(), (first + timedelta(hours=1)).isoformat(),
    ]  # fmt: skip


def test_six_days_make_two_grids() -> None:
    at = datetime(2026, 11, 17, 14, 0, tzinfo=UTC)
    grids = slot_grids({at + n * DAY: "Hal" for n in range(6)}, ZoneInfo("UTC"), ZoneInfo("UTC"))
    assert [len(grid.days) for grid in grids] == [5, 1]


def test_open_starts_are_the_fairest_of_the_free_slots(
    hal: User, hugo: User, cara: User, at: datetime
) -> None:
    Absence.objects.create(person=hugo, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 18))
    from tests.hunters.steps import book as schedule

    schedule(cara, factories.company(), hal, at + DAY, at=at)
    asked: dict[str, Any] = {"start": at, "end": at + 9 * DAY, "minutes": 60, "at": at}
    first: dict[datetime, User] = {}
    for slot in free_slots(**asked):
        first.setdefault(slot.starts_at, slot.hunter)
    assert open_starts(**asked) == first
    assert set(first.values()) == {hal, hugo}


def test_the_panel_offers_days_by_their_clock_with_ours_as_a_hint(
    desk: Client, claim: Claim, hal: User
) -> None:
    html = panel(desk, claim)
    assert "Berlin" in html
    # 16 November is a Monday: the offices of New York open at 15:00 in Berlin.
    assert 'aria-label="Tuesday, 17 November"' in html
    assert re.search(
        r'value="2026-11-17T14:00:00\+00:00"[^>]*data-there="15:00" data-here="Tue, 09:00"', html
    )
    assert 'title="Tue, 09:00 yours"' in html
    assert "Later days" in html
    assert 'value="12 Elm Street, Albany"' in html
    assert "ann@mercy.example" in html


def test_changing_the_length_keeps_the_chosen_time(desk: Client, claim: Claim, hal: User) -> None:
    slot = "2026-11-18T15:00:00+00:00"
    html = panel(desk, claim, minutes="30", slot=slot, all_hours="1")
    assert re.search(rf'value="{re.escape(slot)}"[^>]* checked', html)
    assert "2026-11-17T22:30:00+00:00" in html, "half an hour fits until 18:00"
    assert "2026-11-17T22:30:00+00:00" not in panel(desk, claim, minutes="60", all_hours="1")
    assert "autofocus" not in html


def test_nonsense_asks_for_the_usual(desk: Client, claim: Claim, hal: User) -> None:
    html = panel(desk, claim, minutes="x", hunter="999999", slot="then", where="moon", invite="no")
    assert "2026-11-17T14:00:00+00:00" in html


def test_the_panel_costs_the_same_however_many_hunters(
    desk: Client, claim: Claim, hal: User, cara: User, at: datetime, django_assert_num_queries: Counted
) -> None:
    panel(desk, claim)
    for n in range(50):
        hunter = factories.person(f"hunter{n}", Role.HUNTER)
        Meeting.objects.create(
            company=factories.company(), hunter=hunter, booked_by=cara, booked_at=at, starts_at=at + n * DAY,
            ends_at=at + n * DAY + timedelta(hours=1),
        )  # fmt: skip
    # session and person, lead in hand, settings (panel and slots), hunters to choose from, their turn, their meetings
    with django_assert_num_queries(7):
        panel(desk, claim)


def test_everything_agreed_is_kept(desk: Client, claim: Claim, hal: User, at: datetime) -> None:
    point = ContactPoint.objects.get(kind="email")
    sent = {
        "where": "video",
        "video_link": "https://meet.example/x",
        "place": "12 Elm Street",
        "contact": "Ann Lee",
    }
    answer = book(desk, claim, at + DAY, invite=str(point.pk), **sent)
    assert answer.status_code == 200, answer.content.decode()
    assert "Mercy meets Hal on Tue, 17 November, 16:00, their time" in answer.content.decode()
    meeting = Meeting.objects.get()
    assert (meeting.place, meeting.video_link) == ("", "https://meet.example/x")
    row = Invitation.objects.get()
    assert (row.meeting, row.contact_point, row.state, row.kind) == (meeting, point, "queued", "invite")


def test_a_new_address_is_kept_and_no_address_is_no_invitation(
    desk: Client, claim: Claim, hal: User, at: datetime
) -> None:
    assert (
        book(desk, claim, at + DAY, invite="new", email="boss@mercy.example", place="Here").status_code == 200
    )
    assert Invitation.objects.get().contact_point == ContactPoint.objects.get(value="boss@mercy.example")


@pytest.mark.parametrize("sent", [{"invite": "new", "email": ""}, {"invite": ""}, {}])
def test_no_address_is_no_invitation(
    sent: dict[str, str], desk: Client, claim: Claim, hal: User, at: datetime
) -> None:
    assert book(desk, claim, at + DAY, **sent).status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"where": "video", "video_link": "http://meet.example/x"}, "begins with https://"),
        ({"invite": "new", "email": "ann at mercy"}, "Enter a valid email address."),
        ({"slot": "tomorrow"}, "Choose a time for the meeting."),
    ],
)
def test_what_is_wrong_is_said_and_all_is_kept(
    sent: dict[str, str], said: str, desk: Client, claim: Claim, hal: User, at: datetime
) -> None:
    answer = book(desk, claim, at + DAY, **({"contact": "Ann Lee"} | sent))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert "Ann Lee" in html
    assert "Wants a demo</textarea>" in html
    for value in sent.values():
        assert value in html or value == "tomorrow"
    assert not Meeting.objects.exists()
    assert not Call.objects.exists()


def test_a_slot_taken_meanwhile_is_offered_no_more_and_all_is_kept(
    desk: Client, claim: Claim, hal: User, cody: User, at: datetime
) -> None:
    from tests.hunters.steps import book as schedule

    assert "2026-11-17T15:00:00+00:00" in panel(desk, claim)
    schedule(cody, factories.company(), hal, at + DAY, at=at)
    typed = {"where": "video", "video_link": "https://meet.example/x", "contact": "Ann", "minutes": "90",
             "invite": "new", "email": "a@b.example"}  # fmt: skip
    answer = book(desk, claim, at + DAY, **typed)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "No hunter is free at this time." in html
    for kept in ("https://meet.example/x", 'value="Ann"', "a@b.example", "Wants a demo</textarea>"):
        assert kept in html
    assert re.search(r'value="90" selected', html)
    assert re.search(r'value="video"[^>]* checked', html)
    assert re.search(r'value="new" selected', html)
    assert 'value="2026-11-17T15:00:00+00:00"' not in html
    assert 'value="2026-11-17T16:00:00+00:00"' in html
    assert not ContactPoint.objects.filter(value="a@b.example").exists()


def test_without_a_mail_server_the_page_says_so(desk: Client, claim: Claim, hal: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
    html = panel(desk, claim)
    assert "No mail server is set up" in html
    assert 'name="invite"' not in html


@pytest.fixture
def turn_decides(org: Organisation) -> None:
    org.call_managers_choose_hunter = False
    org.save()


@pytest.mark.usefixtures("turn_decides")
def test_where_the_turn_decides_nobody_is_asked_and_nobody_can_choose(
    desk: Client, claim: Claim, hal: User, hugo: User, cara: User, at: datetime
) -> None:
    assert 'name="hunter"' not in panel(desk, claim)
    answer = book(desk, claim, at + DAY, hunter=str(hugo.pk))
    assert answer.status_code == 422
    assert "The turn decides which hunter goes" in answer.content.decode()
    wish = MeetingWish(starts_at=at + DAY, hunter=hugo, place="Here")
    with pytest.raises(HunterNotYoursToChoose):
        log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    api = APIClient()
    api.force_login(cara)
    body = {
        "claim": claim.pk, "disposition": "meeting_booked",
        "meeting": {"starts_at": (at + DAY).isoformat(), "hunter": hugo.pk, "place": "Here"},
    }  # fmt: skip
    refused = api.post("/api/v1/callcenter/calls/", body, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "hunter_not_yours_to_choose")
    assert not Meeting.objects.exists()
    assert Lead.objects.get().state == "claimed"
    assert book(desk, claim, at + DAY).status_code == 200
    assert Meeting.objects.get().hunter == hal


def test_one_may_choose_where_the_organisation_lets_one(
    desk: Client, claim: Claim, hal: User, hugo: User, at: datetime
) -> None:
    assert book(desk, claim, at + DAY, hunter=str(hugo.pk)).status_code == 200
    assert Meeting.objects.get().hunter == hugo


def test_the_api_books_with_link_and_invitation(claim: Claim, cara: User, hal: User, at: datetime) -> None:
    api = APIClient()
    api.force_login(cara)
    meeting = {
        "starts_at": (at + DAY).isoformat(), "video_link": "https://meet.example/x", "email": "ann@mercy.example",
    }  # fmt: skip
    body = {"claim": claim.pk, "disposition": "meeting_booked", "meeting": meeting}
    both = body | {"meeting": meeting | {"place": "Here"}}
    assert api.post("/api/v1/callcenter/calls/", both, format="json").json()["code"] == "place_or_link"
    answer = api.post("/api/v1/callcenter/calls/", body, format="json")
    assert answer.status_code == 201, answer.json()
    told = answer.json()["meeting"]
    assert (told["video_link"], told["on_hold"], told["invitation"]) == (
        "https://meet.example/x",
        False,
        "queued",
    )
    read = api.get(f"/api/v1/hunters/meetings/{told['id']}/").json()
    assert [(one["state"], one["to"]) for one in read["invitations"]] == [("queued", "a•••@mercy.example")]


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"where": "place", "place": " "}, "Say where they meet."),
        ({"where": "video", "place": "Here"}, "Paste the link by which they join."),
        ({"place": ""}, "Paste the link by which they join."),
    ],
)
def test_a_meeting_needs_a_place_or_a_link(
    sent: dict[str, str], said: str, desk: Client, claim: Claim, cara: User, hal: User, at: datetime
) -> None:
    slot = at + DAY
    answer = book(desk, claim, slot, **({"contact": "Ann Lee", "video_link": ""} | sent))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert said in html
    assert 'value="Ann Lee"' in html
    assert re.search(rf'value="{re.escape(slot.isoformat())}"[^>]* checked', html)
    assert not Meeting.objects.exists()
    api = APIClient()
    api.force_login(cara)
    meeting = {"starts_at": slot.isoformat(), "place": " "}
    body = {"claim": claim.pk, "disposition": "meeting_booked", "meeting": meeting}
    refused = api.post("/api/v1/callcenter/calls/", body, format="json")
    assert (refused.status_code, list(refused.json())) == (400, ["meeting"])
    assert Lead.objects.get().state == "claimed"
    assert not Call.objects.exists()


def test_a_city_is_named_once(desk: Client, claim: Claim, hal: User) -> None:
    company = claim.lead.company
    company.address = "12 Elm Street, ALBANY"
    company.save()
    assert 'value="12 Elm Street, ALBANY"' in panel(desk, claim)
    company.address = ""
    company.save()
    assert re.search(r'name="place" value=""|name="place"(?![^>]* value)', panel(desk, claim))


LATE = "2026-11-17T19:30:00+00:00"  # 20:30 in Berlin, 14:30 in New York


def test_only_civil_hours_are_offered_at_first(desk: Client, claim: Claim, hal: User) -> None:
    html = panel(desk, claim)
    assert LATE not in html
    assert "All hours, not only 08:00–20:00 by their clock" in html
    assert "2026-11-17T18:00:00+00:00" in html, "19:00 to 20:00 fits"
    assert "2026-11-17T18:30:00+00:00" not in html, "it would end at 20:30"
    every = panel(desk, claim, all_hours="1")
    assert LATE in every
    assert re.search(r'name="all_hours"[^>]* checked', every)
    assert re.search(r'name="all_hours"[^>]* checked', panel(desk, claim, slot=LATE)), "as it was chosen"


def test_a_late_hour_may_be_booked_all_the_same(desk: Client, claim: Claim, hal: User) -> None:
    assert book(desk, claim, datetime.fromisoformat(LATE)).status_code == 200
    assert Meeting.objects.get().starts_at == datetime.fromisoformat(LATE)


def test_where_no_hour_is_civil_the_way_to_all_is_shown(
    desk: Client, claim: Claim, hal: User, org: Organisation
) -> None:
    org.meetings_from, org.meetings_to = time(8), time(9)
    org.save()
    html = panel(desk, claim)
    assert "No free time at their usual hours" in html
    assert 'name="all_hours"' in html
    assert 'name="slot"' not in html
    assert 'name="slot"' in panel(desk, claim, all_hours="1")
    # Where every hour is civil there is nothing to be asked.
    org.meetings_from, org.meetings_to = time(0), time(23, 59)
    org.save()
    claim.lead.company.time_zone = "America/New_York"
    claim.lead.company.save()
    assert 'name="all_hours"' not in panel(desk, claim)
