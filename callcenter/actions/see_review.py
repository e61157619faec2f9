from datetime import datetime

from django.db import transaction

from callcenter.models import Review
from salesorg.people.models import User


@transaction.atomic
def see_review(*, actor: User, review: Review, at: datetime) -> bool:
    """Note that the call manager looked at the review for the first time; anybody else's look changes nothing.

    Returns whether it was the first look. No activity: looking is no step.
    """
    first = Review.objects.filter(
        pk=review.pk, manager=actor, reviewed_at__isnull=False, seen_at__isnull=True
    )
    return bool(first.update(seen_at=at))
