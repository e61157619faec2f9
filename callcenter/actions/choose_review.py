from datetime import datetime

from django.db import transaction

from callcenter import verbs
from callcenter.actions.ensure_default_scorecard import ensure_default_scorecard
from callcenter.models import Call, Review
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def choose_review(*, actor: User, call: Call, at: datetime) -> Review:
    """Put a call into the queue of reviews by hand; a call that has its review already keeps it, and that is returned.

    Refusals: `NotYours`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    ensure_default_scorecard(at=at)
    review, is_new = Review.objects.get_or_create(
        call=call,
        defaults={"manager_id": call.manager_id, "picked": Review.Picked.CHOSEN, "picked_at": at},
    )
    if is_new:
        record_activity(
            company=None, actor=actor, verb=verbs.REVIEW_CHOSEN, at=at, review=review.pk, call=call.pk,
            manager=call.manager_id,
        )  # fmt: skip
    return review
