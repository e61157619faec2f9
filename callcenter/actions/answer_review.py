from datetime import datetime

from django.db import transaction
from django.urls import reverse

from callcenter import verbs
from callcenter.models import Review
from callcenter.review_rows import (
    AlreadyAnswered,
    AnswerTextMissing,
    NotReviewed,
    company_of,
    lock_review,
)
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User

MAX_ANSWER = 2000


@transaction.atomic
def answer_review(*, actor: User, review: Review | int, agrees: bool, text: str, at: datetime) -> Review:
    """Answer a review of one's own call, once: agree, or disagree in words. From then on the review is final.

    Who made the review is told. Refusals: `NotYours`, `NotReviewed`, `AlreadyAnswered`, `AnswerTextMissing`.
    """
    locked = lock_review(review)
    if not actor.is_in(Role.CALL_MANAGER) or locked.manager_id != actor.pk:
        raise NotYours
    if locked.reviewed_at is None or locked.reviewer is None:
        raise NotReviewed
    if locked.answered_at is not None:
        raise AlreadyAnswered
    text = text.strip()[:MAX_ANSWER]
    if not agrees and not text:
        raise AnswerTextMissing
    locked.agrees, locked.answer, locked.answered_at = agrees, text, at
    locked.seen_at = locked.seen_at or at
    locked.save(update_fields=["agrees", "answer", "answered_at", "seen_at"])
    record_activity(
        company=None,
        actor=actor,
        verb=verbs.REVIEW_ANSWERED,
        at=at,
        review=locked.pk,
        manager=locked.manager_id,
    )
    notify(
        people=[locked.reviewer], key=f"review-{locked.pk}-answer", kind="review_answered", at=at,
        url=reverse("callcenter:review", args=[locked.pk]), data={"person": actor.name, "company": company_of(locked)},
    )  # fmt: skip
    return locked
