"""A review from the queue to the answer, and every way in which it is refused."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from callcenter.actions import (
    answer_review,
    change_review,
    choose_review,
    read_answer,
    save_review,
    save_scorecard,
    see_review,
    use_scorecard,
)
from callcenter.models import Criterion, Review, ReviewMark, Scorecard
from callcenter.review_queries import answers_to_read, due_reviews, next_due, reviews_visible_to
from callcenter.review_rows import (
    AlreadyAnswered,
    AlreadyReviewed,
    AnswerTextMissing,
    MarksMissing,
    NoAnswer,
    NotReviewed,
    ReviewFinal,
    ReviewNotYours,
    ScorecardChanged,
)
from callcenter.scorecard_draft import DraftCriterion
from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Notice, Role, User
from tests.callcenter.reviewed import call_of, chosen, marks, reviewed
from tests.factories import person

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def state() -> list[object]:
    """Everything that a review is, to see that nothing changed."""
    return [
        list(Review.objects.order_by("pk").values()), list(ReviewMark.objects.order_by("pk").values()),
        Activity.objects.count(), Notice.objects.count(),
    ]  # fmt: skip


def refused(by: type[ActionRefused], act: Callable[[], object]) -> None:
    """The act is refused so, and nothing changed."""
    before = state()
    with pytest.raises(by), transaction.atomic():
        act()
    assert state() == before


def test_a_call_is_chosen_once_by_the_administrator(adam: User, cara: User, sue: User, at: datetime) -> None:
    call = call_of(cara, at)
    refused(NotYours, lambda: choose_review(actor=sue, call=call, at=at))
    refused(NotYours, lambda: choose_review(actor=cara, call=call, at=at))
    review = choose_review(actor=adam, call=call, at=at)
    assert (review.manager, review.picked, review.picked_at) == (cara, "chosen", at)
    assert choose_review(actor=adam, call=call, at=at + HOUR) == review
    assert Activity.objects.filter(verb="review_chosen").count() == 1


def test_a_review_is_saved_scored_and_told(adam: User, cara: User, at: datetime) -> None:
    review = chosen(adam, cara, at)
    given = marks(2, p5=1, p7=0)
    saved = save_review(actor=adam, review=review, marks=given, comment=" Ask first \n", at=at + HOUR)
    assert (saved.score, saved.failed, saved.comment) == (82, False, "Ask first")  # 100 - 20/2 - 8
    row = Review.objects.get()
    assert (row.reviewer, row.reviewed_at, row.scorecard) == (adam, at + HOUR, Scorecard.objects.get())
    assert [mark.met for mark in row.marks.all()] == [2, 2, 2, 2, 1, 2, 0, 2, 2, 2]
    told = Notice.objects.get()
    assert (told.person, told.kind, told.url) == (cara, "review_made", f"/calls/my-reviews/{row.pk}/")
    assert told.data == {"company": row.call.lead.company.name, "score": 82}
    happened = Activity.objects.get(verb="review_made")
    assert (happened.actor, happened.company) == (adam, None)
    assert "score" not in happened.data


def test_an_instant_fail_makes_it_nothing(adam: User, cara: User, at: datetime) -> None:
    review = reviewed(adam, cara, at, 2, p8=0)
    assert (review.score, review.failed) == (0, True)


def test_marks_that_are_missing_or_mean_nothing_are_refused(adam: User, cara: User, at: datetime) -> None:
    review = chosen(adam, cara, at)
    all_marks = marks()
    first, fail = next(iter(all_marks)), Criterion.objects.filter(instant_fail=True)[0].pk
    wrong: list[tuple[type[ActionRefused], dict[int, int]]] = [
        (MarksMissing, {}),
        (MarksMissing, {pk: met for pk, met in all_marks.items() if pk != first}),
        (MarksMissing, all_marks | {fail: 1}),
        (MarksMissing, all_marks | {first: 3}),
        (MarksMissing, all_marks | {first: -1}),
        (ScorecardChanged, all_marks | {999_999: 2}),
    ]
    for by, given in wrong:
        refused(
            by, lambda given=given: save_review(actor=adam, review=review, marks=given, comment="", at=at)
        )
    refused(NotYours, lambda: save_review(actor=cara, review=review, marks=all_marks, comment="", at=at))


def test_it_is_saved_once(adam: User, cara: User, at: datetime) -> None:
    review = reviewed(adam, cara, at)
    refused(
        AlreadyReviewed, lambda: save_review(actor=adam, review=review, marks=marks(0), comment="", at=at)
    )


def test_a_scorecard_changed_meanwhile_is_not_marked_blindly(adam: User, cara: User, at: datetime) -> None:
    review, begun = chosen(adam, cara, at), marks()
    rows = [DraftCriterion("Smiled", "50"), DraftCriterion("Asked", "50")]
    save_scorecard(actor=adam, scorecard=Scorecard.objects.get(), name="Cold call", criteria=rows, at=at)
    refused(ScorecardChanged, lambda: save_review(actor=adam, review=review, marks=begun, comment="", at=at))
    assert save_review(actor=adam, review=review, marks=marks(1), comment="", at=at).score == 50


def test_a_changed_scorecard_changes_no_review(adam: User, cara: User, at: datetime) -> None:
    review = reviewed(adam, cara, at, 1)
    before = state()[:2]
    other = save_scorecard(
        actor=adam, scorecard=None, name="Other", criteria=[DraftCriterion("All", "1")], at=at
    )
    use_scorecard(actor=adam, scorecard=other, at=at)
    save_scorecard(
        actor=adam, scorecard=review.scorecard, name="Old", criteria=[DraftCriterion("New", "9")], at=at
    )
    assert state()[:2] == before
    # A change of one's own review goes by its own words, too.
    change_review(actor=adam, review=review, marks=dict.fromkeys(range(1, 11), 2), comment="", at=at)
    assert Review.objects.get().score == 100


def test_ones_own_review_is_changed_within_a_day(adam: User, cara: User, at: datetime) -> None:
    review = reviewed(adam, cara, at)
    see_review(actor=cara, review=review, at=at + HOUR)
    given = dict.fromkeys(range(1, 11), 2) | {1: 0}
    changed = change_review(actor=adam, review=review, marks=given, comment="Better", at=at + DAY)
    assert (changed.score, changed.comment, changed.seen_at) == (90, "Better", None)
    assert changed.reviewed_at == at
    kept = Activity.objects.get(verb="review_changed").data["was"]
    assert (kept["score"], kept["comment"], kept["marks"]["1"]) == (100, "Ask first", 2)
    assert [one.kind for one in Notice.objects.order_by("pk")] == ["review_made", "review_changed"]


def test_what_is_final_or_another_s_is_not_changed(adam: User, cara: User, at: datetime) -> None:
    review, other = reviewed(adam, cara, at), person("ada", Role.CALL_CENTER_ADMIN)
    given = dict.fromkeys(range(1, 11), 0) | {8: 2, 9: 2, 10: 2}

    def change(by: User, when: datetime, marked: dict[int, int] = given) -> None:
        change_review(actor=by, review=review, marks=marked, comment="", at=when)

    refused(ReviewNotYours, lambda: change(other, at))
    refused(NotYours, lambda: change(cara, at))
    refused(MarksMissing, lambda: change(adam, at, {1: 2}))
    refused(MarksMissing, lambda: change(adam, at, given | {99: 2}))
    refused(ReviewFinal, lambda: change(adam, at + DAY + timedelta(seconds=1)))
    answer_review(actor=cara, review=review, agrees=True, text="", at=at)
    refused(ReviewFinal, lambda: change(adam, at + HOUR))
    due = chosen(adam, cara, at)
    refused(NotReviewed, lambda: change_review(actor=adam, review=due, marks={}, comment="", at=at))


def test_the_first_look_is_noted_and_only_the_call_manager_s(
    adam: User, cara: User, cody: User, at: datetime
) -> None:
    review = reviewed(adam, cara, at)
    assert not see_review(actor=adam, review=review, at=at)
    assert not see_review(actor=cody, review=review, at=at)
    assert see_review(actor=cara, review=review, at=at + HOUR)
    assert not see_review(actor=cara, review=review, at=at + 2 * HOUR)
    assert Review.objects.get().seen_at == at + HOUR
    assert not see_review(actor=cara, review=chosen(adam, cara, at), at=at)


def test_a_call_manager_answers_once_and_it_is_read(
    adam: User, cara: User, cody: User, sue: User, at: datetime
) -> None:
    review = reviewed(adam, cara, at)

    def answer(by: User, text: str = "I asked twice", agrees: bool = False) -> Review:
        return answer_review(actor=by, review=review, agrees=agrees, text=text, at=at + HOUR)

    refused(NotYours, lambda: answer(cody))
    refused(NotYours, lambda: answer(adam))
    refused(AnswerTextMissing, lambda: answer(cara, " "))
    refused(NoAnswer, lambda: read_answer(actor=adam, review=review, at=at))
    answered = answer(cara)
    assert (answered.agrees, answered.answer, answered.answered_at) == (False, "I asked twice", at + HOUR)
    assert answered.seen_at == at + HOUR
    told = Notice.objects.get(kind="review_answered")
    assert (told.person, told.url) == (adam, f"/calls/reviews/{review.pk}/")
    refused(AlreadyAnswered, lambda: answer(cara, "", agrees=True))
    assert list(answers_to_read(adam)) == [review]
    refused(NotYours, lambda: read_answer(actor=sue, review=review, at=at))
    read_answer(actor=adam, review=review, at=at + 2 * HOUR)
    read_answer(actor=adam, review=review, at=at + 3 * HOUR)
    assert Review.objects.get().answer_read_at == at + 2 * HOUR
    assert not answers_to_read(adam).exists()
    assert Activity.objects.filter(verb="review_answer_read").count() == 1
    assert Activity.objects.filter(verb="review_answered").count() == 1


def test_to_agree_needs_no_words_and_what_is_not_reviewed_has_no_answer(
    adam: User, cara: User, at: datetime
) -> None:
    assert answer_review(actor=cara, review=reviewed(adam, cara, at), agrees=True, text="", at=at).agrees
    due = chosen(adam, cara, at)
    refused(NotReviewed, lambda: answer_review(actor=cara, review=due, agrees=True, text="", at=at))


def test_nobody_sees_another_s_review_nor_what_is_picked(
    adam: User, cara: User, cody: User, sue: User, hal: User, root: User, at: datetime
) -> None:
    made, due = reviewed(adam, cara, at), chosen(adam, cara, at)
    assert set(reviews_visible_to(adam)) == set(reviews_visible_to(sue)) == {made, due}
    assert set(reviews_visible_to(cara)) == {made}
    for other in (cody, hal, root):
        assert not reviews_visible_to(other).exists()


def test_the_next_one_is_the_one_behind_and_then_the_first(adam: User, cara: User, at: datetime) -> None:
    first, second, third = (chosen(adam, cara, at + n * HOUR) for n in range(3))
    assert list(due_reviews(adam)) == [first, second, third]
    assert next_due(adam, first) == second
    assert next_due(adam, third) == first
    save_review(actor=adam, review=second, marks=marks(), comment="", at=at)
    assert next_due(adam, first) == third
    third.delete()
    assert next_due(adam, first) is None


@pytest.mark.parametrize(
    "broken",
    [
        {"score": 101},
        {"score": 5, "failed": True},
        {"reviewer": None},
        {"answer": "x"},
        {"agrees": True},
        {"answered_at": datetime(2026, 12, 1).astimezone(), "agrees": False},
        {"answered_at": datetime(2020, 1, 1).astimezone(), "agrees": True},
        {"answer_read_at": datetime(2026, 12, 1).astimezone()},
    ],
)
def test_the_database_says_it_a_second_time(
    adam: User, cara: User, at: datetime, broken: dict[str, object]
) -> None:
    reviewed(adam, cara, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.update(**broken)
