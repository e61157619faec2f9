"""Every view `inv_*` finds a row that was planted around the actions, constraints and triggers."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection

from callcenter.models import CallQuarter, Claim, Lead, QuartersFolded, ScriptDay, ScriptDaysFolded
from farmers.models import Account, NeglectFlag, ServiceLevel
from handoff.models import Accrual, Agreement, CommissionPlan, Earning, Handoff, Statement, StatementLine
from hunters.models import Deal, DealStage
from salesorg.clients.models import Company, ContactPoint, DoNotCall, Ownership
from salesorg.dashboards.invariants import breaches, views
from salesorg.dashboards.models import BookedCall, CallDay, CallsFolded
from salesorg.dashboards.tasks import check_invariants_nightly
from salesorg.people.models import Notice, User
from salesorg.sales.models import BankLine, BankStatement, Payment, Sale, SaleLine
from tests.conftest import AT
from tests.factories import call_list, company, lead, person, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def unguarded(org: object) -> None:
    """Triggers and foreign keys sleep until the test is rolled back: rows can be planted behind everybody's back."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")


def hunter() -> User:
    return User.objects.filter(username="hal").first() or person("hal", "hunter")


def farmer() -> User:
    return User.objects.filter(username="fay").first() or person("fay", "farmer")


def sale(of: Company, kind: str = "first", **fields: object) -> Sale:
    defaults = {
        "number": f"S-{Sale.objects.count()}",
        "seller": hunter(),
        "amount": Decimal(100),
        "currency": "USD",
    }
    return Sale.objects.create(company=of, kind=kind, sold_at=AT, **(defaults | fields))


def account(of: Company, **fields: object) -> Account:
    days = {
        "next_touch_on": AT.date(),
        "neglected_from": AT.date(),
        "lost_from": AT.date() + timedelta(days=60),
    }
    level = ServiceLevel.objects.get(code="B")
    return Account.objects.create(
        company=of, farmer=farmer(), service_level=level, opened_at=AT, **(days | fields)
    )


def agreement(of: Company, by: Sale) -> Agreement:
    plan = CommissionPlan.objects.first()
    return Agreement.objects.create(company=of, sale=by, hunter=hunter(), plan=plan, opened_at=AT)


def owned(of: Company, by: User, stage: str, **fields: object) -> Ownership:
    return Ownership.objects.create(company=of, owner=by, stage=stage, started_at=AT, reason="test", **fields)


def client() -> Company:
    """A client with everything in order."""
    made = company()
    first = sale(made)
    Handoff.objects.create(
        company=made, sale=first, hunter=hunter(), farmer=farmer(), state="offered", opened_at=AT, due_at=AT
    )
    agreement(made, first)
    account(made)
    owned(made, farmer(), "farming")
    Company.objects.filter(pk=made.pk).update(status="client")
    return made


def paid(by: Sale, amount: int, refund_of: Payment | None = None) -> Payment:
    number = f"P-{Payment.objects.count()}"
    return Payment.objects.create(
        sale=by,
        amount=amount,
        currency="USD",
        paid_at=AT,
        external_id=number,
        recorded_at=AT,
        refund_of=refund_of,
    )


def earned(under: Agreement, by: Payment, amount: int, **fields: object) -> Accrual:
    return Accrual.objects.create(
        agreement=under, payment=by, rate=Decimal("0.1"), amount=amount, currency="USD", posted_at=AT,
        **({"beneficiary": hunter(), "kind": "bonus"} | fields),
    )  # fmt: skip


def statement(total: int, of: User) -> Statement:
    return Statement.objects.create(
        number=f"T-{Statement.objects.count()}", person=of, month=date(2026, 11, 1), total=total, lines_count=0, currency="USD",
        closed_at=AT, closed_by=of,
    )  # fmt: skip


def claimed_lead_without_claim() -> None:
    lead(call_list(), state="claimed")


def open_claim_without_claimed_lead() -> None:
    caller = person("cara", "call_manager")
    Claim.objects.create(
        lead=lead(call_list()), manager=caller, started_at=AT, expires_at=AT + timedelta(minutes=20)
    )


def booked_lead_without_meeting() -> None:
    lead(call_list(), state="booked", meeting_id=999_999)


