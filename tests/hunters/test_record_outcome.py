from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from hunters.actions import lose_deal, record_outcome
from hunters.models import Deal, Meeting
from hunters.queries import failed_meeting_ids, meetings_awaiting_outcome
from hunters.refusals import AmountNegative, OutcomeRecorded, StepInThePast, UnknownOutcome
from salesorg.clients.models import Activity
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Notice, User
from tests.hunters.steps import book, nothing_changes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_a_held_meeting_opens_a_deal_with_a_dated_next_step(
    meeting: Meeting, hal: User, at: datetime
) -> None:
    recorded = record_outcome(
        actor=hal, meeting=meeting, outcome="held", on_target=True, note="Likes it", next_step="Send a proposal",
        next_step_on=date(2026, 11, 20), amount=Decimal(5000), at=at + DAY,
    )  # fmt: skip
    deal = recorded.deal
    assert deal is not None
    assert (deal.hunter, deal.state, deal.stage.code, deal.amount) == (hal, "open", "qualified", 5000)
    assert (deal.next_step, deal.next_step_on, deal.meeting) == (
        "Send a proposal",
        date(2026, 11, 20),
        meeting,
    )
    meeting.refresh_from_db()
    assert (meeting.state, meeting.on_target, meeting.outcome_note) == ("held", True, "Likes it")
    assert Activity.objects.filter(verb="meeting_held").count() == 1
    assert Notice.objects.filter(person__username="cara", kind="meeting_held").count() == 1


def test_without_a_next_step_the_deal_gets_one_for_the_next_working_day(deal: Deal, at: datetime) -> None:
    assert (deal.next_step_on, bool(deal.next_step)) == (date(2026, 11, 18), True)


@pytest.mark.parametrize("outcome", ["no_show", "cancelled"])
def test_a_failed_meeting_gives_the_company_back_to_the_call_centre(
    outcome: str, meeting: Meeting, hal: User, at: datetime
) -> None:
    recorded = record_outcome(actor=hal, meeting=meeting, outcome=outcome, on_target=True, at=at + DAY)
    company = meeting.company
    company.refresh_from_db()
    assert (recorded.deal, current_owner(company), company.status) == (None, None, "lead")
    assert recorded.meeting.on_target is None
    assert failed_meeting_ids([meeting.pk]) == {meeting.pk}
    assert Activity.objects.filter(verb=f"meeting_{outcome}").count() == 1


def test_whoever_was_met_once_stays_with_the_hunter(deal: Deal, hal: User, at: datetime) -> None:
    again = book(hal, deal.company, hal, at + 3 * DAY, at=at + 2 * DAY)
    lose_deal(actor=hal, deal=deal, reason="Too dear", at=at + 2 * DAY)
    record_outcome(actor=hal, meeting=again, outcome="no_show", at=at + 4 * DAY)
    owner = current_owner(deal.company)
    assert owner is not None
    assert owner.owner == hal


def test_a_second_meeting_carries_the_open_deal_on(deal: Deal, hal: User, at: datetime) -> None:
    again = book(hal, deal.company, hal, at + 3 * DAY, at=at + 2 * DAY)
    carried = record_outcome(actor=hal, meeting=again, outcome="held", at=at + 4 * DAY).deal
    assert carried == deal
    assert carried is not None
    assert (carried.last_contact_at, carried.next_step) == (at + 4 * DAY, deal.next_step)
    assert Deal.objects.count() == 1


def test_an_outcome_is_recorded_once(meeting: Meeting, hal: User, at: datetime) -> None:
    record_outcome(actor=hal, meeting=meeting, outcome="held", at=at + DAY)
    with nothing_changes(), pytest.raises(OutcomeRecorded):
        record_outcome(actor=hal, meeting=meeting, outcome="no_show", at=at + DAY)


def test_only_its_hunter_and_the_head_record_it(
    meeting: Meeting, hugo: User, cara: User, sue: User, hera: User, at: datetime
) -> None:
    for stranger in (hugo, cara, sue):
        with nothing_changes(), pytest.raises(NotYours):
            record_outcome(actor=stranger, meeting=meeting, outcome="held", at=at + DAY)
    assert record_outcome(actor=hera, meeting=meeting, outcome="held", at=at + DAY).deal is not None


def test_what_is_no_outcome_is_refused(meeting: Meeting, hal: User, at: datetime) -> None:
    with nothing_changes(), pytest.raises(UnknownOutcome):
        record_outcome(actor=hal, meeting=meeting, outcome="perhaps", at=at + DAY)
    with nothing_changes(), pytest.raises(AmountNegative):
        record_outcome(actor=hal, meeting=meeting, outcome="held", amount=Decimal(-1), at=at + DAY)
    with nothing_changes(), pytest.raises(StepInThePast):
        record_outcome(
            actor=hal,
            meeting=meeting,
            outcome="held",
            next_step="Call",
            next_step_on=date(2026, 11, 1),
            at=at + DAY,
        )


def test_a_past_meeting_owes_its_outcome(meeting: Meeting, hal: User, hugo: User, at: datetime) -> None:
    later = at + 2 * DAY
    assert list(meetings_awaiting_outcome(hal, later)) == [meeting]
    assert not meetings_awaiting_outcome(hal, at).exists()
    assert not meetings_awaiting_outcome(hugo, later).exists()
