"""Booked meetings before they reach the hunter: passed on, sent back, or passed on in time by themselves."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from callcenter.actions import log_call, pass_on_meeting, send_back_meeting, sweep_audits, take_next_lead
from callcenter.audit_clock import passes_at, passes_by_itself
from callcenter.booking import MeetingWish
from callcenter.funnel import funnel_by_cohort, funnel_by_event
from callcenter.models import Call, CallList, Lead, MeetingAudit, Script, ScriptVersion
from callcenter.queries import callbacks_of, my_day
from callcenter.refusals import AuditDecided, SayWhy
from hunters.actions import InviteTo, send_invitation
from hunters.models import Invitation, Meeting
from hunters.queries import meetings_visible_to
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours
from salesorg.lib.working_time import WorkingWeek
from salesorg.people.models import Notice, Organisation, User
from tests.factories import call_list, lead
from tests.hunters.steps import everything

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Counted = Callable[[int], Any]
STEPS: dict[str, Any] = {
    "start": "hello",
    "steps": {
        "hello": {"title": "Who decides?", "text": "…", "answers": [{"text": "The director", "next": ""}]}
    },
}


@pytest.fixture
def audited(org: Organisation) -> Organisation:
    org.meetings_are_audited = True
    org.save()
    return org


@pytest.fixture
def hospitals(audited: Organisation, at: datetime) -> CallList:
    script = Script.objects.create(name="First call")
    ScriptVersion.objects.create(script=script, number=3, steps=STEPS, is_published=True, created_at=at)
    return call_list(script=script)


def book(cara: User, hospitals: CallList, at: datetime, starts_at: datetime | None = None) -> Call:
    """A meeting booked by a call."""
    lead(hospitals)
    claim = take_next_lead(actor=cara, at=at)
    assert claim
    wish = MeetingWish(
        starts_at=starts_at or at + 2 * DAY,
        place="Their office",
        contact="Ann",
        invite_to=InviteTo(email="a@b.example"),
    )
    return log_call(
        actor=cara, claim=claim, disposition="meeting_booked", note="Wants a demo", at=at, meeting=wish,
        answers=[{"step": "hello", "answer": 0}],
    )  # fmt: skip


@pytest.fixture
def audit(cara: User, hal: User, adam: User, hospitals: CallList, at: datetime) -> MeetingAudit:
    return MeetingAudit.objects.get(call=book(cara, hospitals, at))


def state() -> dict[str, Any]:
    tables = (MeetingAudit, Lead, Call, Invitation)
    return everything() | {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}


def test_a_booked_meeting_waits_and_the_administrator_is_told(
    audit: MeetingAudit, adam: User, hal: User
) -> None:
    meeting = Meeting.objects.get()
    assert (audit.state, meeting.on_hold, Lead.objects.get().state) == ("waiting", True, "booked")
    (notice,) = Notice.objects.all()
    assert (notice.person, notice.kind, notice.url) == (adam, "audit_waiting", "/calls/audits/")
    assert not meetings_visible_to(hal).exists()


def test_without_the_rule_nothing_waits(cara: User, hal: User, org: Organisation, at: datetime) -> None:
    lead(call_list())
    claim = take_next_lead(actor=cara, at=at)
    assert claim
    wish = MeetingWish(starts_at=at + DAY, place="Here")
    log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    assert not MeetingAudit.objects.exists()
    assert not Meeting.objects.get().on_hold


def test_passed_on_the_hunter_has_it(audit: MeetingAudit, adam: User, hal: User, at: datetime) -> None:
    pass_on_meeting(actor=adam, audit=audit.pk, at=at + HOUR)
    audit.refresh_from_db()
    assert (audit.state, audit.decided_by, audit.decided_at) == ("approved", adam, at + HOUR)
    meeting = meetings_visible_to(hal).get()
    owner = current_owner(meeting.company)
    assert owner is not None
    assert owner.owner == hal
    assert Notice.objects.filter(person=hal, kind="meeting_given").count() == 1
    assert send_invitation(invitation=Invitation.objects.get().pk, at=at + HOUR)
    assert len(mail.outbox) == 1


def test_sent_back_the_call_manager_calls_again(
    audit: MeetingAudit, adam: User, cara: User, hal: User, at: datetime
) -> None:
    send_back_meeting(actor=adam, audit=audit.pk, reason=" No budget. ", at=at + HOUR)
    audit.refresh_from_db()
    assert (audit.state, audit.reason, audit.decided_by) == ("sent_back", "No budget.", adam)
    assert Meeting.objects.get().state == "withdrawn"
    left = callbacks_of(cara).get()
    assert (left.state, left.due_at) == ("callback", at + HOUR)
    told = Notice.objects.get(person=cara)
    assert (told.kind, told.data["reason"]) == ("meeting_sent_back", "No budget.")
    assert not Notice.objects.filter(person=hal).exists()
    again = take_next_lead(actor=cara, at=at + HOUR)
    assert again
    assert again.lead_id == left.pk


def test_a_lead_of_who_has_left_comes_first_for_all(
    audit: MeetingAudit, adam: User, cara: User, cody: User, at: datetime
) -> None:
    User.objects.filter(pk=cara.pk).update(is_active=False)
    send_back_meeting(actor=adam, audit=audit.pk, reason="No budget", at=at + HOUR)
    left = Lead.objects.get()
    assert (left.state, left.urgent, left.callback_owner) == ("waiting", True, None)
    assert take_next_lead(actor=cody, at=at + HOUR)


def test_refusals_change_nothing(
    audit: MeetingAudit, adam: User, cara: User, sue: User, hera: User, at: datetime
) -> None:
    before = state()
    for who in (cara, sue, hera):
        with pytest.raises(NotYours):
            pass_on_meeting(actor=who, audit=audit.pk, at=at)
        with pytest.raises(NotYours):
            send_back_meeting(actor=who, audit=audit.pk, reason="No", at=at)
    with pytest.raises(SayWhy):
        send_back_meeting(actor=adam, audit=audit.pk, reason=" \n", at=at)
    assert state() == before


@pytest.mark.parametrize("first", ["pass_on", "send_back"])
def test_it_is_decided_once(first: str, audit: MeetingAudit, adam: User, at: datetime) -> None:
    def pass_on() -> object:
        return pass_on_meeting(actor=adam, audit=audit.pk, at=at)

    def send_back() -> object:
        return send_back_meeting(actor=adam, audit=audit.pk, reason="No", at=at)

    {"pass_on": pass_on, "send_back": send_back}[first]()
    before = state()
    for again in (pass_on, send_back):
        with pytest.raises(AuditDecided):
            again()
    assert state() == before


@pytest.mark.parametrize(
    ("starts", "passes"),
    [
        ("2026-11-17 14:00", "2026-11-17 12:00"),
        ("2026-11-17 11:00", "2026-11-16 18:00"),
        ("2026-11-17 10:00", "2026-11-16 17:00"),
        ("2026-11-16 09:00", "2026-11-13 16:00"),
        ("2026-11-27 09:30", "2026-11-25 16:30"),  # over Thanksgiving
    ],
)
def test_it_passes_two_working_hours_before(starts: str, passes: str, org: Organisation) -> None:
    week: WorkingWeek = org.working_week
    begins, expected = (datetime.fromisoformat(text).replace(tzinfo=org.zone) for text in (starts, passes))
    assert passes_at(week, begins) == expected
    assert passes_by_itself(week, begins, expected)
    assert not passes_by_itself(week, begins, expected - timedelta(seconds=1))


def test_what_nobody_looked_at_passes_in_time_and_once(
    audit: MeetingAudit, hal: User, org: Organisation, at: datetime
) -> None:
    due = passes_at(org.working_week, Meeting.objects.get().starts_at)
    assert sweep_audits(at=due - timedelta(minutes=1)) == 0
    assert Meeting.objects.get().on_hold
    assert (sweep_audits(at=due), sweep_audits(at=due)) == (1, 0)
    audit.refresh_from_db()
    assert (audit.state, audit.decided_by, audit.decided_at) == ("in_time", None, due)
    assert meetings_visible_to(hal).count() == 1


def test_a_meeting_in_two_hours_does_not_wait(
    cara: User, hal: User, adam: User, hospitals: CallList, at: datetime
) -> None:
    book(cara, hospitals, at, at + 2 * HOUR)
    assert not Meeting.objects.get().on_hold
    assert MeetingAudit.objects.get().state == "in_time"
    assert not Notice.objects.filter(person=adam).exists()
    assert Notice.objects.filter(person=hal).count() == 1
    book(cara, hospitals, at, at + 3 * HOUR)
    assert Meeting.objects.filter(on_hold=True).count() == 1


def test_sent_back_it_counts_as_no_booking(
    audit: MeetingAudit, adam: User, cara: User, org: Organisation, at: datetime
) -> None:
    span: dict[str, Any] = {"start": at - DAY, "end": at + DAY, "by": "person", "zone": org.zone}

    def booked() -> tuple[int, ...]:
        return (
            my_day(cara, at + HOUR).booked,
            funnel_by_cohort(**span)[0].booked,
            funnel_by_event(**span)[0].booked,
        )

    assert booked() == (1, 1, 1)
    send_back_meeting(actor=adam, audit=audit.pk, reason="No budget", at=at)
    assert booked() == (0, 0, 0)
    assert (my_day(cara, at + HOUR).calls, funnel_by_cohort(**span)[0].reached) == (1, 1)


@pytest.fixture
def office(client: Client, adam: User) -> Client:
    client.force_login(adam)
    return client


def test_the_page_shows_all_that_one_judges_by(office: Client, audit: MeetingAudit) -> None:
    html = office.get("/calls/audits/").content.decode()
    company = audit.call.lead.company
    for text in (
        company.name,
        "Wants a demo",
        "Who decides?",
        "The director",
        "First call",
        "version 3",
        "Hal",
        "Cara",
    ):
        assert text in html, text
    assert "Pass on to the hunter" in html


WAITS, OFF_YET_WAITS = "waits here for your look", "Meetings are not audited any more"
OFF, NONE = "They go to the hunters at once", "No meeting waits"


def sentences(office: Client) -> list[str]:
    html = office.get("/calls/audits/").content.decode()
    return [sentence for sentence in (WAITS, OFF_YET_WAITS, OFF, NONE) if sentence in html]


def test_the_page_says_one_thing_of_each_state(
    office: Client, audit: MeetingAudit, audited: Organisation
) -> None:
    assert sentences(office) == [WAITS]
    audited.meetings_are_audited = False
    audited.save()
    assert sentences(office) == [OFF_YET_WAITS]
    MeetingAudit.objects.update(state="approved", decided_at=audit.call.at)
    assert sentences(office) == [OFF]
    audited.meetings_are_audited = True
    audited.save()
    assert sentences(office) == [WAITS, NONE]


def test_the_page_passes_on_and_sends_back(
    office: Client, audit: MeetingAudit, cara: User, hospitals: CallList, at: datetime
) -> None:
    other = MeetingAudit.objects.get(call=book(cara, hospitals, at, at + 3 * DAY))
    url = f"/calls/audits/{audit.pk}/pass-on/"
    first, again = (office.post(url, {"idempotency_key": "k"}) for _ in range(2))
    assert first.status_code == again.status_code == 302
    assert office.post(url).status_code == 422
    back = f"/calls/audits/{other.pk}/send-back/"
    assert "Say why the meeting goes back" in office.post(back, {"reason": " "}).content.decode()
    assert office.post(back, {"reason": "No budget"}).status_code == 302
    assert {one.state for one in MeetingAudit.objects.all()} == {"approved", "sent_back"}
    decided = office.get("/calls/audits/?state=decided").content.decode()
    assert "No budget" in decided
    assert "No meeting waits" in office.get("/calls/audits/").content.decode()


def test_the_page_costs_the_same_however_much_waits(
    office: Client, audit: MeetingAudit, cara: User, hospitals: CallList, at: datetime,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    counts = []
    for n in (0, 6):
        for hour in range(n):
            book(cara, hospitals, at, at + 3 * DAY + hour * HOUR)
        for url in ("/calls/audits/", "/api/v1/callcenter/audits/"):
            office.get(url)
            with django_assert_max_num_queries(10) as captured:
                assert office.get(url).status_code == 200
            counts.append(len(captured))
    assert counts[:2] == counts[2:]


def test_the_api_decides(audit: MeetingAudit, adam: User, sue: User, at: datetime) -> None:
    api = APIClient()
    api.force_login(sue)
    (one,) = api.get("/api/v1/callcenter/audits/").json()["results"]
    assert (one["id"], one["answers"]) == (audit.pk, [{"asked": "Who decides?", "said": "The director"}])
    base = f"/api/v1/callcenter/audits/{audit.pk}"
    assert api.post(f"{base}/approve/").status_code == 403
    api.force_login(adam)
    assert api.post(f"{base}/send-back/", {"reason": ""}, format="json").status_code == 400
    assert api.post(f"{base}/send-back/", {"reason": "x", "why": "y"}, format="json").status_code == 400
    answer = api.post(f"{base}/send-back/", {"reason": "No budget"}, format="json")
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (
        200,
        "sent_back",
        "No budget",
    )
    again = api.post(f"{base}/approve/")
    assert (again.status_code, again.json()["code"]) == (409, "audit_decided")
    assert len(api.get("/api/v1/callcenter/audits/?state=decided").json()["results"]) == 1


def test_of_a_meeting_that_is_off_only_the_audit_ends(
    audit: MeetingAudit, hal: User, adam: User, hera: User, at: datetime
) -> None:
    """Its hunter left and nobody was free: the sweep finds nothing to pass on."""
    Meeting.objects.update(state="cancelled", outcome_at=at, on_hold=False)
    assert sweep_audits(at=at) == 1
    assert MeetingAudit.objects.get().state == "in_time"
    assert Meeting.objects.get().state == "cancelled"
