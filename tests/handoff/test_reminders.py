"""Whose turn it is, is reminded once per offer, so many working hours ahead; a standstill of the jobs makes no storm."""

from datetime import UTC, datetime, timedelta

import pytest

from handoff.actions import (
    HandedOver,
    assign_handoff,
    escalate_late,
    remind_due,
    return_handoff,
)
from handoff.models import Handoff
from salesorg.clients.models import Activity
from salesorg.people.models import Notice, Organisation, User
from tests.handoff.steps import accept, first_sale, introduce

pytestmark = pytest.mark.django_db

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def told(kind: str) -> set[str]:
    return set(
        Notice.objects.filter(kind=f"handoff_reminder_{kind}").values_list("person__username", flat=True)
    )


# Monday 10:00 in New York; due Wednesday 16:00; eight working hours before: Tuesday 17:00 (one that day, seven on Wednesday).
DUE = datetime(2026, 11, 18, 21, 0, tzinfo=UTC)
EIGHT_BEFORE = datetime(2026, 11, 17, 22, 0, tzinfo=UTC)


def test_once_eight_working_hours_before_the_time_is_up(handed: HandedOver) -> None:
    assert handed.handoff.due_at == DUE
    assert remind_due(at=EIGHT_BEFORE - SECOND) == 0
    assert [remind_due(at=EIGHT_BEFORE), remind_due(at=EIGHT_BEFORE + HOUR)] == [1, 0]
    assert told("hunter") == {"hal"}
    assert Notice.objects.filter(kind__startswith="handoff_reminder").count() == 1
    assert Activity.objects.filter(verb="handoff_reminded").count() == 1
    assert Handoff.objects.get().reminded_at == EIGHT_BEFORE


def test_the_farmer_when_it_is_the_farmers_turn(handed: HandedOver, at: datetime) -> None:
    introduce(handed.handoff, at)
    remind_due(at=EIGHT_BEFORE)
    assert (told("farmer"), told("hunter")) == ({"fay"}, set())


def test_the_head_while_nobody_has_the_client(handed: HandedOver, fay: User, at: datetime) -> None:
    return_handoff(actor=fay, handoff=handed.handoff, reason="x", at=at)
    remind_due(at=EIGHT_BEFORE)
    assert told("head") == {"fern"}


def test_the_head_of_hunters_for_a_hunter_who_left(handed: HandedOver, hal: User, hera: User) -> None:
    User.objects.filter(pk=hal.pk).update(is_active=False)
    remind_due(at=EIGHT_BEFORE)
    assert told("hunter") == {"hera"}


def test_an_accepted_one_is_not_reminded_of(handed: HandedOver, at: datetime) -> None:
    accept(handed.handoff, at)
    assert remind_due(at=EIGHT_BEFORE) == 0


def test_a_new_offer_is_reminded_of_anew(handed: HandedOver, flo: User, fern: User) -> None:
    remind_due(at=EIGHT_BEFORE)
    anew = assign_handoff(actor=fern, handoff=handed.handoff, farmer=flo, reason="x", at=EIGHT_BEFORE)
    assert remind_due(at=EIGHT_BEFORE) == 0
    assert remind_due(at=anew.due_at - HOUR) == 1
    assert Notice.objects.filter(kind="handoff_reminder_hunter").count() == 2


def test_after_three_days_of_standstill_there_is_no_storm(
    hal: User, fay: User, fern: User, hera: User, at: datetime
) -> None:
    for _ in range(5):
        first_sale(hal, at)
    fresh = first_sale(hal, DUE).handoff
    later = fresh.due_at - HOUR
    assert later > DUE + timedelta(days=1)
    for _ in range(3):
        remind_due(at=later)
        escalate_late(at=later)
    assert Notice.objects.filter(kind="handoff_reminder_hunter").count() == 1, (
        "what is late is not reminded of"
    )
    assert Notice.objects.filter(kind="handoff_late", person=fern).count() == 5


@pytest.mark.parametrize(
    ("zone", "country", "opened", "due", "remind"),
    [
        # The clocks go back on Sunday 1 November. Friday 16:00 EDT, due Wednesday 13:00 EST; eight hours before: Tuesday 14:00.
        ("America/New_York", "US", datetime(2026, 10, 30, 20, 0, tzinfo=UTC), datetime(2026, 11, 4, 18, 0, tzinfo=UTC),
         datetime(2026, 11, 3, 19, 0, tzinfo=UTC)),
        # Thanksgiving, Thursday 26 November, is no working day.
        ("America/New_York", "US", datetime(2026, 11, 24, 15, 0, tzinfo=UTC), datetime(2026, 11, 27, 21, 0, tzinfo=UTC),
         datetime(2026, 11, 25, 22, 0, tzinfo=UTC)),
        # Good Friday; the clocks go forward on Easter Sunday, 28 March 2027; Easter Monday: the clock begins on Tuesday.
        ("Europe/Berlin", "DE", datetime(2027, 3, 26, 15, 0, tzinfo=UTC), datetime(2027, 4, 1, 13, 0, tzinfo=UTC),
         datetime(2027, 3, 31, 14, 0, tzinfo=UTC)),
    ],
)  # fmt: skip
def test_over_changes_of_the_clocks_and_holidays(
    org: Organisation, hal: User, fay: User, fern: User, zone: str, country: str, opened: datetime, due: datetime,
    remind: datetime,
) -> None:  # fmt: skip
    org.time_zone, org.country = zone, country
    org.save()
    assert first_sale(hal, opened).handoff.due_at == due
    assert remind_due(at=remind - SECOND) == 0
    assert remind_due(at=remind) == 1
