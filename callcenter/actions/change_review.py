from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from callcenter import verbs
from callcenter.actions.save_review import MAX_COMMENT
from callcenter.models import Review, ReviewMark
from callcenter.review_rows import (
    MarksMissing,
    NotReviewed,
    ReviewFinal,
    ReviewNotYours,
    company_of,
    complete,
    lock_review,
    may_change,
    refuse_strange,
    score,
)
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User


@transaction.atomic
def change_review(
    *, actor: User, review: Review | int, marks: Mapping[int, int], comment: str, at: datetime
) -> Review:
    """Correct one's own review within a day, by the words and weights it was made with; `marks` by position, 0 to 2.

    The call manager is told again and has not seen it until they look. Refusals: `NotYours`, `NotReviewed`,
    `ReviewNotYours`, `ReviewFinal`, `MarksMissing`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    locked = lock_review(review)
    if locked.reviewed_at is None:
        raise NotReviewed
    if locked.reviewer_id != actor.pk:
        raise ReviewNotYours
    if not may_change(locked, at):
        raise ReviewFinal
    rows = list(locked.marks.all())
    complete([row.position for row in rows], marks, MarksMissing)
    refuse_strange((marks[row.position], row.instant_fail) for row in rows)
    was = {"score": locked.score, "marks": {row.position: row.met for row in rows}, "comment": locked.comment}
    for row in rows:
        row.met = marks[row.position]
    ReviewMark.objects.bulk_update(rows, ["met"])
    _rescore(locked, rows, comment)
    record_activity(
        company=None, actor=actor, verb=verbs.REVIEW_CHANGED, at=at, review=locked.pk, manager=locked.manager_id, was=was,
    )  # fmt: skip
    _tell(locked, at)
    return locked


def _rescore(review: Review, marks: list[ReviewMark], comment: str) -> None:
    result = score(marks)
    review.score, review.failed, review.comment = (
        result.per_cent,
        result.failed,
        comment.strip()[:MAX_COMMENT],
    )
    review.seen_at = None
    review.save(update_fields=["score", "failed", "comment", "seen_at"])


def _tell(review: Review, at: datetime) -> None:
    notify(
        people=[review.manager], key=f"review-{review.pk}-{at:%Y%m%d%H%M%S%f}", kind="review_changed", at=at,
        url=reverse("callcenter:my_review", args=[review.pk]), data={"company": company_of(review), "score": review.score},
    )  # fmt: skip
