"""The preview's other half, the trace of a line, and the overview: right, and in few queries."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from handoff.actions import HandedOver, accrue_due, close_statement, open_dispute, pay_statement
from handoff.models import Accrual, Agreement
from handoff.queries.left_out import find_left_out
from handoff.queries.pay_overview import pay_overview
from handoff.queries.trace import find_line, trace_of
from handoff.statement_keys import Key
from salesorg.people.models import Organisation, User
from salesorg.sales.models import Payment, Sale
from tests.handoff.steps import accept, first_sale, give_back, held, pay, sell
from tests.handoff.test_api import BASE, api
from tests.handoff.test_pages import login

pytestmark = pytest.mark.django_db
NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def test_what_is_left_out_and_why(
    handed: HandedOver, hal: User, fay: User, org: Organisation, at: datetime
) -> None:
    repeat = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at)
    pay(handed.handoff.sale, "1000.00", at)
    pay(repeat, "100.00", at)
    old = first_sale(hal, at - timedelta(days=365 * 4)).handoff.company
    late = pay(sell(old, fay, Sale.Kind.REPEAT, "50.00", at), "50.00", at)
    accrue_due(at=at)
    unseen = pay(repeat, "10.00", at)
    open_dispute(actor=hal, line=Accrual.objects.get(amount=3), text="Wrong", at=at)
    accrued = Accrual.objects.get(payment=late)
    assert accrued.amount == 0
    left = find_left_out(hal, Key(hal.pk, NOVEMBER), org)
    assert left is not None
    assert [row.line.amount for row in left.waiting] == [100]
    assert (left.waiting_count, left.waiting_sum) == (1, 100)
    waiting_for = left.waiting[0].line.agreement
    assert waiting_for is not None
    assert waiting_for.company.handoff.farmer == fay
    assert [(row.line.pk, row.why) for row in left.nothing] == [(accrued.pk, "after_duration")]
    assert list(left.unseen) == [unseen]
    assert [one.text for one in left.disputed] == ["Wrong"]
    assert left.later == []
    december = at + timedelta(days=20)
    pay(repeat, "200.00", december)
    accrue_due(at=december)
    left = find_left_out(hal, Key(hal.pk, NOVEMBER), org)
    assert left is not None
    assert [(one.month, one.total) for one in left.later] == [(DECEMBER, Decimal("6.30"))]


def test_only_ones_own_preview(
    handed: HandedOver, hal: User, hugo: User, finn: User, cara: User, at: datetime
) -> None:
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    for path in ("/commissions/statements/{}/left-out/", "/commissions/statements/{}/"):
        url = path.format(f"{hal.pk}-2026-11")
        assert [login(who).get(url).status_code for who in (hal, finn, hugo, cara)] == [200, 200, 404, 404]
    url = f"{BASE}statements/{hal.pk}-2026-11/left-out/"
    assert [api(who).get(url).status_code for who in (hal, finn, hugo, cara)] == [200, 200, 404, 404]


def test_a_line_is_worked_out_again(handed: HandedOver, hal: User, org: Organisation, at: datetime) -> None:
    payment = pay(handed.handoff.sale, "999.99", at)
    accrue_due(at=at)
    for part in ("333.33", "0.05", "666.61"):
        give_back(payment, part, at)
        accrue_due(at=at)
    for line in Accrual.objects.order_by("pk"):
        found = find_line(hal, line.pk)
        assert found is not None
        worked = trace_of(found, hal, org).arithmetic
        assert worked is not None
        assert (worked.difference, worked.cut_by) == (line.amount, 0)
    assert worked.received == 0


def test_the_overview_adds_up(
    handed: HandedOver,
    hal: User,
    hugo: User,
    cara: User,
    fay: User,
    finn: User,
    sue: User,
    org: Organisation,
    at: datetime,
) -> None:
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), "100.00", at)
    pay(first_sale(hugo, at).handoff.sale, "500.00", at)
    accrue_due(at=at)
    held(cara, at)
    paid = close_statement(actor=finn, person=hal, month=NOVEMBER, at=at)
    pay_statement(actor=finn, statement=paid, at=at)
    close_statement(actor=finn, person=cara, month=NOVEMBER, at=at)
    found = pay_overview(org, at)
    november = found.months[-1]
    assert (november.month, november.new, november.trailing, november.other) == (NOVEMBER, 150, 3, 25)
    assert (november.total, november.closed, november.paid) == (178, 128, 103)
    assert found.owed == {"payable": 0, "waiting": 50, "closed": 25}
    assert [(one.person, one.total, one.waiting, one.closed) for one in found.people] == [
        (hal, 103, 0, 0), (hugo, 50, 50, 0), (cara, 25, 0, 25),
    ]  # fmt: skip
    shown = api(sue).get(f"{BASE}overview/").json()
    assert (shown["months"][-1]["earned"], shown["owed"]["waiting"]) == ("178.00", "50.00")
    assert login(sue).get("/commissions/overview/").status_code == 200


def test_agreements_that_end_within_ninety_days(
    handed: HandedOver, hal: User, org: Organisation, at: datetime
) -> None:
    ends = datetime(2029, 11, 16, tzinfo=at.tzinfo)
    for days, count in ((95, 0), (85, 1), (1, 1), (-1, 0)):
        found = pay_overview(org, ends - timedelta(days=days)).ending
        assert len(found) == count, days
        assert all(one.ends_on == date(2029, 11, 16) for one in found)
    Agreement.objects.update(ended_at=at, end_reason="lost")
    assert pay_overview(org, ends - timedelta(days=5)).ending == []


@pytest.mark.parametrize(("path", "who"), [
    ("/commissions/statements/", "finn"), ("/commissions/statements/", "hal"),
    ("/commissions/statements/{hal}-2026-11/", "finn"), ("/commissions/statements/{hal}-2026-11/", "hal"),
    ("/commissions/statements/{hal}-2026-11/left-out/", "hal"), ("/commissions/disputes/", "finn"),
    ("/commissions/overview/", "sue"), ("/commissions/lines/{line}/", "hal"), ("/commissions/lines/{line}/", "finn"),
])  # fmt: skip
def test_pages_of_pay_ask_few_queries(
    hal: User, hugo: User, fay: User, at: datetime, request: pytest.FixtureRequest, path: str, who: str
) -> None:
    client, seen = login(request.getfixturevalue(who)), []
    for count in (2, 6):
        for n in range(count):
            for hunter in (hal, hugo):
                handed = first_sale(hunter, at)
                payment = pay(handed.handoff.sale, "10.00", at)
                pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "10.00", at), "10.00", at)
                if n % 2:
                    accept(handed.handoff, at)
                    give_back(payment, "1.00", at)
        accrue_due(at=at)
        for line in Accrual.objects.filter(amount__gt=0, disputes__isnull=True)[:count]:
            open_dispute(actor=line.beneficiary, line=line, text="Wrong", at=at)
        url = path.format(hal=hal.pk, line=Accrual.objects.filter(beneficiary=hal).earliest("pk").pk)
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        seen.append(len(queries))
    assert seen[0] == seen[1], [query["sql"][:160] for query in queries.captured_queries]
    assert seen[0] <= 10, "\n".join(query["sql"][:160] for query in queries.captured_queries)


def test_a_payment_of_another_currency_waits_for_a_rate(
    handed: HandedOver, hal: User, fay: User, at: datetime
) -> None:
    accept(handed.handoff, at)
    pay(handed.handoff.sale, "1000.00", at)
    accrue_due(at=at)
    Payment.objects.create(
        sale=sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), amount=5, currency="EUR", paid_at=at,
        external_id="E-1", recorded_at=at,
    )  # fmt: skip
    page = login(hal).get(f"/commissions/statements/{hal.pk}-2026-11/left-out/").content
    assert b"waits for an exchange rate from EUR into USD" in page
