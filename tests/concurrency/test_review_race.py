"""Two at once pick, choose, review, answer and switch scorecards: one of them does it."""

from datetime import datetime, timedelta

import pytest

from callcenter.actions import (
    answer_review,
    choose_review,
    ensure_default_scorecard,
    pick_reviews,
    save_review,
    save_scorecard,
    use_scorecard,
)
from callcenter.models import Review, ReviewMark, Scorecard
from callcenter.scorecard_draft import DraftCriterion
from salesorg.clients.models import Activity
from salesorg.people.models import Notice, User
from tests.callcenter.reviewed import call_of, chosen, marks, reviewed
from tests.concurrency.rivals import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def names(answers: list[object]) -> list[str]:
    return sorted(type(one).__name__ for one in answers)


def test_two_workers_pick_each_call_once(cara: User, cody: User, at: datetime) -> None:
    for manager in (cara, cody):
        for day in range(5):
            call_of(manager, at + timedelta(days=day))
        call_of(manager, at, code="meeting_booked")
    friday = at + timedelta(days=4, hours=8)
    # A microsecond apart: each counts its own picks by its own moment.
    answers = at_once(*(lambda n=n: pick_reviews(at=friday + timedelta(microseconds=n)) for n in range(3)))
    assert sum(one.samples for one in answers) == 4  # type: ignore[attr-defined]
    assert sum(one.booked for one in answers) == 2  # type: ignore[attr-defined]
    assert Review.objects.count() == 6
    assert Scorecard.objects.count() == 1


def test_two_administrators_choose_one_call_once(adam: User, cara: User, at: datetime) -> None:
    call = call_of(cara, at)
    answers = at_once(*[lambda: choose_review(actor=adam, call=call, at=at)] * 2)
    assert names(answers) == ["Review", "Review"]
    assert Review.objects.count() == 1
    assert Activity.objects.filter(verb="review_chosen").count() == 1


def test_two_tabs_save_one_review(adam: User, cara: User, at: datetime) -> None:
    review = chosen(adam, cara, at)
    answers = at_once(
        *(
            lambda met=met: save_review(actor=adam, review=review.pk, marks=marks(met), comment="", at=at)
            for met in (0, 2)
        )
    )
    assert names(answers) == ["AlreadyReviewed", "Review"]
    assert ReviewMark.objects.count() == 10
    assert Notice.objects.count() == 1
    kept = Review.objects.get()
    assert kept.score == (100 if kept.marks.all()[0].met else 12)


def test_two_tabs_answer_once(adam: User, cara: User, at: datetime) -> None:
    review = reviewed(adam, cara, at)
    answers = at_once(
        *(
            lambda agrees=agrees: answer_review(actor=cara, review=review.pk, agrees=agrees, text="x", at=at)
            for agrees in (True, False)
        )
    )
    assert names(answers) == ["AlreadyAnswered", "Review"]
    assert Notice.objects.filter(kind="review_answered").count() == 1


def test_one_scorecard_is_made_and_one_is_in_use(adam: User, at: datetime) -> None:
    made = at_once(*[lambda: ensure_default_scorecard(at=at)] * 3)
    assert names(made) == ["Scorecard"] * 3
    assert Scorecard.objects.get().criteria.count() == 10
    row = [DraftCriterion("x")]
    others = [save_scorecard(actor=adam, scorecard=None, name=name, criteria=row, at=at) for name in "ab"]
    answers = at_once(*(lambda one=one: use_scorecard(actor=adam, scorecard=one, at=at) for one in others))
    assert names(answers) == ["Scorecard", "Scorecard"]
    assert Scorecard.objects.filter(is_active=True).count() == 1


def test_a_review_is_never_made_half_by_the_old_and_half_by_the_new_scorecard(
    adam: User, cara: User, at: datetime
) -> None:
    review, begun = chosen(adam, cara, at), marks()
    card = Scorecard.objects.get()
    rows = [DraftCriterion("Smiled", "50"), DraftCriterion("Asked", "50")]
    saved, changed = at_once(
        lambda: save_review(actor=adam, review=review.pk, marks=begun, comment="", at=at),
        lambda: save_scorecard(actor=adam, scorecard=card, name="New", criteria=rows, at=at),
    )
    assert isinstance(changed, Scorecard)
    assert ReviewMark.objects.count() == (10 if isinstance(saved, Review) else 0)
    assert type(saved).__name__ in ("Review", "ScorecardChanged")
