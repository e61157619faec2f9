"""Reports: every figure equals the raw rows, whoever asks sees no more than they may. Calls are made at AT, a Monday,
10:00 in New York, in a week of nine-hour days."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.actions import ensure_default_script
from callcenter.funnel import funnel_by_cohort
from callcenter.models import Call, Disposition, ScriptVersion
from callcenter.report_queries import SPLITS, Asked, By, Report, report
from callcenter.report_rows import ReportRow, in_order
from salesorg.lib.period import Period
from salesorg.people.models import Absence, Organisation, User
from tests import factories
from tests.callcenter.calls import booked, called
from tests.conftest import AT

pytestmark = pytest.mark.django_db
DAY = Period("custom", AT.date(), AT.date())
WEEK = Period("custom", date(2026, 11, 16), date(2026, 11, 22))
API = "/api/v1/callcenter/reports/"
FRIDAY = AT + timedelta(days=5)


@pytest.fixture
def floor_of_two(cara: User, cody: User, hal: User, at: datetime) -> None:
    """Cara: five calls, three reached, two booked (one held, one no-show). Cody: two calls, none reached, a day later."""
    first, second = (
        factories.call_list("First", script=ensure_default_script(at=at)),
        factories.call_list("Second"),
    )
    version = ScriptVersion.objects.get()
    booked(factories.lead(first), cara, hal, at, "held")
    booked(factories.lead(first), cara, hal, at + timedelta(hours=3), "no_show")
    called(
        factories.lead(first),
        cara,
        at,
        "not_a_fit",
        talk_seconds=100,
        wrap_up_seconds=10,
        script_version=version,
    )
    called(factories.lead(second), cara, at, talk_seconds=51, wrap_up_seconds=30)
    called(factories.lead(second), cara, at + timedelta(hours=3), "busy")
    called(factories.lead(second), cody, at + timedelta(days=1))
    called(factories.lead(second), cody, at + timedelta(days=1, hours=3), "voicemail")


def made(viewer: User, by: By = "person", period: Period = WEEK, **filters: int) -> Report:
    settings = Organisation.objects.get()
    return report(viewer, Asked(period, **filters), by=by, settings=settings, at=FRIDAY)


def row_of(found: Report, key: object) -> ReportRow:
    return next(row for row in found.rows if row.key == key)


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("by", SPLITS)
def test_each_split_adds_up_to_the_raw_rows(floor_of_two: None, adam: User, by: By) -> None:
    found = made(adam, by)
    total = found.total
    assert (
        (total.calls, total.reached)
        == (Call.objects.count(), Call.objects.filter(reached=True).count())
        == (7, 3)
    )
    assert (total.booked, total.held, total.no_show, total.first_sales) == (2, 1, 1, 0)
    assert (total.talk, total.wrap_up) == (76, 20)
    for name in ("calls", "reached", "booked", "held", "no_show", "talk_sum", "wrap_n"):
        assert sum(getattr(row, name) for row in found.rows) == getattr(total, name), name


def test_the_rows_of_each_split(floor_of_two: None, adam: User, cara: User, cody: User) -> None:
    def counts(by: By) -> dict[str, int]:
        return {row.name: row.calls for row in made(adam, by).rows}

    assert counts("person") == {"Cara": 5, "Cody": 2}
    assert counts("list") == {"First": 3, "Second": 4}
    assert counts("hour") == {"10:00": 4, "13:00": 3}
    assert counts("disposition") == {
        "Meeting booked": 2,
        "Not a fit": 1,
        "No answer": 2,
        "Busy": 1,
        "Voicemail": 1,
    }
    by_version = made(adam, "version").rows
    assert sorted((row.key is None, row.calls) for row in by_version) == [(False, 1), (True, 6)]


def test_shares_and_calls_an_hour(
    floor_of_two: None, adam: User, cara: User, cody: User, at: datetime
) -> None:
    Absence.objects.create(person=cody, starts_on=date(2026, 11, 18), ends_on=date(2026, 11, 20))
    found = made(adam)
    cara_row, cody_row = row_of(found, cara.pk), row_of(found, cody.pk)
    assert (cara_row.share, cara_row.per_reached) == (Decimal("0.6000"), Decimal("0.6667"))
    assert (cody_row.share, cody_row.per_reached, cody_row.talk) == (Decimal("0.0000"), None, None)
    # Five days of nine hours; cody was here on two of them.
    assert (cara_row.hours, cody_row.hours, found.total.hours) == (45, 18, 45)
    assert (cara_row.per_hour, cody_row.per_hour, found.total.per_hour) == (
        Decimal("0.1"), Decimal("0.1"), Decimal("0.2"),
    )  # fmt: skip
    assert row_of(made(adam, "hour"), 10).per_hour == Decimal("0.8")


def test_working_hours_end_now(floor_of_two: None, adam: User, at: datetime) -> None:
    settings = Organisation.objects.get()
    found = report(adam, Asked(WEEK), by="list", settings=settings, at=at + timedelta(hours=2))
    assert found.total.hours == 3


def test_the_same_figures_as_the_funnel(floor_of_two: None, adam: User, org: Organisation) -> None:
    start, end = WEEK.bounds(org.zone)
    funnel = {row.key[0]: row for row in funnel_by_cohort(start=start, end=end, by="person", zone=org.zone)}
    for row in made(adam).rows:
        same = funnel[row.key]
        assert (row.calls, row.reached, row.booked, row.held, row.first_sales) == (
            same.calls, same.reached, same.booked, same.held, same.first_sales,
        )  # fmt: skip


def test_filters_narrow_every_column(floor_of_two: None, adam: User, cara: User) -> None:
    first = Call.objects.filter(call_list__name="First")
    one = made(adam, "list", call_list=first[0].call_list_id).total
    assert (one.calls, one.booked, one.held) == (3, 2, 1)
    assert made(adam, "hour", person=cara.pk).total.calls == 5
    assert made(adam, "hour", script=ScriptVersion.objects.get().script_id).total.calls == 1
    assert made(adam, period=DAY).total.calls == 5


def test_a_day_is_a_local_day_of_the_organisation(floor_of_two: None, adam: User) -> None:
    Organisation.objects.update(time_zone="Pacific/Kiritimati")  # there it was Tuesday, five in the morning
    assert made(adam, period=DAY).total.calls == 0
    assert row_of(made(adam, "hour"), 5).calls == 4


def test_a_call_manager_gets_the_own_calls_whatever_is_asked(
    floor_of_two: None, cara: User, cody: User, adam: User
) -> None:
    assert [(row.key, row.calls) for row in made(cody).rows] == [(cody.pk, 2)]
    assert made(cody, person=cara.pk).rows == []
    asked = {"from": "2026-11-16", "to": "2026-11-22", "person": cara.pk, "by": "person"}
    assert browser(cody).get(API, asked).json()["total"]["calls"] == 0
    page = browser(cody).get(reverse("callcenter:reports"), asked)
    assert [line["row"].name for line in page.context["rows"]] == ["Cody"]
    assert "Cara" not in page.content.decode()
    log = browser(cody).get(reverse("callcenter:call_log"), asked)
    assert {row["call"].manager for row in log.context["rows"]} == {cody}


def test_columns_sort_both_ways_and_unknown_comes_last() -> None:
    rows = [
        ReportRow(1, "b", calls=2, reached=1),
        ReportRow(2, "a", calls=4, reached=1),
        ReportRow(3, "c"),
    ]
    assert [row.name for row in in_order(rows, "-calls")] == ["a", "b", "c"]
    assert [row.name for row in in_order(rows, "share")] == ["a", "b", "c"]
    assert [row.name for row in in_order(rows, "-share")] == ["b", "a", "c"]
    assert [row.name for row in in_order(rows, "-name")] == ["c", "b", "a"]


@pytest.mark.parametrize("by", SPLITS)
def test_a_row_leads_to_exactly_its_calls(floor_of_two: None, adam: User, by: str) -> None:
    client = browser(adam)
    page = client.get(reverse("callcenter:reports"), {"by": by, "from": "2026-11-16", "to": "2026-11-22"})
    lines = [line for line in page.context["rows"] if line["row"].key is not None]
    assert lines
    for line in lines:
        log = client.get(line["url"])
        assert len(log.context["rows"]) == line["row"].calls, line["row"].name
    assert set(page.context["chart"]["series"][0]["hrefs"]) >= {line["url"] for line in lines}


def test_the_log_is_filtered_and_masked(floor_of_two: None, adam: User, cara: User) -> None:
    client, url = browser(adam), reverse("callcenter:call_log")
    days = {"from": "2026-11-16", "to": "2026-11-22"}

    def found(**asked: object) -> int:
        return len(client.get(url, days | asked).context["rows"])

    busy = Disposition.objects.get(code="busy")
    assert [found(), found(person=cara.pk), found(disposition=busy.pk), found(reached="true"), found(hour=13)] == [
        7, 5, 1, 3, 3,
    ]  # fmt: skip
    assert (found(person=cara.pk, disposition=busy.pk), found(page=99)) == (1, 7)
    page = client.get(url, days)
    times = [row["call"].at for row in page.context["rows"]]
    assert times == sorted(times, reverse=True)
    call = Call.objects.select_related("lead__company").first()
    assert call is not None
    phone = call.lead.company.contact_points.get()
    assert phone.masked in page.content.decode()
    assert phone.value not in page.content.decode()


def test_nonsense_is_no_error_on_a_page_and_a_400_for_programs(floor_of_two: None, adam: User) -> None:
    client = browser(adam)
    for name in ("reports", "call_log"):
        for asked in ("by=moon&sort=colour", "person=x&call_list=9999999", "hour=77&version=-1&disposition=z",
                      "from=2026-99-99", "person=9" * 9, "period=never&page=nine"):  # fmt: skip
            assert client.get(f"{reverse(f'callcenter:{name}')}?{asked}").status_code == 200, asked
    for asked in (
        "by=moon",
        "from=yesterday",
        "from=2026-11-02&to=2026-11-01",
        "person=x",
        "list=0",
        "owner=1",
    ):
        assert client.get(f"{API}?{asked}").status_code == 400, asked


def test_the_report_as_data(floor_of_two: None, adam: User, cara: User, sue: User, hal: User) -> None:
    answer = browser(sue).get(API, {"from": "2026-11-16", "to": "2026-11-22", "by": "person"}).json()
    assert (answer["by"], answer["first_day"], answer["last_day"]) == ("person", "2026-11-16", "2026-11-22")
    first = answer["rows"][0]
    assert (first["key"], first["name"], first["calls"]) == (cara.pk, "Cara", 5)
    assert (answer["total"]["share"], answer["total"]["talk"]) == ("0.4286", 76)
    assert browser(hal).get(API).status_code == 403


@pytest.mark.parametrize("name", ["reports", "call_log"])
def test_queries_do_not_grow(floor_of_two: None, adam: User, cara: User, at: datetime, name: str) -> None:
    client, url = browser(adam), reverse(f"callcenter:{name}") + "?from=2026-11-01&to=2026-11-30"
    client.get(url)
    counted = []
    for more in (0, 10):
        for n in range(more):
            called(
                factories.lead(factories.call_list(f"More {n}")), factories.person(f"more{n}", cara.role), at
            )
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 10, counted


def test_raw_rows_by_person(floor_of_two: None, adam: User) -> None:
    raw = dict(Call.objects.order_by().values_list("manager").annotate(n=Count("pk")))
    assert {row.key: row.calls for row in made(adam).rows} == raw
