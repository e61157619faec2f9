"""A held meeting is noted for the ledger, once, with its call manager; what was not held is not."""

from datetime import datetime, timedelta

import pytest

from handoff.models import HeldMeeting
from hunters.actions import record_outcome
from hunters.models import Meeting
from hunters.refusals import OutcomeRecorded
from salesorg.people.models import User

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_held_is_noted_once(meeting: Meeting, hal: User, cara: User, at: datetime) -> None:
    record_outcome(actor=hal, meeting=meeting, outcome="held", at=at + 3 * DAY)
    with pytest.raises(OutcomeRecorded):
        record_outcome(actor=hal, meeting=meeting, outcome="held", at=at + 3 * DAY)
    noted = HeldMeeting.objects.get()
    assert (noted.reference, noted.company, noted.booked_by) == (meeting.pk, meeting.company, cara)
    assert noted.held_at == min(meeting.starts_at, at + 3 * DAY)


@pytest.mark.parametrize("outcome", ["no_show", "cancelled"])
def test_what_was_not_held_is_not_paid(meeting: Meeting, hal: User, at: datetime, outcome: str) -> None:
    record_outcome(actor=hal, meeting=meeting, outcome=outcome, at=at + 3 * DAY)
    assert HeldMeeting.objects.count() == 0
