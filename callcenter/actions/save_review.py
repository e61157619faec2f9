from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from callcenter import verbs
from callcenter.models import Criterion, Review, ReviewMark, Scorecard
from callcenter.review_rows import (
    AlreadyReviewed,
    ScorecardChanged,
    company_of,
    complete,
    lock_review,
    refuse_strange,
    score,
)
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User

MAX_COMMENT = 5000


@transaction.atomic
def save_review(
    *, actor: User, review: Review | int, marks: Mapping[int, int], comment: str, at: datetime
) -> Review:
    """Review a call by the scorecard in use: `marks` says of each criterion (id) how far it was met, 0 to 2.

    The marks copy the words and weights, so that no later change of the scorecard touches them; the call manager is
    told. Refusals: `NotYours`, `AlreadyReviewed`, `MarksMissing`, `ScorecardChanged`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    locked = lock_review(review)
    if locked.reviewed_at is not None:
        raise AlreadyReviewed
    scorecard = Scorecard.objects.select_for_update(no_key=True).filter(is_active=True).first()
    if scorecard is None:
        raise ScorecardChanged
    criteria = list(scorecard.criteria.all())
    complete([one.pk for one in criteria], marks, ScorecardChanged)
    refuse_strange((marks[one.pk], one.instant_fail) for one in criteria)
    made = ReviewMark.objects.bulk_create(_mark(locked, one, marks[one.pk]) for one in criteria)
    result = score(made)
    locked.scorecard, locked.reviewer, locked.reviewed_at = scorecard, actor, at
    locked.score, locked.failed, locked.comment = (
        result.per_cent,
        result.failed,
        comment.strip()[:MAX_COMMENT],
    )
    locked.save(update_fields=["scorecard", "reviewer", "reviewed_at", "score", "failed", "comment"])
    # No score in it: the record is read by more people than reviews are.
    record_activity(
        company=None, actor=actor, verb=verbs.REVIEW_MADE, at=at, review=locked.pk, manager=locked.manager_id
    )
    _tell(locked, at)
    return locked


def _mark(review: Review, criterion: Criterion, met: int) -> ReviewMark:
    return ReviewMark(
        review=review, position=criterion.position, text=criterion.text, weight=criterion.weight,
        instant_fail=criterion.instant_fail, met=met,
    )  # fmt: skip


def _tell(review: Review, at: datetime) -> None:
    notify(
        people=[review.manager], key=f"review-{review.pk}", kind="review_made", at=at,
        url=reverse("callcenter:my_review", args=[review.pk]), data={"company": company_of(review), "score": review.score},
    )  # fmt: skip
