"""The floor at a moment: who does what since when, the norm, the lists, the alarms. AT is a Monday, 10:00 in New York,
an hour after the day began; the norm is 60 calls in 9 hours."""

from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from callcenter.floor import Floor
from callcenter.floor_queries import floor_at
from callcenter.floor_shown import hours_chart
from callcenter.list_states import states_of
from callcenter.models import Break, Claim
from salesorg.people.models import Absence, Organisation, User
from tests import factories
from tests.callcenter.calls import booked, called, held

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def one(floor: Floor, person: User):  # type: ignore[no-untyped-def]
    return next(caller for caller in floor.callers if caller.person == person)


def kinds(floor: Floor) -> list[tuple[str, str | None]]:
    return [(alarm.kind, alarm.person.username if alarm.person else None) for alarm in floor.alarms]


def test_the_chart_has_a_place_for_every_hour_and_no_norm_where_nobody_works(
    cara: User, at: datetime
) -> None:
    early = at.replace(hour=at.hour - 4)
    called(factories.lead(factories.call_list()), cara, early)
    chart = hours_chart(floor_at(at))
    assert chart["labels"] == [f"{hour:02d}" for hour in range(6, 18)]
    calls, _reached, _booked, norm = (series["data"] for series in chart["series"])
    assert calls[:4] == [1, None, None, 0]
    assert norm[:3] == [None, None, None]
    assert None not in norm[3:]


def test_each_phase_of_a_call_with_its_since(cara: User, cody: User, adam: User, at: datetime) -> None:
    listed = factories.call_list()
    third = factories.person("cleo", cara.role)
    held(factories.lead(listed), cara, at - minutes(1))
    held(factories.lead(listed), cody, at - minutes(5), answered_at=at - minutes(4))
    held(
        factories.lead(listed),
        third,
        at - minutes(9),
        answered_at=at - minutes(8),
        hung_up_at=at - minutes(2),
    )
    floor = floor_at(at)
    seen = {caller.person.username: (caller.state, caller.phase, caller.since) for caller in floor.callers}
    assert seen == {
        "cara": ("busy", "ringing", at - minutes(1)),
        "cody": ("busy", "talking", at - minutes(4)),
        "cleo": ("busy", "wrap_up", at - minutes(2)),
    }
    assert (floor.busy, floor.in_call, floor.wrapping_up, floor.idle) == (3, 2, 1, 0)


def test_idle_counts_from_the_last_call_the_end_of_a_break_or_the_first_lead(
    cara: User, cody: User, at: datetime
) -> None:
    listed = factories.call_list()
    called(factories.lead(listed), cara, at - minutes(30))
    assert one(floor_at(at), cara).since == at - minutes(30)
    Break.objects.create(person=cara, reason="rest", started_at=at - minutes(20), ended_at=at - minutes(6))
    assert (one(floor_at(at), cara).state, one(floor_at(at), cara).since) == ("idle", at - minutes(6))
    given_back = Claim.objects.create(
        lead=factories.lead(listed), manager=cody, started_at=at - minutes(9), expires_at=at + minutes(9)
    )
    assert one(floor_at(at), cody).state == "busy"
    Claim.objects.filter(pk=given_back.pk).update(ended_at=at - minutes(4), ending="released")
    assert (one(floor_at(at), cody).state, one(floor_at(at), cody).since) == ("idle", at - minutes(4))


def test_an_expired_lead_is_in_nobodys_hand(cara: User, at: datetime) -> None:
    held(factories.lead(factories.call_list()), cara, at - timedelta(hours=3))
    assert one(floor_at(at), cara).state == "not_started"


def test_a_break_with_its_reason_and_yesterdays_forgotten_one(cara: User, cody: User, at: datetime) -> None:
    Break.objects.create(person=cara, reason="lunch", started_at=at - minutes(12))
    Break.objects.create(person=cody, reason="rest", started_at=at - timedelta(days=1))
    floor = floor_at(at)
    assert (one(floor, cara).state, one(floor, cara).reason, one(floor, cara).since) == (
        "break", "lunch", at - minutes(12),
    )  # fmt: skip
    assert one(floor, cody).state == "not_started"
    assert floor.on_break == 1


