"""Leads found by company, tax id, city, list, state, last result, and by an exact number that counts as a look."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from rest_framework.test import APIClient

from callcenter.actions import find_by_number
from callcenter.lead_search import LeadsAsked, find_leads
from callcenter.look_up import LeadFound
from callcenter.models import CallList, Disposition, Lead
from callcenter.refusals import NoNumber
from salesorg.clients.actions.reveal_contacts import QuotaSpent
from salesorg.clients.models import Company, ContactPoint, Reveal
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, User
from tests import factories
from tests.callcenter.calls import called

pytestmark = pytest.mark.django_db
API = "/api/v1/callcenter/leads/"


@pytest.fixture
def to(org: Organisation) -> CallList:
    return factories.call_list()


def lead(to: CallList, name: str, *, phone: str = "", tax_id: str = "", city: str = "Albany") -> Lead:
    return factories.lead(to, company=factories.company(name, phone=phone, tax_id=tax_id, city=city))


def wish(asked: dict[str, object]) -> LeadsAsked:
    if "result" in asked:
        asked = {**asked, "result": Disposition.objects.get(code=asked["result"]).pk}
    return LeadsAsked(**asked)  # type: ignore[arg-type]


def names(adam: User, at: datetime, **asked: object) -> list[str]:
    return [one.company.name for one in find_leads(adam, wish(asked), at=at).leads]


def test_by_name_tax_id_and_beginning_of_the_city(to: CallList, adam: User, at: datetime) -> None:
    lead(to, "Mercy", tax_id="7707083893", city="New York")
    lead(to, "Mercy West", city="Newark")
    lead(to, "Clinic 7707083893", city="York")
    assert names(adam, at, search="mercy") == ["Mercy", "Mercy West"]
    assert names(adam, at, search="7707083893") == ["Mercy"]
    assert names(adam, at, search="770708389") == []
    assert names(adam, at, city="new") == ["Mercy", "Mercy West"]
    assert names(adam, at, city="york") == ["Clinic 7707083893"]
    assert names(adam, at, city="new", search="west") == ["Mercy West"]


def test_by_the_result_of_the_last_call(to: CallList, adam: User, cara: User, at: datetime) -> None:
    other = factories.call_list("Other")
    busy, later, elsewhere = lead(to, "Busy"), lead(to, "Later"), lead(other, "Elsewhere")
    for one in (busy, later, elsewhere):
        called(one, cara, at, "busy")
    called(later, cara, at + timedelta(hours=1), "no_answer")
    Lead.objects.filter(pk=elsewhere.pk).update(state="closed", closed_reason="busy")
    assert names(adam, at, result="busy") == ["Busy", "Elsewhere"]
    assert names(adam, at, result="no_answer") == ["Later"]
    assert names(adam, at, result="busy", call_list=to.pk) == ["Busy"]
    assert names(adam, at, result="busy", state="closed") == ["Elsewhere"]
    assert names(adam, at, result="busy", search="els") == ["Elsewhere"]


def test_the_page_and_the_api_find_the_same(to: CallList, adam: User, cara: User, at: datetime) -> None:
    called(lead(to, "Mercy", tax_id="7707083893", city="Newark"), cara, at, "busy")
    lead(to, "Other")
    page, api = Client(), APIClient()
    page.force_login(adam)
    api.force_authenticate(adam)
    for asked in (
        {"search": "7707083893"},
        {"city": "new"},
        {"result": "busy"},
        {"search": "merc", "state": "waiting"},
    ):
        rows = page.get(reverse("callcenter:leads"), asked).context["page"].object_list
        assert [one.company.name for one in rows] == ["Mercy"]
        assert [one["company"]["name"] for one in api.get(API, asked).json()["results"]] == ["Mercy"]
    assert api.get(API, {"result": "telepathy"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        ({"search": "7707083893"}, "company_one_per_tax_id"), ({"city": "new"}, "company_by_city"),
        ({"result": "busy"}, "call_by_time"),
    ],
)  # fmt: skip
def test_every_way_has_its_index(
    asked: dict[str, str],
    index: str,
    to: CallList,
    adam: User,
    cara: User,
    at: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("callcenter.lead_search.SEARCH_CAP", 5)
    monkeypatch.setattr("callcenter.lead_search.LOOKED_BACK", 5)
    for n in range(300):
        called(
            lead(to, f"Company {n}", tax_id=f"{n:010d}", city=f"City {n}"), cara, at + timedelta(minutes=n)
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE clients_company, callcenter_lead, callcenter_call")
        cursor.execute("SET LOCAL enable_seqscan = off")
        wanted = wish({**asked})
        with CaptureQueriesContext(connection) as queries:
            list(find_leads(adam, wanted, at=at).leads)
        cursor.execute(f"EXPLAIN {queries[0]['sql']}")
        plan = "\n".join(row for (row,) in cursor.fetchall())
    assert index in plan, plan


@pytest.mark.parametrize("asked", [{}, {"search": "Company"}, {"city": "City"}, {"result": "busy"}])
def test_a_search_costs_the_same_for_many_leads(
    asked: dict[str, str], to: CallList, adam: User, cara: User, at: datetime
) -> None:
    client = Client()
    client.force_login(adam)
    client.get(reverse("callcenter:leads"), asked)
    counted = []
    for more in (1, 30):
        for n in range(more):
            called(lead(to, f"Company {more} {n}", city="City"), cara, at, "busy")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("callcenter:leads"), asked).status_code == 200
        counted.append(len(queries))
    assert counted[0] == counted[1] <= 10, counted


def test_an_exact_number_is_found_in_any_spelling_and_counted(to: CallList, adam: User, at: datetime) -> None:
    found = lead(to, "Mercy", phone="+13347931000")
    assert find_by_number(actor=adam, number="(334) 793-1000", at=at) == LeadFound(found.pk)
    assert find_by_number(actor=adam, number="334 793 8701", at=at) == LeadFound(None)
    assert [(one.company_id, one.is_look_up) for one in Reveal.objects.order_by("pk")] == [
        (found.company_id, True), (None, True),
    ]  # fmt: skip


def test_of_a_client_only_that_it_is_one(to: CallList, adam: User, at: datetime) -> None:
    client = lead(to, "Mercy", phone="+13347931000")
    with connection.cursor() as cursor:  # around the rules of the journey: only the status matters here
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE clients_company SET status = 'client' WHERE id = %s", [client.company_id])
        cursor.execute("SET session_replication_role = origin")
    assert find_by_number(actor=adam, number="334 793 1000", at=at) == LeadFound(None, is_client=True)


def test_no_number_no_right_and_no_quota_are_refused_and_nothing_is_counted(
    to: CallList, adam: User, sue: User, cara: User, org: Organisation, at: datetime
) -> None:
    with pytest.raises(NoNumber):
        find_by_number(actor=adam, number="12", at=at)
    for other in (sue, cara):
        with pytest.raises(NotYours):
            find_by_number(actor=other, number="334 793 1000", at=at)
    Organisation.objects.update(reveals_per_day=0)
    with pytest.raises(QuotaSpent):
        find_by_number(actor=adam, number="334 793 1000", at=at)
    assert not Reveal.objects.exists()


def test_page_and_api_look_a_number_up_once(to: CallList, adam: User, sue: User) -> None:
    found = lead(to, "Mercy", phone="+13347931000")
    client, url = Client(), reverse("callcenter:lead_by_number")
    client.force_login(adam)
    for _ in range(2):
        answer = client.post(url, {"number": "334 793 1000", "idempotency_key": "a"})
        assert answer.url == reverse("callcenter:lead", args=[found.pk])  # type: ignore[attr-defined]
    assert Reveal.objects.count() == 1
    told = client.post(url, {"number": "334 793 8701", "idempotency_key": "b"}, follow=True).content.decode()
    assert "No lead has this number." in told
    refused = client.post(url, {"number": "1", "idempotency_key": "c"})
    assert (refused.status_code, Reveal.objects.count()) == (422, 2)
    page = client.post(url, {"number": "abc", "idempotency_key": "d"}).content.decode()
    assert 'value="abc"' in page
    assert "This is no telephone number" in page.split('id="number-error"')[1][:100]
    assert 'id="_leads"' in page
    api = APIClient()
    api.force_authenticate(adam)
    answer = api.post(f"{API}by-number/", {"phone": "334 793 1000"}, format="json")
    assert (answer.status_code, answer.json()) == (200, {"lead": found.pk, "is_client": False})
    assert api.post(f"{API}by-number/", {"number": "1"}, format="json").status_code == 400
    client.force_login(sue)
    assert client.post(url, {"number": "334 793 1000"}).status_code == 403
    assert "lead_by_number" not in client.get(reverse("callcenter:leads")).content.decode()


def test_wrong_and_second_numbers_are_found_too(to: CallList, adam: User, at: datetime) -> None:
    found = lead(to, "Mercy")
    ContactPoint.objects.create(company=found.company, kind="phone", value="+13347931000", is_wrong=True)
    assert find_by_number(actor=adam, number="334 793 1000", at=at).lead == found.pk
    assert Company.objects.count() == 1
