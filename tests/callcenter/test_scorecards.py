"""Scorecards: one in use, made on first need, never taken from under a review."""

from datetime import datetime

import pytest
from django.db import transaction

from callcenter.actions import ensure_default_scorecard, remove_scorecard, save_scorecard, use_scorecard
from callcenter.actions.remove_scorecard import ScorecardHasReviews, ScorecardInUse
from callcenter.actions.save_scorecard import ScorecardBroken, ScorecardNameTaken
from callcenter.models import Criterion, Scorecard
from callcenter.scorecard_draft import DraftCriterion
from salesorg.clients.models import Activity
from salesorg.lib.refusals import ActionRefused, NotYours
from salesorg.people.models import Organisation, User
from tests.callcenter.reviewed import reviewed

pytestmark = pytest.mark.django_db
TWO = [DraftCriterion("Greets", "30"), DraftCriterion("Is rude", "1", instant_fail=True)]


def refused(by: type[ActionRefused], act: object) -> None:
    before = (list(Scorecard.objects.values()), list(Criterion.objects.values()), Activity.objects.count())
    with pytest.raises(by), transaction.atomic():
        act()  # type: ignore[operator]
    assert (
        list(Scorecard.objects.values()),
        list(Criterion.objects.values()),
        Activity.objects.count(),
    ) == before


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Cold call"), ("ru", "Холодный звонок"), ("de", "Cold call")]
)
def test_the_default_one_speaks_the_organisation_s_language(
    org: Organisation, at: datetime, language: str, name: str
) -> None:
    org.language = language
    org.save()
    made = ensure_default_scorecard(at=at)
    assert (made.name, made.is_active, made.criteria.count()) == (name, True, 10)
    assert ensure_default_scorecard(at=at) == made
    assert Scorecard.objects.count() == 1


def test_a_new_one_waits_until_it_is_used(adam: User, at: datetime) -> None:
    made = save_scorecard(actor=adam, scorecard=None, name=" Inbound ", criteria=TWO, at=at)
    assert (made.name, made.is_active) == ("Inbound", False)
    assert list(made.criteria.values_list("position", "text", "weight", "instant_fail")) == [
        (1, "Greets", 30, False),
        (2, "Is rude", 1, True),
    ]
    use_scorecard(actor=adam, scorecard=made, at=at)
    use_scorecard(actor=adam, scorecard=made, at=at)
    assert [one.name for one in Scorecard.objects.filter(is_active=True)] == ["Inbound"]
    assert Activity.objects.filter(verb="scorecard_used").count() == 1


def test_what_stays_keeps_its_row_and_what_is_changed_is_another(adam: User, at: datetime) -> None:
    made = save_scorecard(actor=adam, scorecard=None, name="A", criteria=TWO, at=at)
    greets, rude = made.criteria.all()
    rows = [DraftCriterion("Is rude", "1", instant_fail=True), DraftCriterion("Greets", "31")]
    save_scorecard(actor=adam, scorecard=made, name="B", criteria=rows, at=at)
    first, second = made.criteria.all()
    assert (first.pk, second.weight) == (rude.pk, 31)
    assert second.pk != greets.pk
    assert [one.position for one in (first, second)] == [1, 2]
    assert Scorecard.objects.get(pk=made.pk).name == "B"


def test_who_may_not_and_what_is_broken_is_refused(adam: User, cara: User, sue: User, at: datetime) -> None:
    made = save_scorecard(actor=adam, scorecard=None, name="A", criteria=TWO, at=at)
    for person in (cara, sue):
        refused(
            NotYours,
            lambda person=person: save_scorecard(actor=person, scorecard=None, name="C", criteria=TWO, at=at),
        )
        refused(NotYours, lambda person=person: use_scorecard(actor=person, scorecard=made, at=at))
        refused(NotYours, lambda person=person: remove_scorecard(actor=person, scorecard=made, at=at))
    refused(
        ScorecardBroken, lambda: save_scorecard(actor=adam, scorecard=made, name=" ", criteria=TWO, at=at)
    )
    refused(ScorecardBroken, lambda: save_scorecard(actor=adam, scorecard=made, name="A", criteria=[], at=at))
    refused(
        ScorecardNameTaken, lambda: save_scorecard(actor=adam, scorecard=None, name="A", criteria=TWO, at=at)
    )
    refused(
        ScorecardNameTaken,
        lambda: save_scorecard(actor=adam, scorecard=made, name="Cold call", criteria=TWO, at=at),
    )


def test_only_one_that_was_never_used_is_removed(adam: User, cara: User, at: datetime) -> None:
    reviewed(adam, cara, at)
    first = Scorecard.objects.get()
    other = save_scorecard(actor=adam, scorecard=None, name="Other", criteria=TWO, at=at)
    refused(ScorecardInUse, lambda: remove_scorecard(actor=adam, scorecard=first, at=at))
    use_scorecard(actor=adam, scorecard=other, at=at)
    refused(ScorecardHasReviews, lambda: remove_scorecard(actor=adam, scorecard=first, at=at))
    use_scorecard(actor=adam, scorecard=first, at=at)
    remove_scorecard(actor=adam, scorecard=other, at=at)
    assert list(Scorecard.objects.all()) == [first]
    assert Activity.objects.filter(verb="scorecard_removed").count() == 1
