"""The client's invitation: written with the booking, sent once, newer after every move, taken back by a cancellation."""

import logging
from datetime import UTC, datetime, timedelta
from email.message import Message
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.core import mail
from icalendar import Calendar

from hunters.actions import (
    InviteTo,
    invite_to_meeting,
    reassign_prospect,
    record_outcome,
    reschedule_meeting,
    schedule_meeting,
    send_invitation,
)
from hunters.invitation_mail import client_file
from hunters.models import Invitation, Meeting
from hunters.refusals import AddressUnknown, AlreadyOnItsWay, LinkNotSafe, NoMailServer, PlaceOrLink
from hunters.tasks import send_due_invitations
from salesorg.clients.models import Activity, Company, ContactPoint
from salesorg.lib.mail import DELAYS
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories
from tests.hunters.steps import nothing_changes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
ADDRESS = "ann.lee@acme.example"
NO_SERVER = "django.core.mail.backends.dummy.EmailBackend"


def book(cara: User, company: Company, hal: User, starts_at: datetime, at: datetime, **more: Any) -> Meeting:
    """A booked meeting with an invitation to ADDRESS, if nothing else is said."""
    rest: dict[str, Any] = {"place": "12 Elm Street", "invite_to": InviteTo(email=ADDRESS)} | more
    return schedule_meeting(
        actor=cara, company=company, hunter=hal, starts_at=starts_at, minutes=60, contact="Ann Lee", brief="", at=at,
        **rest,
    )  # fmt: skip


def send_all(at: datetime) -> int:
    """Send what is due; return how many mails left."""
    before = len(mail.outbox)
    for pk in Invitation.objects.values_list("pk", flat=True):
        send_invitation(invitation=pk, at=at)
    return len(mail.outbox) - before


def entry_of(sent: Any) -> tuple[str, Any]:
    """The method and the event of a mail's calendar part."""
    parts: list[Message] = [p for p in sent.message().walk() if p.get_content_type() == "text/calendar"]
    assert len(parts) == 1
    calendar = Calendar.from_ical(parts[0].get_payload(decode=True))  # type: ignore[arg-type]
    assert parts[0].get_param("method") == str(calendar["METHOD"])
    (event,) = calendar.walk("VEVENT")
    return str(calendar["METHOD"]), event


@pytest.fixture
def invited(prospect: Company, hal: User, cara: User, at: datetime) -> Meeting:
    hal.email = "hal@salesorg.example"
    hal.save()
    return book(cara, prospect, hal, at + DAY, at)


def test_the_mail_says_who_when_and_where(invited: Meeting, org: Organisation, at: datetime) -> None:
    assert send_all(at) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.reply_to) == ([ADDRESS], ["hal@salesorg.example"])
    assert "Tuesday, 17 November 2026, 10:00–11:00 (your time, America/New_York)" in sent.body
    assert "12 Elm Street" in sent.body
    assert "Hal, salesorg" in sent.body
    assert "Hello Ann Lee," in sent.body
    method, event = entry_of(sent)
    assert (method, event["SEQUENCE"], str(event["LOCATION"])) == ("REQUEST", 0, "12 Elm Street")
    assert str(event["ORGANIZER"]) == "mailto:hal@salesorg.example"
    assert str(event["ATTENDEE"]) == f"mailto:{ADDRESS}"
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (invited.starts_at, invited.ends_at)
    row = Invitation.objects.get()
    assert (row.state, row.sent_at, row.tries) == ("sent", at, 1)


def test_a_new_address_becomes_the_companys_and_a_known_one_is_not_doubled(
    invited: Meeting, prospect: Company, hal: User, at: datetime
) -> None:
    point = ContactPoint.objects.get(kind="email")
    assert (point.company, point.value, point.person and point.person.name) == (prospect, ADDRESS, "Ann Lee")
    send_all(at)
    invite_to_meeting(actor=hal, meeting=invited, to=InviteTo(email=" Ann.Lee@ACME.example "), at=at)
    assert ContactPoint.objects.filter(kind="email").count() == 1


@pytest.mark.parametrize(
    ("starts_at", "zone", "told"),
    [
        (datetime(2026, 10, 23, 14, 0, tzinfo=UTC), "Europe/Berlin", "16:00–17:00"),
        (datetime(2026, 10, 26, 14, 0, tzinfo=UTC), "Europe/Berlin", "15:00–16:00"),
        (datetime(2027, 3, 12, 15, 0, tzinfo=UTC), "America/New_York", "10:00–11:00"),
        (datetime(2027, 3, 15, 15, 0, tzinfo=UTC), "America/New_York", "11:00–12:00"),
    ],
)
def test_times_are_right_on_both_sides_of_a_change_of_the_clocks(
    starts_at: datetime, zone: str, told: str, cara: User, hal: User
) -> None:
    at = starts_at - 7 * DAY
    book(cara, factories.company(time_zone=zone), hal, starts_at, at)
    send_all(at)
    assert told in mail.outbox[0].body
    assert entry_of(mail.outbox[0])[1].decoded("DTSTART") == starts_at


