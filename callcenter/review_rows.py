"""What the actions of a review share: its lock, its refusals, its marks."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from callcenter.models import Review, ReviewMark
from callcenter.review_score import MET, NOT_MET, PARTLY, Marked, Score, score_of
from salesorg.lib.refusals import ActionRefused

CHANGE_WITHIN = timedelta(days=1)


class MarksMissing(ActionRefused):
    code = "marks_missing"
    text = _("Mark every criterion.")


class AlreadyReviewed(ActionRefused):
    code = "already_reviewed"
    text = _("This call has been reviewed already.")


class NotReviewed(ActionRefused):
    code = "not_reviewed"
    text = _("This call has not been reviewed yet.")


class ScorecardChanged(ActionRefused):
    code = "scorecard_changed"
    text = _("The scorecard was changed meanwhile. Look through the marks once more and save again.")


class ReviewNotYours(ActionRefused):
    code = "review_not_yours"
    text = _("Only the one who made a review can change it.")


class ReviewFinal(ActionRefused):
    code = "review_final"
    text = _("This review is final: a day has passed, or the call manager has answered it.")


class AlreadyAnswered(ActionRefused):
    code = "already_answered"
    text = _("You have answered this review already.")


class NoAnswer(ActionRefused):
    code = "no_answer_yet"
    text = _("There is no answer to this review.")


class AnswerTextMissing(ActionRefused):
    code = "answer_text_missing"
    text = _("Say in words why you disagree.")


def lock_review(review: Review | int) -> Review:
    """Return the review as it is now, locked to the end of the transaction. Raises `Review.DoesNotExist`."""
    pk = review.pk if isinstance(review, Review) else review
    locked = Review.objects.select_for_update(of=("self",), no_key=True)
    return locked.select_related("manager", "reviewer", "call__lead__company").get(pk=pk)


def company_of(review: Review) -> str:
    """The name of the company that was called."""
    return review.call.lead.company.name


def may_change(review: Review, at: datetime) -> bool:
    """Whether what was saved may still be changed by who saved it: within a day, and before it was answered."""
    return (
        review.reviewed_at is not None
        and review.answered_at is None
        and at <= review.reviewed_at + CHANGE_WITHIN
    )


def refuse_strange(marks: Iterable[tuple[int, bool]]) -> None:
    """Refuse a (met, instant fail) that means nothing: an instant fail is in order or it is not, never partly."""
    for met, instant_fail in marks:
        if met not in ((NOT_MET, MET) if instant_fail else (NOT_MET, PARTLY, MET)):
            raise MarksMissing


def score(marks: Iterable[ReviewMark]) -> Score:
    """What these marks score (see `score_of`)."""
    return score_of(Marked(mark.weight, mark.met, mark.instant_fail) for mark in marks)


def complete(wanted: Iterable[int], given: Mapping[int, int], otherwise: type[ActionRefused]) -> None:
    """Refuse marks that miss one of the `wanted` criteria, and with `otherwise` those of criteria that are not there."""
    known = set(wanted)
    if set(given) - known:
        raise otherwise
    if known - set(given):
        raise MarksMissing
