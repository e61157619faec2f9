"""What is listened to, by rule."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from callcenter.actions import choose_review, pick_reviews
from callcenter.models import Review, Scorecard
from callcenter.tasks import pick_reviews as task
from salesorg.clients.models import Activity
from salesorg.people.models import Organisation, User
from tests.callcenter.reviewed import call_of, reviewed

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def friday(at: datetime) -> datetime:
    """The end of the working week that began at `at`, a Monday at ten."""
    return at + 4 * DAY + 8 * HOUR


def a_week(manager: User, at: datetime, calls: int = 4) -> None:
    for day in range(5):
        for n in range(calls):
            call_of(manager, at + day * DAY + n * HOUR)


def days_of(manager: User) -> Counter[int]:
    return Counter(review.call.at.day for review in Review.objects.filter(manager=manager, picked="sample"))


def test_samples_come_over_the_week_and_not_all_on_monday(
    org: Organisation, cara: User, cody: User, at: datetime, friday: datetime
) -> None:
    org.reviews_per_week = 5
    org.save()
    for day in range(5):
        for n in range(3):
            call_of(cara, at + day * DAY + n * HOUR)
            call_of(cody, at + day * DAY + n * HOUR)
        picked = pick_reviews(at=at + day * DAY + 8 * HOUR)
        assert picked.samples == 2
        assert Review.objects.filter(manager=cara).count() == day + 1
    assert days_of(cara) == days_of(cody) == {16: 1, 17: 1, 18: 1, 19: 1, 20: 1}
    assert set(Review.objects.values_list("picked", "reviewed_at")) == {("sample", None)}


def test_what_was_missed_is_made_up_by_the_end_of_the_week(
    cara: User, at: datetime, friday: datetime
) -> None:
    a_week(cara, at + 3 * DAY)  # absent until Thursday; the rest of the calls lies in the next week
    assert pick_reviews(at=at + 2 * DAY + 8 * HOUR).samples == 0
    assert pick_reviews(at=friday).samples == 2
    assert days_of(cara) == {19: 1, 20: 1}


def test_twice_picks_nothing_twice(cara: User, at: datetime, friday: datetime) -> None:
    a_week(cara, at)
    assert pick_reviews(at=friday).samples == 2
    assert not pick_reviews(at=friday + HOUR)
    assert Review.objects.count() == 2
    assert Activity.objects.filter(verb="reviews_picked").count() == 1


def test_only_calls_that_reached_somebody_of_this_week_by_call_managers(
    cara: User, hal: User, at: datetime, friday: datetime
) -> None:
    call_of(cara, at, code="no_answer")
    call_of(cara, at - 3 * DAY)
    call_of(hal, at)
    assert not pick_reviews(at=friday)
    assert not Review.objects.exists()


def test_who_has_left_is_not_listened_to(cara: User, at: datetime, friday: datetime) -> None:
    a_week(cara, at)
    call_of(cara, at, code="meeting_booked")
    cara.is_active = False
    cara.save()
    assert not pick_reviews(at=friday)


def test_every_call_that_booked_a_meeting_unless_switched_off(
    org: Organisation, cara: User, at: datetime
) -> None:
    for n in range(3):
        call_of(cara, at + n * HOUR, code="meeting_booked")
    org.review_booked_calls = False
    org.save()
    assert not pick_reviews(at=at + 4 * HOUR)
    org.review_booked_calls = True
    org.save()
    assert pick_reviews(at=at + 4 * HOUR).booked == 3
    assert set(Review.objects.values_list("picked", flat=True)) == {"booked"}
    assert Scorecard.objects.filter(is_active=True).count() == 1


def test_a_booked_call_is_no_sample_beside(
    org: Organisation, cara: User, at: datetime, friday: datetime
) -> None:
    call_of(cara, at, code="meeting_booked")
    picked = pick_reviews(at=friday)
    assert (picked.booked, picked.samples, Review.objects.count()) == (1, 0, 1)


def test_a_call_chosen_by_hand_is_not_picked_again_and_is_no_sample(
    cara: User, adam: User, at: datetime, friday: datetime
) -> None:
    mine = call_of(cara, at)
    choose_review(actor=adam, call=mine, at=at)
    call_of(cara, at + DAY)
    call_of(cara, at + 2 * DAY)
    assert pick_reviews(at=friday).samples == 2
    assert Review.objects.get(call=mine).picked == "chosen"


def test_a_plan_of_none_picks_none(org: Organisation, cara: User, at: datetime, friday: datetime) -> None:
    a_week(cara, at)
    org.reviews_per_week = 0
    org.save()
    assert not pick_reviews(at=friday)


def test_old_picks_leave_the_queue_but_not_what_was_chosen_or_reviewed(
    cara: User, adam: User, at: datetime, friday: datetime
) -> None:
    a_week(cara, at)
    pick_reviews(at=friday)
    by_hand = choose_review(actor=adam, call=call_of(cara, at), at=at)
    made = reviewed(adam, cara, at)
    assert pick_reviews(at=friday + 21 * DAY).dropped == 0
    assert pick_reviews(at=friday + 21 * DAY + HOUR).dropped == 2
    assert {one.pk for one in Review.objects.all()} == {by_hand.pk, made.pk}
    assert not pick_reviews(at=friday + 22 * DAY)


def test_the_task_runs_by_the_clock_of_the_database(cara: User, at: datetime) -> None:
    task()
    assert not Review.objects.exists()