def test_absent_today_and_not_started(cara: User, cody: User, at: datetime) -> None:
    Absence.objects.create(person=cara, starts_on=at.date(), ends_on=at.date())
    floor = floor_at(at)
    assert (one(floor, cara).state, one(floor, cara).expected) == ("absent", 0)
    assert (one(floor, cody).state, one(floor, cody).since, floor.present) == ("not_started", None, 1)


def test_figures_of_the_day_of_the_hour_and_against_the_norm(
    cara: User, cody: User, hal: User, at: datetime
) -> None:
    listed = factories.call_list()
    called(factories.lead(listed), cara, at - timedelta(days=1))
    called(factories.lead(listed), cara, at - minutes(59), "not_a_fit")
    called(factories.lead(listed), cara, at - minutes(61))
    booked(factories.lead(listed), cody, hal, at - minutes(5))
    floor = floor_at(at)
    mine = one(floor, cara).figures
    assert (mine.calls, mine.reached, mine.booked, mine.hour_calls, mine.hour_reached) == (2, 1, 0, 1, 1)
    assert (floor.calls, floor.reached, floor.booked, floor.figures.hour_booked) == (3, 2, 1, 1)
    # 60 calls in 9 hours are 6 whole ones in the first hour, of each.
    assert (one(floor, cara).expected, floor.expected, floor.hour_norm) == (6, 12, 13)
    hours = {bar.hour: (bar.calls, bar.reached, bar.booked, bar.norm) for bar in floor.by_hour}
    assert hours[8] == (1, 0, 0, 0)
    assert hours[9] == (2, 2, 1, 13)
    assert hours[17] == (0, 0, 0, 13)
    assert sum(calls for calls, *_ in hours.values()) == floor.calls


def test_the_norm_counts_by_the_minute(cara: User, at: datetime) -> None:
    assert [one(floor_at(at + minutes(m)), cara).expected for m in (0, 2, 3, 30)] == [6, 6, 7, 10]
    saturday = at - timedelta(days=2)
    assert (floor_at(saturday).expected, floor_at(saturday).booked_per_hour) == (0, None)


def test_what_is_due_in_open_lists_and_which_one_runs_dry_first(
    cara: User, org: Organisation, at: datetime
) -> None:
    near, far = factories.call_list("Near its end"), factories.call_list("Long")
    for n, listed in ((4, near), (30, far)):
        for _ in range(n):
            factories.lead(listed)
    factories.lead(far, due_at=at + timedelta(days=1))
    factories.lead(factories.call_list("Paused", paused=True))
    factories.lead(factories.call_list("Expired", expires_on=at.date()))
    factories.lead(factories.call_list("Later today", calling_from="15:00"))
    for n in range(5):
        called(
            factories.lead(near, state="closed", closed_reason="not_a_fit"),
            cara,
            at - timedelta(days=3, minutes=n),
        )
        called(
            factories.lead(far, state="closed", closed_reason="not_a_fit"),
            cara,
            at - timedelta(days=3, minutes=n),
        )
    lists = floor_at(at).lists
    # Ten calls a week are two a working day; 4 leads at one a day last 4 days, all 36 together 18.
    assert (lists.due, lists.open_lists, lists.lists, lists.left) == (34, 2, 3, 36)
    assert (lists.driest, lists.driest_days, lists.days_left) == ("Near its end", 4, 18)
    # The page of a list says the same.
    assert states_of([near], at)[0].days_left == lists.driest_days


def test_lists_last_as_long_on_the_wallboard_as_on_their_page(
    cara: User, org: Organisation, at: datetime
) -> None:
    """Seven leads at three calls a week: eleven days and two thirds, of which the last is begun."""
    only = factories.call_list("Only")
    for _ in range(7):
        factories.lead(only)
    for n in range(3):
        called(
            factories.lead(only, state="closed", closed_reason="not_a_fit"),
            cara,
            at - timedelta(days=1, minutes=n),
        )
    lists = floor_at(at).lists
    assert lists.days_left == lists.driest_days == states_of([only], at)[0].days_left == 12