@pytest.mark.parametrize(
    ("country", "own", "read"), [("US", "ru", "ru"), ("RU", "en", "ru"), ("DE", "ru", "en"), ("", "ru", "ru")]
)
def test_it_is_written_in_the_clients_language(
    country: str, own: str, read: str, org: Organisation, cara: User, hal: User, at: datetime
) -> None:
    org.language = own
    org.save()
    book(cara, factories.company(country=country), hal, at + DAY, at)
    assert Invitation.objects.get().language == read
    send_all(at)
    assert ("вторник, 17 ноября 2026" in mail.outbox[0].body.lower()) == (read == "ru")


def test_a_move_sends_the_newer_time_with_a_higher_number(invited: Meeting, hal: User, at: datetime) -> None:
    send_all(at)
    reschedule_meeting(actor=hal, meeting=invited, starts_at=at + 2 * DAY, at=at + HOUR)
    assert send_all(at + HOUR) == 1
    (_, first), (method, newer) = entry_of(mail.outbox[0]), entry_of(mail.outbox[1])
    assert (method, str(newer["UID"])) == ("REQUEST", str(first["UID"]))
    assert newer["SEQUENCE"] > first["SEQUENCE"]
    assert newer.decoded("DTSTART") == at + 2 * DAY
    assert mail.outbox[1].subject.startswith("New details")


