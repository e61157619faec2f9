"""Figures of the hunters and of those who book for them."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from hunters.actions import record_outcome, win_deal
from hunters.models import Deal
from hunters.queries import (
    booked_by_figures,
    failed_meeting_ids,
    figures,
    hunter_loads,
    meeting_states,
    month_start,
    upcoming_meetings,
)
from salesorg.people.models import Absence, Organisation, User
from salesorg.sales.models import Product
from tests import factories
from tests.hunters.steps import book, lines

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_the_hunters_grade_the_call_centres_bookings(hal: User, cara: User, cody: User, at: datetime) -> None:
    outcomes = [("held", True), ("held", False), ("held", None), ("no_show", None), ("cancelled", None)]
    for n, (outcome, on_target) in enumerate(outcomes):
        meeting = book(cara, factories.company(), hal, at + DAY + n * HOUR, at=at)
        record_outcome(actor=hal, meeting=meeting, outcome=outcome, on_target=on_target, at=at + 2 * DAY)
    later = book(cody, factories.company(), hal, at + 3 * DAY, at=at + DAY)
    first, second = booked_by_figures(at, at + 2 * DAY)
    assert (first.person, first.booked, first.held, first.no_show, first.cancelled) == (cara, 5, 3, 1, 1)
    assert (first.on_target, first.off_target) == (1, 1)
    assert (second.person, second.booked, second.held) == (cody, 1, 0)
    assert [row.person for row in booked_by_figures(at + DAY, at + 2 * DAY)] == [cody]
    assert meeting_states([later.pk]) == {later.pk: "scheduled"}
    assert failed_meeting_ids([later.pk, later.pk - 1, later.pk - 2]) == {later.pk - 1, later.pk - 2}


def test_ones_own_figures_of_the_month(
    deal: Deal, hal: User, hugo: User, fay: User, fern: User, cara: User, scanner: Product, at: datetime
) -> None:
    missed = book(cara, factories.company(), hal, at + 2 * DAY, at=at)
    record_outcome(actor=hal, meeting=missed, outcome="no_show", at=at + 2 * DAY)
    win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=at + 3 * DAY)
    mine = figures(hal, at, at + 4 * DAY)
    assert (mine.held, mine.no_show, mine.won, mine.revenue, mine.no_show_rate) == (
        1,
        1,
        1,
        2000,
        Decimal("0.5"),
    )
    nothing = figures(hugo, at, at + 4 * DAY)
    assert (nothing.held, nothing.won, nothing.revenue, nothing.no_show_rate) == (0, 0, 0, None)


def test_the_month_begins_at_the_departments_midnight(org: Organisation) -> None:
    assert (
        month_start(datetime.fromisoformat("2026-12-01T04:30:00+00:00"), org.zone).isoformat()
        == "2026-11-01T00:00:00-04:00"
    )


def test_the_load_of_each_hunter(
    deal: Deal, hal: User, hugo: User, cara: User, org: Organisation, at: datetime
) -> None:
    book(cara, factories.company(), hal, at + 2 * DAY, at=at)
    book(cara, factories.company(), hal, at + 3 * DAY, at=at)
    Absence.objects.create(person=hugo, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 20))
    loads = {person.username: person for person in hunter_loads(at + 2 * DAY + 2 * HOUR, org.zone)}
    assert (loads["hal"].upcoming, loads["hal"].owed, loads["hal"].open_deals, loads["hal"].rotting) == (
        1,
        1,
        1,
        0,
    )  # type: ignore[attr-defined]
    assert (loads["hugo"].upcoming, loads["hugo"].away_until) == (0, date(2026, 11, 20))  # type: ignore[attr-defined]
    assert {person.username: person.rotting for person in hunter_loads(at + 30 * DAY, org.zone)} == {
        "hal": 1,
        "hugo": 0,
    }  # type: ignore[attr-defined]


def test_what_is_to_come(hal: User, cara: User, at: datetime) -> None:
    meeting = book(cara, factories.company(), hal, at + DAY, at=at)
    assert list(upcoming_meetings(hal, at + DAY + HOUR / 2)) == [meeting]
    assert not upcoming_meetings(hal, at + DAY + HOUR).exists()
