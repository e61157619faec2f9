"""Calls to be reviewed: logged rows without the queue around them, and a review made by the action."""

from datetime import datetime, timedelta

from callcenter.actions import choose_review, ensure_default_scorecard, save_review
from callcenter.models import Call, CallList, Claim, Criterion, Disposition, Review
from callcenter.review_score import MET
from salesorg.people.models import User
from tests import factories


def call_of(manager: User, at: datetime, code: str = "not_interested", **fields: object) -> Call:
    """A call logged at this moment."""
    of = CallList.objects.first() or factories.call_list()
    how = Disposition.objects.get(code=code)
    lead = factories.lead(of)
    claim = Claim.objects.create(
        lead=lead, manager=manager, started_at=at - timedelta(minutes=3), expires_at=at + timedelta(minutes=17), ended_at=at,
        ending="disposed",
    )  # fmt: skip
    return Call.objects.create(
        lead=lead, claim=claim, manager=manager, call_list=of, disposition=how, reached=how.reached, at=at, seconds=180,
        **fields,
    )  # fmt: skip


def chosen(by: User, manager: User, at: datetime, **fields: object) -> Review:
    """A call of this manager, chosen for review by hand."""
    return choose_review(actor=by, call=call_of(manager, at, **fields), at=at)


def marks(met: int = MET, **others: int) -> dict[int, int]:
    """A mark for every criterion in use: instant fails in order, the others `met`, but `p3=0` for the third."""
    found = {}
    for one in Criterion.objects.filter(scorecard__is_active=True):
        found[one.pk] = others.get(f"p{one.position}", MET if one.instant_fail else met)
    return found


def reviewed(by: User, manager: User, at: datetime, met: int = MET, **others: int) -> Review:
    """A review made of a call of this manager."""
    ensure_default_scorecard(at=at)
    review = chosen(by, manager, at)
    return save_review(actor=by, review=review, marks=marks(met, **others), comment="Ask first", at=at)