def test_a_cancellation_takes_it_back_and_a_no_show_says_nothing(
    invited: Meeting, hal: User, cara: User, at: datetime
) -> None:
    send_all(at)
    record_outcome(actor=hal, meeting=invited, outcome="cancelled", at=at + HOUR)
    assert send_all(at + HOUR) == 1
    method, event = entry_of(mail.outbox[1])
    assert (method, event["STATUS"], event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
    missed = book(cara, factories.company(), hal, at + DAY, at, invite_to=InviteTo(email="x@y.example"))
    send_all(at)
    record_outcome(actor=hal, meeting=missed, outcome="no_show", at=at + 2 * DAY)
    assert send_all(at + 2 * DAY) == 0


def test_another_hunter_is_told_as_new_details(
    invited: Meeting, hera: User, hugo: User, prospect: Company, at: datetime
) -> None:
    send_all(at)
    reassign_prospect(actor=hera, company=prospect, hunter=hugo, at=at)
    assert send_all(at) == 1
    assert "Hugo" in mail.outbox[1].body


def test_what_had_not_left_yet_is_overtaken(invited: Meeting, hal: User, at: datetime) -> None:
    reschedule_meeting(actor=hal, meeting=invited, starts_at=at + 2 * DAY, at=at)
    assert send_all(at) == 1
    assert mail.outbox[0].subject.startswith("Meeting with"), "who heard of no meeting hears of no move"
    assert [(row.kind, row.state) for row in Invitation.objects.all()] == [
        ("invite", "dropped"), ("invite", "sent"),
    ]  # fmt: skip


def test_who_heard_of_no_meeting_hears_of_no_cancellation(invited: Meeting, hal: User, at: datetime) -> None:
    record_outcome(actor=hal, meeting=invited, outcome="cancelled", at=at)
    assert send_all(at) == 0
    assert [row.state for row in Invitation.objects.all()] == ["dropped"]


def test_nothing_is_sent_about_a_meeting_that_has_begun(invited: Meeting) -> None:
    assert send_all(invited.starts_at) == 0
    assert Invitation.objects.get().state == "dropped"


def test_it_is_sent_once(invited: Meeting, monkeypatch: pytest.MonkeyPatch, at: datetime) -> None:
    monkeypatch.setattr("hunters.tasks.database_now", lambda: at)
    send_due_invitations()
    send_due_invitations()
    assert send_all(at + HOUR) == 0
    assert len(mail.outbox) == 1


class Broken(Exception):
    """The worker is killed: nothing after it runs."""


def no_server(error: BaseException) -> Any:
    def send(self: object, fail_silently: bool = False) -> int:
        raise error

    return send


def test_a_server_that_is_away_is_tried_again_and_given_up_in_the_end(
    invited: Meeting, monkeypatch: pytest.MonkeyPatch, at: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    path = "django.core.mail.EmailMultiAlternatives.send"
    monkeypatch.setattr(path, no_server(SMTPServerDisconnected(f"gone while writing to {ADDRESS}")))
    pk, now = Invitation.objects.get().pk, at
    with caplog.at_level(logging.DEBUG):
        for delay in DELAYS:
            assert not send_invitation(invitation=pk, at=now)
            row = Invitation.objects.get()
            assert (row.state, row.due_at) == ("queued", now + delay)
            assert not send_invitation(invitation=pk, at=row.due_at - timedelta(seconds=1))
            assert Invitation.objects.get().tries == row.tries, "not before its time"
            now = row.due_at
        Meeting.objects.update(starts_at=now + DAY, ends_at=now + DAY + HOUR)
        send_invitation(invitation=pk, at=now)
    row = Invitation.objects.get()
    assert (row.state, row.is_under_way(now)) == ("failed", False)
    assert "was not sent" in caplog.text
    assert "acme.example" not in caplog.text


def test_an_address_that_is_refused_is_not_tried_again(
    invited: Meeting, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    refusal = SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", no_server(refusal))
    send_invitation(invitation=Invitation.objects.get().pk, at=at)
    assert Invitation.objects.get().state == "failed"


def test_killed_while_it_is_sent_it_is_not_sent_again_by_itself(
    invited: Meeting, hal: User, monkeypatch: pytest.MonkeyPatch, at: datetime
) -> None:
    """Nobody knows whether it left: a person decides."""
    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.EmailMultiAlternatives.send", no_server(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            send_invitation(invitation=Invitation.objects.get().pk, at=at)
    row = Invitation.objects.get()
    assert (row.state, row.is_under_way(at)) == ("failed", True)
    again = InviteTo(contact_point=row.contact_point_id)
    with nothing_changes(), pytest.raises(AlreadyOnItsWay):
        invite_to_meeting(actor=hal, meeting=invited, to=again, at=at)
    later = at + HOUR
    assert send_all(later) == 0
    assert not Invitation.objects.get().is_under_way(later)
    invite_to_meeting(actor=hal, meeting=invited, to=again, at=later)
    assert send_all(later) == 1
    assert Activity.objects.filter(verb="meeting_invited").count() == 1


def test_without_a_mail_server_nothing_is_queued(
    prospect: Company, hal: User, cara: User, at: datetime, settings: Any
) -> None:
    settings.EMAIL_BACKEND = NO_SERVER
    meeting = book(cara, prospect, hal, at + DAY, at)
    assert not Invitation.objects.exists()
    assert ContactPoint.objects.get(kind="email").value == ADDRESS
    with nothing_changes(), pytest.raises(NoMailServer):
        invite_to_meeting(actor=hal, meeting=meeting, to=InviteTo(email=ADDRESS), at=at)


def test_the_file_to_hand_over_is_no_request(invited: Meeting, at: datetime) -> None:
    calendar = Calendar.from_ical(client_file(invited, 0, "en", at))
    (event,) = calendar.walk("VEVENT")
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert "ATTENDEE" not in event
    assert str(event["SUMMARY"]) == "Meeting with salesorg"


@pytest.mark.parametrize("to", [InviteTo(email="nonsense"), InviteTo(contact_point=2**40), InviteTo()])
def test_what_is_no_address_of_the_company_is_refused(
    to: InviteTo, prospect: Company, hal: User, cara: User, at: datetime
) -> None:
    with nothing_changes(), pytest.raises(AddressUnknown):
        book(cara, prospect, hal, at + DAY, at, invite_to=to)
    assert not ContactPoint.objects.filter(kind="email").exists()


def test_another_companys_address_is_refused(prospect: Company, hal: User, cara: User, at: datetime) -> None:
    theirs = ContactPoint.objects.create(company=factories.company(), kind="email", value="x@other.example")
    with nothing_changes(), pytest.raises(AddressUnknown):
        book(cara, prospect, hal, at + DAY, at, invite_to=InviteTo(contact_point=theirs.pk))


def test_only_the_meetings_own_people_invite(invited: Meeting, hugo: User, adam: User, at: datetime) -> None:
    for stranger in (hugo, adam):
        with nothing_changes(), pytest.raises(NotYours):
            invite_to_meeting(actor=stranger, meeting=invited, to=InviteTo(email="a@b.example"), at=at)


@pytest.mark.parametrize(
    ("place", "link", "refusal"),
    [
        ("Here", "https://meet.example/x", PlaceOrLink),
        ("", "http://meet.example/x", LinkNotSafe),
        ("", "javascript:alert(1)", LinkNotSafe),
        ("", "https://", LinkNotSafe),
        ("", "https://meet.example/" + "x" * 500, LinkNotSafe),
    ],
)
def test_where_is_a_place_or_a_safe_link(
    place: str, link: str, refusal: type[Exception], prospect: Company, hal: User, cara: User, at: datetime
) -> None:
    with nothing_changes(), pytest.raises(refusal):
        book(cara, prospect, hal, at + DAY, at, place=place, video_link=link)


def test_a_video_link_stands_in_mail_and_entry(
    prospect: Company, hal: User, cara: User, at: datetime
) -> None:
    book(cara, prospect, hal, at + DAY, at, place="", video_link=" https://meet.example/abc ")
    send_all(at)
    assert "By video: https://meet.example/abc" in mail.outbox[0].body
    assert str(entry_of(mail.outbox[0])[1]["LOCATION"]) == "https://meet.example/abc"
