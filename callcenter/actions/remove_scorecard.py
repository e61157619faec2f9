from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.models import Scorecard
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Role, User


class ScorecardInUse(ActionRefused):
    code = "scorecard_in_use"
    text = _("This scorecard is in use. Use another one first.")


class ScorecardHasReviews(ActionRefused):
    code = "scorecard_has_reviews"
    text = _("Reviews were made with this scorecard, so it stays.")


@transaction.atomic
def remove_scorecard(*, actor: User, scorecard: Scorecard, at: datetime) -> None:
    """Remove a scorecard that was never used. Refusals: `NotYours`, `ScorecardInUse`, `ScorecardHasReviews`."""
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    # A full lock: a review that is being saved with it holds a share of the key.
    locked = Scorecard.objects.select_for_update().get(pk=scorecard.pk)
    if locked.is_active:
        raise ScorecardInUse
    if locked.reviews.exists():
        raise ScorecardHasReviews
    record_activity(
        company=None, actor=actor, verb=verbs.SCORECARD_REMOVED, at=at, scorecard=locked.pk, name=locked.name
    )
    locked.delete()
