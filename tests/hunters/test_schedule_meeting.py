from datetime import date, datetime, timedelta

import pytest

from hunters.models import Meeting
from hunters.refusals import (
    AlreadyClient,
    HunterNotFree,
    InOtherHands,
    MeetingAlreadyScheduled,
    NoHunterFree,
    NotAProspect,
    SlotTaken,
    TimeInThePast,
    WrongLength,
)
from salesorg.clients.models import Activity, Company
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Absence, Notice, User
from tests import factories
from tests.hunters.steps import book, nothing_changes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_meeting_makes_the_company_a_prospect_in_the_hunters_hands(
    prospect: Company, hal: User, cara: User, at: datetime
) -> None:
    meeting = book(cara, prospect, hal, at + DAY, at=at)
    prospect.refresh_from_db()
    owner = current_owner(prospect)
    assert owner is not None
    assert (owner.owner, owner.stage, prospect.status) == (hal, "hunting", "prospect")
    assert meeting.contact_person is not None
    assert (meeting.state, meeting.contact_person.name, meeting.booked_by) == ("scheduled", "Ann Lee", cara)
    assert [row.verb for row in Activity.objects.all()] == ["meeting_booked"]
    assert Notice.objects.get().data == {"company": "Acme Hospital", "when": "2026-11-17 10:00"}


def test_the_fairest_hunter_is_found_and_the_absent_one_skipped(
    hal: User, hugo: User, cara: User, at: datetime
) -> None:
    first = book(cara, factories.company(), None, at + DAY, at=at)
    second = book(cara, factories.company(), None, at + DAY + HOUR, at=at)
    Absence.objects.create(person=hal, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 18))
    away = book(cara, factories.company(), None, at + 2 * DAY, at=at)
    assert (first.hunter, second.hunter, away.hunter) == (hal, hugo, hugo)


def test_a_rival_who_took_the_fairest_hunter_leaves_the_next_one(
    hal: User, hugo: User, cara: User, at: datetime
) -> None:
    both = [book(cara, factories.company(), None, at + DAY, at=at).hunter for _ in range(2)]
    assert both == [hal, hugo]
    third = factories.company()
    with nothing_changes(), pytest.raises(NoHunterFree):
        book(cara, third, None, at + DAY, at=at)


def test_a_hunter_is_never_double_booked(meeting: Meeting, hal: User, cara: User, at: datetime) -> None:
    other = factories.company()
    with nothing_changes(), pytest.raises(SlotTaken):
        book(cara, other, hal, meeting.starts_at + HOUR / 2, at=at)
    assert book(cara, other, hal, meeting.ends_at, at=at).hunter == hal


@pytest.mark.parametrize(
    ("shift", "minutes", "refusal"),
    [
        (-HOUR, 60, TimeInThePast),
        (DAY, 0, WrongLength),
        (DAY, 5000, WrongLength),
        (DAY - 2 * HOUR, 60, HunterNotFree),
        (DAY + 8 * HOUR - HOUR / 2, 60, HunterNotFree),
        (5 * DAY, 60, HunterNotFree),
        (10 * DAY, 60, HunterNotFree),
    ],
    ids=["past", "no time", "days", "before opening", "past closing", "Saturday", "Thanksgiving"],
)
def test_a_time_that_is_no_time_is_refused(
    shift: timedelta,
    minutes: int,
    refusal: type[Exception],
    prospect: Company,
    hal: User,
    cara: User,
    at: datetime,
) -> None:
    with nothing_changes(), pytest.raises(refusal):
        book(cara, prospect, hal, at + shift, at=at, minutes=minutes)


def test_an_absent_hunter_gets_no_meeting(prospect: Company, hal: User, cara: User, at: datetime) -> None:
    Absence.objects.create(person=hal, starts_on=date(2026, 11, 17), ends_on=date(2026, 11, 20))
    with nothing_changes(), pytest.raises(HunterNotFree):
        book(cara, prospect, hal, at + DAY, at=at)


def test_a_company_has_one_scheduled_meeting(meeting: Meeting, hera: User, hal: User, at: datetime) -> None:
    with nothing_changes(), pytest.raises(MeetingAlreadyScheduled):
        book(hera, meeting.company, hal, at + 2 * DAY, at=at)


def test_nobody_books_what_is_in_other_hands(
    meeting: Meeting, hugo: User, cara: User, fay: User, hal: User, at: datetime
) -> None:
    for actor, hunter, refusal in (
        (cara, hugo, InOtherHands),
        (hugo, hugo, InOtherHands),
        (fay, hal, NotYours),
        (hugo, hal, NotYours),
    ):
        with nothing_changes(), pytest.raises(refusal):
            book(actor, meeting.company, hunter, at + 2 * DAY, at=at)


def test_a_hunter_does_not_take_a_lead_past_the_call_centre(
    prospect: Company, hal: User, at: datetime
) -> None:
    with nothing_changes(), pytest.raises(NotAProspect):
        book(hal, prospect, hal, at + DAY, at=at)


def test_a_client_is_not_called_into_a_meeting(
    prospect: Company, hal: User, cara: User, at: datetime
) -> None:
    Company.objects.filter(pk=prospect.pk).update(status="client")
    with nothing_changes(), pytest.raises(AlreadyClient):
        book(cara, prospect, hal, at + DAY, at=at)
    Company.objects.filter(pk=prospect.pk).update(status="lead")
