from datetime import date, datetime, timedelta

import pytest

from hunters.actions import record_outcome, reschedule_meeting
from hunters.models import Meeting, MeetingMove
from hunters.refusals import HunterNotFree, OutcomeRecorded, SlotTaken, TimeInThePast
from salesorg.clients.models import Activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Absence, Notice, User
from tests import factories
from tests.hunters.steps import book, nothing_changes

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_a_meeting_keeps_its_row_and_its_history(meeting: Meeting, hera: User, at: datetime) -> None:
    moved = reschedule_meeting(actor=hera, meeting=meeting, starts_at=at + 2 * DAY, reason="Asked for", at=at)
    move = MeetingMove.objects.get()
    assert (moved.pk, moved.starts_at, moved.ends_at) == (meeting.pk, at + 2 * DAY, at + 2 * DAY + HOUR)
    assert (move.starts_at_was, move.moved_by, move.reason) == (at + DAY, hera, "Asked for")
    assert Activity.objects.filter(verb="meeting_moved").count() == 1
    assert Notice.objects.filter(kind="meeting_moved").count() == 1


def test_a_past_meeting_is_moved_into_the_future_only(meeting: Meeting, hal: User, at: datetime) -> None:
    later = at + 3 * DAY
    with nothing_changes(), pytest.raises(TimeInThePast):
        reschedule_meeting(actor=hal, meeting=meeting, starts_at=later, at=later)
    assert (
        reschedule_meeting(actor=hal, meeting=meeting, starts_at=later + DAY, at=later).starts_at
        == later + DAY
    )


def test_it_is_not_moved_onto_another(meeting: Meeting, hal: User, cara: User, at: datetime) -> None:
    other = book(cara, factories.company(), hal, at + 2 * DAY, at=at)
    with nothing_changes(), pytest.raises(SlotTaken):
        reschedule_meeting(actor=hal, meeting=meeting, starts_at=other.starts_at - HOUR / 2, at=at)


def test_nor_into_an_absence_nor_by_strangers_nor_after_its_outcome(
    meeting: Meeting, hal: User, hugo: User, at: datetime
) -> None:
    Absence.objects.create(person=hal, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 18))
    with nothing_changes(), pytest.raises(HunterNotFree):
        reschedule_meeting(actor=hal, meeting=meeting, starts_at=at + 2 * DAY, at=at)
    with nothing_changes(), pytest.raises(NotYours):
        reschedule_meeting(actor=hugo, meeting=meeting, starts_at=at + 3 * DAY, at=at)
    record_outcome(actor=hal, meeting=meeting, outcome="cancelled", at=at)
    with nothing_changes(), pytest.raises(OutcomeRecorded):
        reschedule_meeting(actor=hal, meeting=meeting, starts_at=at + 3 * DAY, at=at)
