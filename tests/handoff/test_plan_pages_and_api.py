"""Plans, rates, agreements and forecasts by page and by API: who may, what is typed, sent twice, refused."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from handoff.actions import HandedOver, accrue_due, record_exchange_rate, record_held_meeting
from handoff.models import Agreement, CommissionPlan, ExchangeRate
from salesorg.lib.ui.figures import num_exact
from salesorg.people.models import User
from salesorg.sales.models import Sale
from tests.factories import company
from tests.handoff.plans import draft, publish
from tests.handoff.steps import first_sale, pay, sell

pytestmark = pytest.mark.django_db

BASE = "/api/v1/handoff/"


def login(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def api(person: User) -> APIClient:
    client = APIClient()
    client.force_authenticate(person)
    return client


def typed(day: date, **fields: Any) -> dict[str, Any]:
    rows = {
        "tiers-TOTAL_FORMS": 6,
        "tiers-INITIAL_FORMS": 0,
        "tiers-MIN_NUM_FORMS": 0,
        "tiers-MAX_NUM_FORMS": 60,
    }
    for n in range(6):
        rows |= {f"tiers-{n}-from_month": "", f"tiers-{n}-rate": ""}
    rows |= {"tiers-0-from_month": 0, "tiers-0-rate": "3", "tiers-1-from_month": 12, "tiers-1-rate": "2.5"}
    return {
        **rows, "name": "Next", "from_day": day.isoformat(), "currency": "usd", "bonus": "12", "cross_sell": "5",
        "duration_months": "36", "meeting_pay": "20", "repeat": "1", "on_leaving": "ends", "on_lost_client": "goes_on",
    } | fields  # fmt: skip


def body(day: date, **fields: Any) -> dict[str, Any]:
    return {
        "name": "Next", "from_day": day.isoformat(), "currency": "USD", "bonus_rate": "0.12", "cross_sell_rate": "0.05",
        "trailing": [{"from_month": 0, "rate": "0.03"}],
    } | fields  # fmt: skip


def tomorrow() -> date:
    return timezone.now().date() + timedelta(days=2)


def test_the_form_is_prefilled_from_the_plan_in_force(sue: User, org: object) -> None:
    page = login(sue).get("/commissions/plans/new/").content.decode()
    assert 'name="bonus" value="10"' in page.replace("\n", " ")
    assert 'name="tiers-1-from_month" value="12"' in page
    assert 'name="duration_months" value="36"' in page


def test_published_once_however_often_it_is_sent(sue: User, org: object) -> None:
    sent = typed(tomorrow(), idempotency_key="a")
    answers = [login(sue).post("/commissions/plans/new/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    plan = CommissionPlan.objects.get(name="Next")
    assert (plan.bonus_rate, plan.repeat_rate, plan.currency, plan.on_lost_client, plan.meeting_pay) == (
        Decimal("0.12"), Decimal("0.01"), "USD", "goes_on", Decimal("20"),
    )  # fmt: skip
    assert [(tier.from_month, tier.rate) for tier in plan.tiers.all()] == [
        (0, Decimal("0.03")),
        (12, Decimal("0.025")),
    ]
    for person_page in (f"/commissions/plans/{plan.pk}/", "/commissions/plans/"):
        assert b"Next" in login(sue).get(person_page).content


@pytest.mark.parametrize("wrong", [
    {"from_day": "2020-01-01"}, {"bonus": "101"}, {"currency": "U1D"}, {"tiers-0-from_month": "1"}, {"bonus": ""},
    {"tiers-1-rate": ""}, {"duration_months": "6"},
])  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(sue: User, org: object, wrong: dict[str, str]) -> None:
    for path in ("new", "compare"):
        if path == "compare" and "from_day" in wrong:
            continue  # a comparison may look at any day
        answer = login(sue).post(
            f"/commissions/plans/{path}/", typed(tomorrow(), name="What I typed", **wrong)
        )
        assert answer.status_code == 422, path
        assert b"What I typed" in answer.content
    assert CommissionPlan.objects.count() == 1


def test_finance_compares_and_does_not_publish(handed: HandedOver, finn: User, at: datetime) -> None:
    pay(handed.handoff.sale, "1000.00", timezone.now())
    accrue_due(at=timezone.now())
    client = login(finn)
    assert client.post("/commissions/plans/new/", typed(tomorrow())).status_code == 403
    before = {model: model._base_manager.count() for model in apps.get_models()}
    answer = client.post("/commissions/plans/compare/", typed(tomorrow()))
    assert {model: model._base_manager.count() for model in apps.get_models()} == before
    assert answer.status_code == 200
    assert b"20.00" in answer.content  # 120.00 instead of 100.00


def test_withdraw_by_page(sue: User, finn: User, org: object) -> None:
    login(sue).post("/commissions/plans/new/", typed(tomorrow()))
    path = f"/commissions/plans/{CommissionPlan.objects.get(name='Next').pk}/withdraw/"
    assert login(finn).post(path).status_code == 403
    assert [login(sue).post(path, {"idempotency_key": "w"}).status_code for _ in range(2)] == [302, 302]
    assert CommissionPlan.objects.count() == 1


def test_plans_by_api(sue: User, finn: User, hal: User, org: object) -> None:
    sent = body(tomorrow(), cap_per_month="100.00")
    assert api(finn).post(f"{BASE}plans/", sent, format="json").status_code == 403
    assert api(hal).get(f"{BASE}plans/").status_code == 403
    first, again = (
        api(sue).post(f"{BASE}plans/", sent, format="json", headers={"Idempotency-Key": "k"})
        for _ in range(2)
    )
    assert (first.status_code, first.json()) == (201, again.json())
    assert (first.json()["cap_per_month"], first.json()["used"]) == ("100.00", False)
    listed = api(finn).get(f"{BASE}plans/").json()
    assert (listed["count"], listed["results"][0]["name"]) == (2, "Next")
    assert api(sue).post(f"{BASE}plans/", sent, format="json").json()["code"] == "plan_day_taken"
    unknown = api(sue).post(f"{BASE}plans/", {**sent, "hunter": 1}, format="json")
    assert (unknown.status_code, unknown.json()) == (400, {"hunter": ["Unknown field."]})
    withdraw = f"{BASE}plans/{first.json()['id']}/withdraw/"
    assert api(sue).post(withdraw, {}, format="json").status_code == 204
    assert api(sue).post(withdraw, {}, format="json").status_code == 404


def test_comparison_by_api(handed: HandedOver, finn: User, hal: User) -> None:
    pay(handed.handoff.sale, "1000.00", timezone.now())
    accrue_due(at=timezone.now())
    assert api(hal).post(f"{BASE}plans/compare/", body(tomorrow()), format="json").status_code == 403
    found = api(finn).post(f"{BASE}plans/compare/", body(tomorrow()), format="json").json()
    assert found["total"]["difference"] == "20.00"
    assert [(one["name"], one["would"]) for one in found["people"]] == [("Hal", "120.00")]
    assert found["months"][0]["month"] == f"{timezone.now():%Y-%m}"
    assert CommissionPlan.objects.count() == 1


def test_a_rate_by_page_and_api(finn: User, sue: User, org: object) -> None:
    sent = {"currency": "eur", "into": "USD", "rate": "1.1", "from_day": "2026-11-01", "idempotency_key": "r"}
    assert login(sue).post("/commissions/rates/record/", sent).status_code == 403
    assert [login(finn).post("/commissions/rates/record/", sent).status_code for _ in range(2)] == [302, 302]
    listed = login(finn).get("/commissions/rates/").content.decode()
    assert ('data-label="Exchange rate">1.1<' in listed, ">Rate<" in listed) == (True, False)
    again = login(finn).post("/commissions/rates/record/", {**sent, "rate": "7", "idempotency_key": "s"})
    assert (again.status_code, b'value="7"' in again.content) == (422, True)
    given = {"currency": "EUR", "into": "USD", "rate": "1.2", "from_day": "2026-11-02"}
    assert api(sue).post(f"{BASE}exchange-rates/", given, format="json").status_code == 403
    made = api(finn).post(f"{BASE}exchange-rates/", given, format="json")
    assert (made.status_code, made.json()["rate"]) == (201, "1.20000000")
    assert api(finn).post(f"{BASE}exchange-rates/", given, format="json").json()["code"] == "rate_known"
    assert (api(sue).get(f"{BASE}exchange-rates/").json()["count"], ExchangeRate.objects.count()) == (2, 2)


@pytest.mark.parametrize(("rate", "shown"), [
    ("92.50000000", "92.5"), ("90.00000000", "90"), ("1234.00000001", "1,234.00000001"), ("0.01080000", "0.0108"),
])  # fmt: skip
def test_a_rate_is_shown_without_idle_zeros(rate: str, shown: str) -> None:
    assert num_exact(Decimal(rate)) == shown


def test_what_waits_for_a_rate_is_in_sight(handed: HandedOver, fay: User, finn: User, at: datetime) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "500.00", at)
    Sale.objects.filter(pk=sale.pk).update(currency="EUR")
    sale.refresh_from_db()
    payment = pay(sale, "100.00", at)
    accrue_due(at=at)
    page = login(finn).get("/commissions/rates/").content.decode()
    assert payment.external_id in page
    assert "EUR → USD" in page
    record_exchange_rate(
        actor=finn, currency="EUR", into="USD", from_day=at.date(), rate=Decimal("1.1"), at=at
    )
    accrue_due(at=at)
    assert payment.external_id not in login(finn).get("/commissions/rates/").content.decode()


def test_agreements_are_ones_own(handed: HandedOver, hal: User, hugo: User, finn: User, at: datetime) -> None:
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    path = f"/commissions/agreements/{handed.agreement.pk}/"
    assert [login(one).get(path).status_code for one in (hal, finn, hugo)] == [200, 200, 404]
    name = handed.handoff.company.name.encode()
    for person, seen in ((hal, True), (finn, True), (hugo, False)):
        assert (name in login(person).get("/commissions/agreements/").content) is seen
    shape = api(hal).get(f"{BASE}agreements/").json()["results"][0]
    assert (shape["earned"], shape["bonus"], shape["trailing"]) == ("100.00", "100.00", "0.00")
    Agreement.objects.update(ended_at=at, end_reason="left")
    assert b"The hunter left" in login(hal).get(path).content
    assert name not in login(hal).get("/commissions/agreements/?state=going_on").content


def test_the_forecast_by_page_and_api(handed: HandedOver, hal: User, finn: User, at: datetime) -> None:
    assert handed.handoff.company.name in login(hal).get("/commissions/forecast/").content.decode()
    found = api(hal).get(f"{BASE}forecast/").json()
    assert (len(found["months"]), found["clients"][0]["company"]) == (12, handed.handoff.company.name)
    assert api(finn).get(f"{BASE}forecast/").status_code == 403


def test_a_deal_by_page_and_api(handed: HandedOver, hal: User, hugo: User) -> None:
    prospect = company(status="prospect")
    path = f"/commissions/forecast/deal/{handed.handoff.company_id}/"
    assert b"50.00" in login(hal).get(f"{path}?amount=1000").content
    assert login(hal).get(f"/commissions/forecast/deal/{prospect.pk}/?amount=1000").status_code in (200, 404)
    assert login(hal).get(f"{path}?amount=nonsense").status_code == 200
    answer = (
        api(hal).post(f"{BASE}preview/", {"amount": "1000.00", "yearly": "2000.00"}, format="json").json()
    )
    assert (answer["bonus"], answer["trailing_first_year"], answer["trailing_12_months"], answer["yearly_from"]) == (
        "100.00", "30.00", "60.00", "given",
    )  # fmt: skip


def test_call_managers_and_farmers_see_their_own_lines(
    hal: User, fay: User, cara: User, sue: User, at: datetime
) -> None:
    publish(sue, at, meeting_pay=Decimal("25.00"), repeat_rate=Decimal("0.01"))
    handed = first_sale(hal, at)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "777.00", at), "777.00", at)
    met = company("Met And Booked")
    record_held_meeting(reference=1, company=met, booked_by=cara, held_at=at)
    accrue_due(at=at)
    page = login(cara).get("/commissions/").content.decode()
    assert ("25.00" in page, "Met And Booked" in page, "777.00" in page) == (True, True, False)
    assert f"/companies/{met.pk}/" not in page  # the clients are not the call centre's to open
    page = login(fay).get("/commissions/").content.decode()
    assert ("7.77" in page, "23.31" in page) == (True, False)
    assert api(cara).get(f"{BASE}accruals/").json()["results"][0]["meeting"] == 1
    assert b"Met And Booked" in login(cara).get("/commissions/?company=Booked").content
    assert login(sue).get("/commissions/").status_code == 200


@pytest.mark.parametrize(("path", "who"), [
    ("/commissions/", "cara"), ("/commissions/agreements/", "hal"), ("/commissions/agreements/", "finn"),
    ("/commissions/forecast/", "hal"), ("/commissions/plans/", "finn"), ("/commissions/plans/new/", "sue"),
    ("/commissions/rates/", "finn"), ("one", "hal"),
])  # fmt: skip
def test_pages_ask_few_queries_whatever_the_number_of_rows(
    hal: User, fay: User, cara: User, finn: User, sue: User, at: datetime, request: pytest.FixtureRequest, path: str,
    who: str,
) -> None:  # fmt: skip
    client = login(request.getfixturevalue(who))
    seen = []
    for count in (2, 6):
        for n in range(count):
            handed = first_sale(hal, at)
            pay(handed.handoff.sale, "10.00", at)
            record_held_meeting(reference=100 * count + n, company=company(), booked_by=cara, held_at=at)
            record_exchange_rate(actor=finn, currency="EUR", into="USD", rate=Decimal(1), at=at,
                                 from_day=date(2026, count, n + 1))  # fmt: skip
            plan = draft(date(2027, count, n + 1))
            from handoff.actions import publish_plan

            publish_plan(actor=sue, draft=plan, at=at)
        accrue_due(at=at)
        url = path if path != "one" else f"/commissions/agreements/{handed.agreement.pk}/"
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1]
    assert seen[0] <= 10, [query["sql"][:120] for query in queries.captured_queries]
