"""One slot of one hunter, wanted by two callers at the same moment."""

import threading
from datetime import datetime, timedelta
from importlib import import_module

import pytest

from hunters.locking import lock_hunter
from hunters.models import Meeting
from hunters.refusals import NoHunterFree, SlotTaken
from salesorg.clients.models import Activity, Ownership
from salesorg.people.models import User
from tests import factories
from tests.concurrency.rivals import at_once
from tests.hunters.steps import book

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)
RIVALS = 8


def test_one_slot_is_given_once(hal: User, cara: User, at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Red without the exclusion constraint (several meetings), and without `lock_hunter` (PostgreSQL ends some rivals as a
    deadlock, which is nobody's refusal). All rivals are held back until each stands right before that lock.
    """
    together = threading.Barrier(RIVALS)

    def lock_together(hunter: User) -> User:
        together.wait(10)
        return lock_hunter(hunter)

    monkeypatch.setattr(import_module("hunters.actions.schedule_meeting"), "lock_hunter", lock_together)
    for n in range(1, 7):
        starts = at + n * 7 * DAY + DAY
        companies = [factories.company() for _ in range(RIVALS)]
        answers = at_once(*(
            lambda company=company, starts=starts: book(cara, company, hal, starts, at=at) for company in companies
        ))  # fmt: skip
        refused = [type(answer) for answer in answers if isinstance(answer, Exception)]
        assert refused == [SlotTaken] * (RIVALS - 1), answers
        assert Meeting.objects.filter(starts_at=starts).count() == 1
        assert Ownership.objects.filter(company__in=companies).count() == 1
        assert Activity.objects.filter(company__in=companies).count() == 1


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
