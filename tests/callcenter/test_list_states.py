"""What of a list can be called at this hour: one answer for its page, the index, the API and the wallboard."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from callcenter.actions import recycle_leads, take_next_lead, update_call_list
from callcenter.floor_queries import floor_at
from callcenter.lead_search import LeadsAsked, find_leads
from callcenter.list_counts import MERGED_AWAY, closed_by_reason
from callcenter.list_settings import (
    AttemptWish,
    LimitsWrong,
    NoAttempt,
    NoCallbackDay,
    NoCallingDay,
    WindowClosed,
)
from callcenter.list_states import ListState, states_of
from callcenter.list_words import opening_in_words
from callcenter.models import CallList
from salesorg.people.models import Organisation, Team, User
from tests import factories
from tests.callcenter.calls import booked

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COUNTED_PAGES = ["list", "list_edit", "list_new", "lists"]


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def leads(to: CallList, zone: str, number: int, **fields: Any) -> None:
    for _ in range(number):
        factories.lead(to, company=factories.company(time_zone=zone), **fields)


def state(to: CallList, at: datetime) -> ListState:
    to.refresh_from_db()
    return states_of([to], at)[0]


def now(to: CallList, at: datetime) -> tuple[int, int]:
    found = state(to, at)
    return found.callable_now, found.counts.due


def test_the_columns_of_the_table_add_up_to_the_leads(
    to: CallList, cara: User, hal: User, at: datetime
) -> None:
    leads(to, "UTC", 3)
    leads(to, "UTC", 2, state="callback", callback_owner=cara)
    leads(to, "UTC", 1, state="claimed")
    leads(to, "UTC", 5, state="closed", closed_reason="busy")
    met = factories.lead(to)
    met.state, met.meeting = "booked", booked(met, cara, hal, at).meeting
    met.save()
    counts = state(to, at).counts
    columns = [counts.waiting, counts.with_somebody, counts.booked, counts.closed]
    assert (columns, sum(columns)) == ([3, 3, 1, 5], counts.leads)


def test_what_was_merged_away_is_counted_no_more_than_it_is_listed(
    to: CallList, adam: User, at: datetime
) -> None:
    leads(to, "UTC", 2)
    leads(to, "UTC", 1, state="closed", closed_reason="busy")
    leads(to, "UTC", 4, state="closed", closed_reason="merged")
    counts = state(to, at).counts
    assert (counts.leads, counts.closed, counts.waiting, counts.left) == (3, 1, 2, 2)
    assert closed_by_reason(to.pk, counts.closed) == [("busy", 1)]
    assert counts.leads == find_leads(adam, LeadsAsked(call_list=to.pk), at=at).leads.count()
    asked = LeadsAsked(call_list=to.pk, state="closed")
    assert counts.closed == find_leads(adam, asked, at=at).leads.count()


def test_what_was_merged_away_is_counted_from_the_index_of_the_closed(to: CallList) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT ({MERGED_AWAY}) FROM unnest(%s::bigint[]) AS list (id)", [[to.pk]])
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "lead_closed" in plan


def test_the_desk_leads_to_what_its_number_counts(to: CallList, adam: User) -> None:
    client = Client()
    client.force_login(adam)
    page = client.get(reverse("callcenter:admin")).content.decode()
    tile = page[page.index("Meetings to audit") : page.index("Call managers")]
    assert "Can be called now" in tile
    assert f'href="{reverse("callcenter:lists")}"' in tile
    assert "state=due" not in page
    assert "Can be called now" in client.get(reverse("callcenter:lists")).content.decode()


def test_what_can_be_called_now_is_what_is_due_where_it_is_calling_time(
    to: CallList, cara: User, at: datetime
) -> None:
    # 10:00 in New York, 7:00 in Los Angeles, 16:00 in Berlin.
    leads(to, "America/New_York", 3)
    leads(to, "America/Los_Angeles", 4)
    leads(to, "Europe/Berlin", 1, state="callback", callback_owner=cara)
    leads(to, "America/New_York", 1, due_at=at + HOUR)
    assert now(to, at) == (4, 8)
    assert state(to, at).opening is None
    assert now(to, at + 3 * HOUR) == (
        8,
        9,
    )  # Berlin has closed, Los Angeles and one more of New York are open


def test_the_queue_gives_out_exactly_what_can_be_called_now(to: CallList, cara: User, at: datetime) -> None:
    leads(to, "America/Los_Angeles", 2)
    assert now(to, at) == (0, 2)
    assert take_next_lead(actor=cara, at=at) is None
    opening = state(to, at).opening
    assert opening is not None
    assert opening.at == datetime(2026, 11, 16, 17, tzinfo=UTC)
    assert now(to, opening.at) == (2, 2)
    assert take_next_lead(actor=cara, at=opening.at) is not None


@pytest.mark.parametrize(
    "changed", [{"paused": True}, {"expires_on": date(2026, 11, 16)}, {"calling_days": [6]}, {"people": []}]
)
def test_what_rests_has_nothing_to_call(
    changed: dict[str, Any], to: CallList, adam: User, cara: User, at: datetime
) -> None:
    leads(to, "America/New_York", 2)
    assert now(to, at) == (2, 2)
    if "people" in changed:
        changed = {"people": [cara]}
    update_call_list(actor=adam, call_list=to, at=at, **changed)
    if "people" in changed:
        User.objects.filter(pk=cara.pk).update(is_active=False)
    assert now(to, at) == (0, 2)


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(0), "Opens today at 09:00 local time of most leads"),
        (timedelta(hours=12), "Opens tomorrow at 09:00 local time of most leads"),
        (timedelta(days=4, hours=12), "Opens on 23 November at 09:00 local time of most leads"),
    ],
)
def test_the_next_opening_is_told_on_the_clock_of_most_leads(
    later: timedelta, words: str, to: CallList, at: datetime
) -> None:
    leads(to, "America/Los_Angeles", 3)
    leads(to, "America/Anchorage", 1)
    opening = state(to, at + later).opening
    assert opening is not None
    assert opening_in_words(opening, at + later) == words


def test_page_index_api_and_wallboard_say_the_same(
    to: CallList, adam: User, org: Organisation, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("callcenter.views.admin_lists.settings_and_now", "callcenter.api.lists.settings_and_now"):
        monkeypatch.setattr(place, lambda: (org, at))
    leads(to, "America/Los_Angeles", 2)
    client = Client()
    client.force_login(adam)
    page = client.get(reverse("callcenter:list", args=[to.pk]))
    index = client.get(reverse("callcenter:lists"))
    one = client.get(reverse("api:callcenter:call_list", args=[to.pk])).json()
    listed = client.get(reverse("api:callcenter:call_lists")).json()["results"][0]
    words = "Opens today at 09:00 local time of most leads"
    assert (page.context["state"].callable_now, index.context["states"][0][0].callable_now) == (0, 0)
    assert (one["callable_now"], one["due"], listed["callable_now"], listed["due"]) == (0, 2, 0, 2)
    assert datetime.fromisoformat(one["opens_at"]) == datetime(2026, 11, 16, 17, tzinfo=UTC)
    assert words in page.content.decode()
    assert words in index.content.decode()
    floor = floor_at(at).lists
    assert (floor.due, floor.open_lists) == (0, 0)
    cache.clear()
    assert floor_at(at + 2 * HOUR).lists.due == 2


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("name", COUNTED_PAGES)
def test_ten_queries_at_most_with_cold_caches(
    name: str,
    named: bool,
    to: CallList,
    adam: User,
    cara: User,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    client = Client()
    client.force_login(adam)
    url = reverse(f"callcenter:{name}", args=[to.pk] if name in ("list", "list_edit") else [])
    client.get(url)
    counted = []
    for more in (1, 12):
        _fill(to, adam, cara, at, more, named=named)
        cache.clear()
        monkeypatch.setattr(
            "callcenter.list_counts.COUNT_CAP", 2
        )  # huge lists are counted with no query more
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 10, counted


def _fill(to: CallList, adam: User, cara: User, at: datetime, more: int, *, named: bool) -> None:
    """Leads of every kind, lists, and if `named` people, teams and rules."""
    for n in range(more):
        leads(to, ["America/New_York", "Europe/Berlin"][n % 2], 1)
        factories.lead(to, state="closed", closed_reason=["not_a_fit", "busy"][n % 2])
        factories.lead(factories.call_list(f"List {more} {n}"))
    recycle_leads(actor=adam, call_list=to, reasons=["busy", "not_a_fit"], older_than_days=0, at=at)
    factories.lead(to, state="closed", closed_reason="not_a_fit")
    if named:
        teams = [Team.objects.create(name=f"Team {more} {n}") for n in range(more)]
        people = [factories.person(f"caller-{more}-{n}", cara.role) for n in range(more)]
        rules = [AttemptWish("busy", 60, 2), AttemptWish("no_answer", 120)]
        update_call_list(actor=adam, call_list=to, at=at, people=people, teams=teams, attempt_rules=rules)


@pytest.mark.parametrize("path", ["call_list", "call_lists"])
def test_the_api_asks_no_more_for_many_lists(
    path: str, to: CallList, adam: User, cara: User, at: datetime
) -> None:
    client = Client()
    client.force_login(adam)
    url = reverse(f"api:callcenter:{path}", args=[to.pk] if path == "call_list" else [])
    counted = []
    for more in (1, 12):
        _fill(to, adam, cara, at, more, named=True)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1] <= 10, counted


@pytest.mark.parametrize(
    ("sent", "field", "sentence"),
    [
        ({"calling_to": "09:00"}, "calling_to", "Calling must end later than it begins."),
        ({"calling_days": []}, "calling_days", "Choose at least one day on which the list is called."),
        ({"max_attempts": "0"}, "max_attempts", "A company is tried at least once."),
    ],
)
def test_what_cannot_be_stands_at_its_field(
    sent: dict[str, Any], field: str, sentence: str, to: CallList, adam: User
) -> None:
    client = Client()
    client.force_login(adam)
    whole = {
        "name": "A", "region": "US", "priority": "0", "calling_from": "09:00", "calling_to": "18:00",
        "calling_days": ["1"], "max_attempts": "6", "callback_days": "60",
    }  # fmt: skip
    answer = client.post(
        reverse("callcenter:list_edit", args=[to.pk]), whole | sent | {"idempotency_key": "a"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [sentence]}
    to.refresh_from_db()
    assert (to.name, to.calling_to, to.max_attempts) == ("Hospitals", time(18), 6)


def test_a_taken_name_is_told_at_the_name(to: CallList, adam: User) -> None:
    factories.call_list("Taken")
    client = Client()
    client.force_login(adam)
    sent = {
        "name": "Taken", "region": "US", "priority": "0", "calling_from": "09:00", "calling_to": "18:00",
        "calling_days": ["1"], "max_attempts": "6", "callback_days": "60", "idempotency_key": "a",
    }  # fmt: skip
    answer = client.post(reverse("callcenter:list_edit", args=[to.pk]), sent)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"calling_to": time(8)}, WindowClosed), ({"calling_days": []}, NoCallingDay), ({"max_attempts": 0}, NoAttempt),
        ({"callback_days": 0}, NoCallbackDay), ({"calls_a_day": 0}, LimitsWrong),
    ],
)  # fmt: skip
def test_each_rule_refuses_for_itself(
    changed: dict[str, Any], refusal: type[Exception], to: CallList, adam: User, at: datetime
) -> None:
    with pytest.raises(refusal):
        update_call_list(actor=adam, call_list=to, at=at, **changed)
    was = {name: getattr(to, name) for name in changed}
    to.refresh_from_db()
    assert {name: getattr(to, name) for name in changed} == was