def waiting_lead_on_do_not_call() -> None:
    waiting = lead(call_list())
    point = ContactPoint.objects.get(company=waiting.company)
    DoNotCall.objects.create(phone=point.value, reason="asked", added_at=AT)


def client_without_handoff() -> None:
    company(status="client")


def account_of_no_client() -> None:
    account(company())


def client_without_farming_owner() -> None:
    made = client()
    Ownership.objects.filter(company=made).update(owner=person("flo", "farmer"))


def prospect_without_hunting_owner() -> None:
    company(status="prospect")


def lead_with_owner() -> None:
    owned(company(), hunter(), "hunting")


def two_current_owners() -> None:
    with connection.cursor() as cursor:
        for name in ("ownership_periods_never_overlap", "ownership_one_current_per_company"):
            kind = "CONSTRAINT" if "overlap" in name else None
            cursor.execute(
                f"ALTER TABLE clients_ownership DROP CONSTRAINT {name}" if kind else f"DROP INDEX {name}"
            )
    made = company()
    owned(made, hunter(), "hunting")
    owned(made, farmer(), "hunting")


def dismissed_with_work() -> None:
    owned(company(), person("gone", "hunter", is_active=False, dismissed_at=AT), "hunting")


def first_sale_without_handoff() -> None:
    sale(company())


def later_sale_before_first() -> None:
    sale(company(), "repeat")


def sale_is_not_its_lines() -> None:
    SaleLine.objects.create(sale=sale(company()), product=product(), quantity=1, price=99, amount=99)


def won_deal_without_sale() -> None:
    Deal.objects.create(
        company=company(), hunter=hunter(), stage=DealStage.objects.first(), state="won", sale_id=999_999, closed_at=AT,
        next_step="x", next_step_on=AT.date(), opened_at=AT, last_contact_at=AT,
    )  # fmt: skip


def refund_beyond_payment() -> None:
    first = sale(company())
    paid(first, -200, paid(first, 100))


def refunded_payment_still_earns() -> None:
    made = company()
    first = sale(made)
    under = agreement(made, first)
    payment = paid(first, 100)
    earned(under, payment, 10)
    earned(under, paid(first, -100, payment), -9)


def accrual_of_another_company() -> None:
    made = company()
    earned(agreement(made, sale(made)), paid(sale(company()), 100), 10)


def statement_is_not_its_lines() -> None:
    statement(5, hunter())


def statement_pays_another() -> None:
    made = company()
    first = sale(made)
    line = earned(agreement(made, first), paid(first, 100), 10)
    StatementLine.objects.create(statement=statement(10, farmer()), accrual=line)


def neglect_without_flag() -> None:
    made = account(company())
    NeglectFlag.objects.create(account=made, farmer=farmer(), since=AT.date(), raised_at=AT)


def revenue_day_is_not_its_sales() -> None:
    sale(company())


def account_load_is_not_its_accounts() -> None:
    account(company())


def client_month_is_not_its_accounts() -> None:
    account(company())


def earning_is_not_its_lines() -> None:
    made = company()
    first = sale(made)
    earned(agreement(made, first), paid(first, 100), 10)


def payable_month_is_not_its_lines() -> None:
    made = company()
    first = sale(made)
    earned(agreement(made, first), paid(first, 100), 10, kind="trailing")


def commission_month_is_not_its_lines() -> None:
    made = company()
    earned(agreement(made, sale(made)), paid(sale(made, kind="repeat"), 100), 10, kind="trailing")


def agreement_beyond_its_cap() -> None:
    made = company()
    under = agreement(made, sale(made))
    CommissionPlan.objects.filter(pk=under.plan_id).update(cap=10)
    Earning.objects.create(agreement=under, beneficiary=hunter(), currency="USD", bonus=9, trailing=2)


def call_day_is_not_its_calls() -> None:
    CallsFolded.objects.update(until=AT.date())
    CallDay.objects.create(day=AT.date(), split="person", key=1, calls=1, reached=1)


def call_quarter_is_not_its_calls() -> None:
    QuartersFolded.objects.update(until=AT)
    CallQuarter.objects.create(
        starts_at=AT, call_list_id=1, calls=1, reached=1, talk_sum=0, talk_n=0, wrap_sum=0, wrap_n=0
    )


