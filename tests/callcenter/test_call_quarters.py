"""The sums by quarters of an hour are those of the raw calls, added up or not yet, late, corrected or gone."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from callcenter.actions import fold_quarters
from callcenter.models import Call, CallList, CallQuarter, QuartersFolded
from callcenter.report_queries import Asked, By, report
from callcenter.report_rows import COUNTED
from salesorg.dashboards.actions import fold_sums
from salesorg.dashboards.invariants import breaches
from salesorg.lib.period import Period
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.calls import called

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def figures(adam: User, by: By, period: Period, of: CallList | None) -> dict[Any, Any]:
    settings = Organisation.objects.get()
    asked = Asked(period, call_list=of and of.pk)
    found = report(adam, asked, by=by, settings=settings, at=timezone.now())
    return {row.key: [getattr(row, name) for name in COUNTED] for row in [*found.rows, found.total]}


def check(adam: User, lists: list[CallList], monkeypatch: pytest.MonkeyPatch) -> None:
    today = timezone.now().astimezone(Organisation.objects.get().zone).date()
    for first, last in ((-30, 0), (-30, -3), (-3, -3), (-2, -1), (0, 0)):
        period = Period("custom", today + first * DAY, today + last * DAY)
        for by in ("hour", "list"):
            for of in (None, lists[0]):
                kept = figures(adam, by, period, of)  # type: ignore[arg-type]
                with monkeypatch.context() as raw:
                    raw.setattr("callcenter.report_queries.folded_until", lambda: None)
                    assert kept == figures(adam, by, period, of)  # type: ignore[arg-type]
    assert breaches() == []


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kathmandu"])
def test_reports_by_hour_and_list_are_those_of_the_raw_calls(
    zone: str, org: Organisation, adam: User, cara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    org.time_zone = zone
    org.save()
    lists = [factories.call_list("First"), factories.call_list("Second")]
    dice, now = Random(3), timezone.now()
    made: list[Call] = []
    for step in range(24):
        ago = timedelta(days=dice.randint(0, 20), minutes=dice.randint(0, 1439))
        talk = {"talk_seconds": dice.randint(1, 400), "wrap_up_seconds": 9} if dice.random() < 0.5 else {}
        made.append(
            called(
                factories.lead(dice.choice(lists)),
                cara,
                now - ago,
                dice.choice(["busy", "not_a_fit"]),
                **talk,
            )
        )
        if step % 6 == 3:
            fold_sums(at=now)
        if step % 8 == 7:
            made.pop(dice.randrange(len(made))).delete()
            one = dice.choice(made)
            Call.objects.filter(pk=one.pk).update(at=now - 6 * DAY, reached=True, talk_seconds=77)
            check(adam, lists, monkeypatch)
    assert CallQuarter.objects.exists()
    assert QuartersFolded.objects.get().until is not None
    org.time_zone = "Pacific/Kiritimati"
    org.save()
    check(adam, lists, monkeypatch)


def test_the_last_day_is_never_added_up(org: Organisation, cara: User) -> None:
    now, of = timezone.now(), factories.call_list()
    for hours in (0, 23, 26):
        called(factories.lead(of), cara, now - timedelta(hours=hours))
    until = fold_quarters(at=now + 400 * DAY)
    assert until is not None
    assert until <= now - DAY + timedelta(seconds=5)
    assert [one.calls for one in CallQuarter.objects.all()] == [1]
    assert fold_quarters(at=until) is None
    assert QuartersFolded.objects.get().until == until


def test_a_call_of_today_meets_no_sum(org: Organisation, cara: User) -> None:
    fold_quarters(at=timezone.now())
    with CaptureQueriesContext(connection):
        call = called(factories.lead(factories.call_list()), cara, timezone.now())
    Call.objects.filter(pk=call.pk).update(talk_seconds=5)
    assert not CallQuarter.objects.exists()


def test_a_late_call_and_the_addition_of_its_quarter_add_up(org: Organisation, cara: User) -> None:
    now, of = timezone.now(), factories.call_list()
    called(factories.lead(of), cara, now - 9 * DAY, talk_seconds=10, wrap_up_seconds=4)
    fold_quarters(at=now)
    late = called(factories.lead(of), cara, now - 9 * DAY, "not_a_fit")
    assert breaches() == []
    CallQuarter.fold()
    (kept,) = CallQuarter.objects.all()
    assert [getattr(kept, name) for name in CallQuarter.sums] == [2, 1, 10, 1, 4, 1]
    late.delete()
    CallQuarter.fold()
    assert CallQuarter.objects.get().calls == 1


def _at(hours: int) -> datetime:
    return timezone.now() - timedelta(hours=hours)


def test_a_call_manager_and_other_filters_read_the_raw_calls(
    org: Organisation, adam: User, cara: User, cody: User
) -> None:
    of = factories.call_list()
    called(factories.lead(of), cara, _at(80))
    called(factories.lead(of), cody, _at(80))
    fold_quarters(at=timezone.now())
    period = Period("custom", _at(200).date(), _at(0).date())

    def calls(viewer: User, **filters: int) -> int:
        return report(
            viewer, Asked(period, **filters), by="hour", settings=org, at=timezone.now()
        ).total.calls

    assert (calls(adam), calls(cara), calls(adam, person=cody.pk), calls(adam, call_list=of.pk)) == (
        2,
        1,
        1,
        2,
    )