def test_long_idle_and_long_wrap_up_ring_at_their_minute(
    cara: User, cody: User, adam: User, org: Organisation, at: datetime
) -> None:
    listed = factories.call_list()
    for _ in range(9):
        called(factories.lead(listed), cara, at - minutes(1))
        called(factories.lead(listed), cody, at - minutes(10))
    held(factories.lead(listed), cody, at - minutes(9), hung_up_at=at - minutes(1))
    assert kinds(floor_at(at)) == []
    assert kinds(floor_at(at + minutes(3.9))) == []
    assert kinds(floor_at(at + minutes(4))) == [("wrap_up", "cody")]
    assert kinds(floor_at(at + minutes(8.9))) == [("wrap_up", "cody")]
    later = floor_at(at + minutes(9))
    assert kinds(later) == [("idle", "cara"), ("wrap_up", "cody")]
    assert [alarm.since for alarm in later.alarms] == [at - minutes(1), at - minutes(1)]
    Organisation.objects.update(idle_alarm_minutes=30, wrap_up_alarm_minutes=30)
    assert kinds(floor_at(at + minutes(9))) == []


def test_people_do_not_alarm_outside_of_working_hours(cara: User, adam: User, at: datetime) -> None:
    called(factories.lead(factories.call_list()), cara, at - minutes(30))
    assert ("idle", "cara") in kinds(floor_at(at))
    assert kinds(floor_at(at + timedelta(hours=8))) == []
    assert kinds(floor_at(at - timedelta(days=2))) == []


def test_below_the_norm_for_an_hour(cara: User, adam: User, at: datetime) -> None:
    listed = factories.call_list()
    for n in range(6):
        called(factories.lead(listed), cara, at - minutes(n))
    held(factories.lead(listed), cara, at)
    # The seventh call was wanted by 10:03; an hour behind that it is an alarm.
    assert ("below_norm", "cara") not in kinds(floor_at(at + minutes(62)))
    late = floor_at(at + minutes(64))
    assert kinds(late) == [("below_norm", "cara")]
    assert late.alarms[0].since == at + minutes(3)


def test_nobody_calls_although_leads_are_due(cara: User, adam: User, at: datetime) -> None:
    listed = factories.call_list()
    factories.lead(listed)
    for _ in range(9):
        called(factories.lead(listed), cara, at)
    assert kinds(floor_at(at + MINUTE)) == []
    alarm = floor_at(at + minutes(3)).alarms[0]
    assert (alarm.kind, alarm.since) == ("nobody_calling", at)
    held(factories.lead(listed), cara, at + minutes(3))
    assert kinds(floor_at(at + minutes(4))) == []


def test_no_lead_is_due(cara: User, adam: User, at: datetime) -> None:
    assert ("nothing_due", None) in kinds(floor_at(at))
    factories.lead(factories.call_list(), due_at=at - minutes(1))
    cache.clear()
    assert ("nothing_due", None) not in kinds(floor_at(at))


def test_no_administrator_present(cara: User, adam: User, at: datetime) -> None:
    assert ("no_admin", None) not in kinds(floor_at(at))
    Absence.objects.create(person=adam, starts_on=at.date(), ends_on=at.date())
    floor = floor_at(at)
    assert floor.alarms[0].kind == "no_admin"
    assert floor.alarms[0].since == at - timedelta(hours=1)


def test_who_alarms_gravely_comes_first(cara: User, cody: User, adam: User, at: datetime) -> None:
    listed = factories.call_list()
    third = factories.person("cleo", cara.role)
    for _ in range(9):
        called(factories.lead(listed), third, at - minutes(15))
    held(factories.lead(listed), cara, at)
    names = [caller.person.username for caller in floor_at(at).sorted_callers]
    # cleo idles for a quarter of an hour (red), cody has not started (yellow), cara calls.
    assert names == ["cleo", "cody", "cara"]
