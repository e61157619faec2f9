from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.models import Review
from callcenter.review_rows import NoAnswer, lock_review
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def read_answer(*, actor: User, review: Review | int, at: datetime) -> Review:
    """Take a call manager's answer out of the answers to read; the second time nothing changes.

    Refusals: `NotYours`, `NoAnswer`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    locked = lock_review(review)
    if locked.answered_at is None:
        raise NoAnswer
    if locked.answer_read_at is None:
        locked.answer_read_at = at
        locked.save(update_fields=["answer_read_at"])
        record_activity(
            company=None, actor=actor, verb=verbs.REVIEW_ANSWER_READ, at=at, review=locked.pk, manager=locked.manager_id,
        )  # fmt: skip
    return locked
