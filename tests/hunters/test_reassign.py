"""Prospects that change hunters: by the head, and when a hunter leaves."""

from datetime import date, datetime, timedelta

import pytest

from hunters.actions import open_deal, reassign_prospect, return_prospects_of, win_deal
from hunters.models import Deal, Meeting
from hunters.refusals import HunterNotFree, NotAProspect, SlotTaken
from salesorg.clients.models import Activity
from salesorg.clients.queries import current_owner
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Absence, Notice, User
from tests import factories
from tests.hunters.steps import book, lines, nothing_changes

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_meeting_and_deals_go_with_the_prospect(
    deal: Deal, hal: User, hugo: User, hera: User, at: datetime
) -> None:
    again = book(hal, deal.company, hal, at + 3 * DAY, at=at + DAY)
    reassign_prospect(actor=hera, company=deal.company, hunter=hugo, reason="Knows them", at=at + 2 * DAY)
    again.refresh_from_db()
    deal.refresh_from_db()
    owner = current_owner(deal.company)
    assert owner is not None
    assert (again.hunter, deal.hunter, owner.owner) == (hugo, hugo, hugo)
    assert Activity.objects.filter(verb="prospect_reassigned").count() == 1
    assert set(Notice.objects.filter(kind__startswith="prospect_").values_list("person", "kind")) == {
        (hal.pk, "prospect_taken"), (hugo.pk, "prospect_given"),
    }  # fmt: skip


def test_only_the_head_gives_and_only_prospects_to_who_is_free(
    meeting: Meeting, hal: User, hugo: User, hera: User, sue: User, fay: User, cara: User, at: datetime
) -> None:
    lead = factories.company()
    for stranger in (hal, hugo, sue):
        with nothing_changes(), pytest.raises(NotYours):
            reassign_prospect(actor=stranger, company=meeting.company, hunter=hugo, at=at)
    with nothing_changes(), pytest.raises(NotAProspect):
        reassign_prospect(actor=hera, company=lead, hunter=hugo, at=at)
    with nothing_changes(), pytest.raises(HunterNotFree):
        reassign_prospect(actor=hera, company=meeting.company, hunter=fay, at=at)
    book(cara, factories.company(), hugo, meeting.starts_at, at=at)
    with nothing_changes(), pytest.raises(SlotTaken):
        reassign_prospect(actor=hera, company=meeting.company, hunter=hugo, at=at)
    Absence.objects.create(person=hugo, starts_on=date(2026, 11, 17), ends_on=date(2026, 11, 17))
    with nothing_changes(), pytest.raises(HunterNotFree):
        reassign_prospect(actor=hera, company=meeting.company, hunter=hugo, at=at)


def test_what_a_leaving_hunter_had_goes_to_the_head(
    deal: Deal, hal: User, hera: User, root: User, cara: User, at: datetime
) -> None:
    other = book(cara, factories.company(), hal, at + 3 * DAY, at=at + DAY)
    assert return_prospects_of(actor=root, person=hal, at=at + 2 * DAY) == 2
    deal.refresh_from_db()
    other.refresh_from_db()
    assert (deal.hunter, other.hunter) == (hera, hera)
    assert {current_owner(company).owner for company in (deal.company, other.company)} == {hera}  # type: ignore[union-attr]
    assert Notice.objects.get(kind="prospects_returned").person == hera
    with nothing_changes():
        assert return_prospects_of(actor=root, person=hal, at=at + 2 * DAY) == 0


def test_a_meeting_the_head_has_no_time_for_goes_to_the_fairest_free_hunter(
    hal: User, hugo: User, hera: User, cara: User, root: User, at: datetime
) -> None:
    meeting = book(cara, factories.company(), hal, at + DAY, at=at)
    book(cara, factories.company(), hera, at + DAY, at=at)
    return_prospects_of(actor=root, person=hal, at=at)
    meeting.refresh_from_db()
    assert meeting.hunter == hugo
    assert current_owner(meeting.company).owner == hugo  # type: ignore[union-attr]


def test_with_nobody_free_the_company_is_the_call_centres_again(
    hal: User, hera: User, cara: User, root: User, at: datetime
) -> None:
    meeting = book(cara, factories.company(), hal, at + DAY, at=at)
    book(cara, factories.company(), hera, at + DAY, at=at)
    return_prospects_of(actor=root, person=hal, at=at)
    meeting.refresh_from_db()
    meeting.company.refresh_from_db()
    assert (meeting.state, meeting.company.status, current_owner(meeting.company)) == (
        "cancelled",
        "lead",
        None,
    )


def test_only_who_dismisses_returns(meeting: Meeting, hal: User, hugo: User, at: datetime) -> None:
    with nothing_changes(), pytest.raises(NotYours):
        return_prospects_of(actor=hugo, person=hal, at=at)


def test_a_cross_sell_of_who_leaves_goes_to_the_head(
    deal: Deal, hal: User, hera: User, fay: User, fern: User, root: User, at: datetime
) -> None:
    win_deal(actor=hal, deal=deal, lines=lines(factories.product()), note="", at=at + 2 * DAY)
    more = open_deal(
        actor=hal, company=deal.company, next_step="Call", next_step_on=date(2026, 11, 20), at=at + 2 * DAY
    )
    return_prospects_of(actor=root, person=hal, at=at + 3 * DAY)
    more.refresh_from_db()
    assert more.hunter == hera
    assert current_owner(deal.company).owner == fay  # type: ignore[union-attr]
