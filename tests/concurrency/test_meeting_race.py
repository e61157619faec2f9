"""One slot of one hunter, wanted by two callers at the same moment."""

from datetime import datetime, timedelta

import pytest

from hunters.models import Meeting
from hunters.refusals import NoHunterFree, SlotTaken
from salesorg.clients.models import Activity, Ownership
from salesorg.people.models import User
from tests import factories
from tests.concurrency.rivals import at_once
from tests.hunters.steps import book

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


def test_one_slot_is_given_once(hal: User, cara: User, cody: User, at: datetime) -> None:
    """Red without `lock_hunter`: PostgreSQL then ends one of the two as a deadlock, which is nobody's refusal."""
    for n in range(1, 6):
        starts = at + n * 7 * DAY + DAY
        first, second = factories.company(), factories.company()
        answers = at_once(
            lambda starts=starts, company=first: book(cara, company, hal, starts, at=at),
            lambda starts=starts, company=second: book(cody, company, hal, starts, at=at),
        )
        assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [SlotTaken], answers
        assert Meeting.objects.filter(starts_at=starts).count() == 1
        assert Ownership.objects.filter(company__in=[first, second]).count() == 1
        assert Activity.objects.filter(company__in=[first, second]).count() == 1


def test_the_fairest_hunter_is_asked_for_twice_and_two_are_found(
    hal: User, hugo: User, cara: User, cody: User, at: datetime
) -> None:
    companies = [factories.company() for _ in range(3)]
    answers = at_once(*(
        lambda company=company, caller=caller: book(caller, company, None, at + DAY, at=at)
        for company, caller in zip(companies, (cara, cody, cara), strict=True)
    ))  # fmt: skip
    booked = [answer for answer in answers if isinstance(answer, Meeting)]
    assert {meeting.hunter for meeting in booked} == {hal, hugo}
    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [NoHunterFree], answers


def test_one_company_is_booked_once(hal: User, hugo: User, cara: User, cody: User, at: datetime) -> None:
    company = factories.company()
    answers = at_once(
        lambda: book(cara, company, hal, at + DAY, at=at), lambda: book(cody, company, hugo, at + DAY, at=at)
    )
    assert sum(isinstance(answer, Meeting) for answer in answers) == 1, answers
    assert Meeting.objects.count() == 1
    assert Ownership.objects.get().owner == Meeting.objects.get().hunter
