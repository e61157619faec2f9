from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from callcenter import verbs
from callcenter.actions.ensure_default_scorecard import ensure_default_scorecard
from callcenter.models import Criterion, Scorecard
from callcenter.scorecard_draft import DraftCriterion, draft_error
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User


class ScorecardNameTaken(ActionRefused):
    code = "scorecard_name_taken"
    text = _("There is already a scorecard of this name.")


class ScorecardBroken(ActionRefused):
    code = "scorecard_broken"


@transaction.atomic
def save_scorecard(
    *, actor: User, scorecard: Scorecard | None, name: str, criteria: Sequence[DraftCriterion], at: datetime
) -> Scorecard:
    """Save a scorecard with its criteria in this order, or make a new one, which is not in use yet.

    Reviews made keep their own words and weights. A criterion that was changed becomes a new row, so that a review
    begun with the old words is refused instead of meaning something else. Refusals: `NotYours`, `ScorecardBroken`
    (says what is wrong), `ScorecardNameTaken`.
    """
    if not actor.is_in(Role.CALL_CENTER_ADMIN):
        raise NotYours
    name = name.strip()
    if not name:
        raise ScorecardBroken(_("The scorecard needs a name."))
    if wrong := draft_error(criteria):
        raise ScorecardBroken(wrong)
    with refusing("callcenter_scorecard_name_key", ScorecardNameTaken), transaction.atomic():
        saved = _renamed(scorecard, name) if scorecard else _new(name, at)
    _replace_criteria(saved, criteria)
    record_activity(
        company=None, actor=actor, verb=verbs.SCORECARD_SAVED, at=at, scorecard=saved.pk, name=saved.name
    )
    return saved


def _renamed(scorecard: Scorecard, name: str) -> Scorecard:
    locked = Scorecard.objects.select_for_update(no_key=True).get(pk=scorecard.pk)
    locked.name = name
    locked.save(update_fields=["name"])
    return locked


def _new(name: str, at: datetime) -> Scorecard:
    ensure_default_scorecard(at=at)
    return Scorecard.objects.create(name=name, created_at=at)


def _replace_criteria(scorecard: Scorecard, drafts: Sequence[DraftCriterion]) -> None:
    kept = {(one.text, one.weight, one.instant_fail): one for one in scorecard.criteria.all()}
    new, moved = [], []
    for place, draft in enumerate(drafts, start=1):
        text, weight = draft.text.strip(), draft.number or 1
        same = kept.pop((text, weight, draft.instant_fail), None)
        if same is None:
            new.append(
                Criterion(
                    scorecard=scorecard,
                    position=place,
                    text=text,
                    weight=weight,
                    instant_fail=draft.instant_fail,
                )
            )
        else:
            same.position = place
            moved.append(same)
    scorecard.criteria.filter(pk__in=[gone.pk for gone in kept.values()]).delete()
    Criterion.objects.bulk_update(moved, ["position"])
    Criterion.objects.bulk_create(new)