def script_day_is_not_its_calls() -> None:
    ScriptDaysFolded.objects.update(until=AT.date())
    ScriptDay.objects.create(script_version_id=1, day=AT.date(), way="*", calls=1, reached=1, refused=0)


def booked_call_is_not_its_meeting() -> None:
    BookedCall.objects.create(
        meeting_id=999_999,
        manager_id=1,
        call_list_id=1,
        booked_at=AT,
        held=True,
        first_sale=False,
        repeat=False,
    )


def bank_line(**fields: object) -> BankLine:
    made = BankStatement.objects.create(
        file_name="b.txt", format="1c", sha256=str(BankStatement.objects.count()), uploaded_at=AT
    )
    known = {"external_id": f"bank-{BankLine.objects.count()}", "amount": Decimal(100), "why": "by_hand"}
    return BankLine.objects.create(
        statement=made, number=1, day=AT.date(), currency="USD", decided_at=AT, **(known | fields)
    )


def sale_received_is_not_its_payments() -> None:
    paid(sale(company()), 100)


def bank_line_is_not_its_payment() -> None:
    bank_line(state="matched", payment=paid(sale(company()), 99))


def split_line_is_not_its_parts() -> None:
    whole = bank_line(state="split")
    bank_line(state="matched", part=1, part_of=whole, amount=Decimal(99), payment=paid(sale(company()), 99))


PLANTS: dict[str, Callable[[], None]] = {
    f"inv_{plant.__name__}": plant
    for plant in (
        claimed_lead_without_claim, open_claim_without_claimed_lead, booked_lead_without_meeting,
        waiting_lead_on_do_not_call, client_without_handoff, account_of_no_client, client_without_farming_owner,
        prospect_without_hunting_owner, lead_with_owner, two_current_owners, dismissed_with_work,
        first_sale_without_handoff, later_sale_before_first, sale_is_not_its_lines, won_deal_without_sale,
        refund_beyond_payment, refunded_payment_still_earns, accrual_of_another_company, statement_is_not_its_lines,
        statement_pays_another, neglect_without_flag, revenue_day_is_not_its_sales, account_load_is_not_its_accounts,
        client_month_is_not_its_accounts, earning_is_not_its_lines, payable_month_is_not_its_lines,
        commission_month_is_not_its_lines, call_day_is_not_its_calls, booked_call_is_not_its_meeting,
        call_quarter_is_not_its_calls, script_day_is_not_its_calls, agreement_beyond_its_cap,
        sale_received_is_not_its_payments, bank_line_is_not_its_payment, split_line_is_not_its_parts,
    )
}  # fmt: skip


def test_every_view_is_proved(db: None) -> None:
    assert set(views()) == set(PLANTS)
    assert all(views().values()), "every view says in its comment what it checks"


@pytest.mark.parametrize("view", PLANTS)
def test_the_view_finds_the_planted_row(unguarded: None, view: str) -> None:
    PLANTS[view]()
    assert view in {breach.view for breach in breaches()}


def test_a_house_in_order_breaks_nothing(unguarded: None) -> None:
    client()
    lead(call_list())
    assert Lead.objects.exists()
    with connection.cursor() as cursor:  # what the sleeping triggers would have kept
        cursor.execute(
            "SELECT sales_revenueday_rebuild(), farmers_accountload_rebuild(), farmers_clientmonth_rebuild()"
        )
    assert breaches() == []


def test_the_command_says_which_rows_and_fails(unguarded: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_invariants")
    assert "invariants hold" in capsys.readouterr().out
    claimed_lead_without_claim()
    with pytest.raises(SystemExit):
        call_command("check_invariants", "--json")
    assert '"view": "inv_claimed_lead_without_claim"' in capsys.readouterr().out


def test_administrators_are_told_once_a_day(root: User, sue: User, unguarded: None) -> None:
    claimed_lead_without_claim()
    assert check_invariants_nightly() == 1
    assert check_invariants_nightly() == 1
    assert list(Notice.objects.values_list("person__username", "kind")) == [("root", "invariant_broken")]
