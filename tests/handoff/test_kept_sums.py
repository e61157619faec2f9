"""What is kept beside the ledger is what its lines say, to the cent, whatever happens and whenever it is folded."""

from collections import defaultdict
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from handoff.actions import HandedOver, accrue_due, close_statement, pay_statement
from handoff.models import Accrual, Earning, Handoff, PayableMonth, Statement
from handoff.queries import clients_paying, commissions_owed, open_statements
from handoff.refusals import NothingToClose, StatementClosed
from salesorg.dashboards.invariants import breaches
from salesorg.people.models import Organisation, User
from salesorg.sales.models import Payment, Sale
from tests.handoff.steps import accept, first_sale, give_back, killed_after, pay, sell

pytestmark = pytest.mark.django_db
ZERO = Decimal("0.00")


def lines() -> list[Accrual]:
    """Every line of the ledger with all it depends on."""
    return list(Accrual.objects.select_related("agreement__company__handoff", "statement_line__statement"))


def statement_of(line: Accrual) -> Statement | None:
    return line.statement_line.statement if hasattr(line, "statement_line") else None


def accepted(line: Accrual) -> datetime | None:
    return line.agreement.company.handoff.accepted_at  # type: ignore[no-any-return]


def owed_by_the_lines(person: User | None) -> dict[str, Decimal]:
    sums = {"payable": ZERO, "waiting": ZERO, "closed": ZERO}
    for line in lines():
        if person is not None and line.beneficiary_id != person.pk:
            continue
        held = statement_of(line)
        if held is None:
            sums["waiting" if line.kind == "bonus" and not accepted(line) else "payable"] += line.amount
        elif held.state == "closed":
            sums["closed"] += line.amount
    return sums


def months_by_the_lines(org: Organisation) -> dict[Any, Any]:
    """Sum and number of payable lines by person and by the month that will hold them."""
    last = {one.person_id: one.month for one in Statement.objects.order_by("month")}
    found: dict[Any, Any] = defaultdict(lambda: [ZERO, 0])
    for line in lines():
        since = accepted(line)
        if statement_of(line) or (line.kind == "bonus" and since is None):
            continue
        moment = max(line.posted_at, since) if line.kind == "bonus" and since else line.posted_at
        month = moment.astimezone(org.zone).date().replace(day=1)
        if closed := last.get(line.beneficiary_id):
            month = max(month, (closed + timedelta(days=32)).replace(day=1))
        found[line.beneficiary_id, month][0] += line.amount
        found[line.beneficiary_id, month][1] += 1
    return dict(found)


def clients_by_the_lines() -> list[tuple[Any, ...]]:
    sums: dict[Any, dict[str, Decimal]] = defaultdict(
        lambda: dict.fromkeys(("bonus", "trailing", "cross_sell"), ZERO)
    )
    for line in lines():
        sums[line.agreement.company_id, line.beneficiary_id, line.currency][line.kind] += line.amount
    return sorted((*key, *kinds.values(), sum(kinds.values())) for key, kinds in sums.items())


def check(org: Organisation, finn: User, *people: User) -> None:
    for person in (None, *people):
        assert commissions_owed(person) == owed_by_the_lines(person)
    kept = {(one.person.pk, one.month): [one.total, one.lines_count] for one in open_statements(finn)}
    assert kept == months_by_the_lines(org)
    paying = [
        (
            one.agreement.company_id,
            one.beneficiary_id,
            one.currency,
            one.bonus,
            one.trailing,
            one.cross_sell,
            one.total,
        )
        for one in clients_paying(finn)
    ]
    assert sorted(paying) == clients_by_the_lines()
    assert [one.total for one in clients_paying(finn)] == sorted((row[-1] for row in paying), reverse=True)
    assert breaches() == []


def test_nothing_is_owed_of_an_empty_ledger(org: Organisation, hal: User, finn: User) -> None:
    check(org, finn, hal)
    assert commissions_owed(hal) == {"payable": 0, "waiting": 0, "closed": 0}


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_the_sums_are_those_of_the_lines(
    seed: int, org: Organisation, hal: User, hugo: User, fay: User, fern: User, finn: User, at: datetime
) -> None:
    """Sales, payments, refunds, acceptances, months closed and paid, in any order; folded now and then."""
    dice, moment = Random(seed), at
    handed: list[HandedOver] = [first_sale(hunter, at) for hunter in (hal, hugo, hal)]

    def buy() -> None:
        case = dice.choice(handed).handoff
        kind = dice.choice([Sale.Kind.REPEAT, Sale.Kind.CROSS_SELL])
        sale = sell(case.company, dice.choice([hal, hugo]), kind, "700.00", moment)
        pay(sale, str(dice.randint(1, 70_000) / Decimal(100)), moment)

    def pay_first() -> None:
        pay(dice.choice(handed).handoff.sale, str(dice.randint(1, 99_999) / Decimal(100)), moment)

    def refund() -> None:
        payments = [one for one in Payment.objects.filter(refund_of=None) if not one.refunds.exists()]
        if payments:
            payment = dice.choice(payments)
            give_back(payment, dice.choice([payment.amount, payment.amount / 2 + Decimal("0.005")]).quantize(Decimal("0.01")),
                      moment)  # fmt: skip

    def take() -> None:
        if waiting := Handoff.objects.exclude(state="accepted").first():
            accept(waiting, moment)

    def close() -> None:
        try:
            close_statement(actor=finn, person=dice.choice([hal, hugo]), month=moment.date(), at=moment)
        except (NothingToClose, StatementClosed):
            return

    def settle() -> None:
        if closed := Statement.objects.filter(state="closed").first():
            pay_statement(actor=finn, statement=closed, at=moment)

    for _step in range(40):
        dice.choice([buy, pay_first, pay_first, refund, take, close, settle])()
        if dice.random() < 0.6:
            accrue_due(at=moment)
        if dice.random() < 0.3:
            PayableMonth.fold()
        moment += timedelta(days=dice.choice([0, 1, 9]), hours=dice.randint(0, 23))
        check(org, finn, hal, hugo)
    assert Earning.objects.exists()


def test_a_month_is_worked_out_anew_when_the_organisation_moves(
    org: Organisation, handed: HandedOver, hal: User, fay: User, finn: User, at: datetime
) -> None:
    evening = at.replace(day=30, hour=23)  # in New York still November, in Moscow December
    pay(sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "100.00", at), "100.00", at)
    accrue_due(at=evening)
    before = [one.month.month for one in open_statements(finn)]
    org.time_zone = "Europe/Moscow"
    org.save()
    assert (before, [one.month.month for one in open_statements(finn)]) == ([11], [12])
    check(org, finn, hal)


def test_folding_leaves_one_line_a_key_and_none_that_is_nothing(
    handed: HandedOver, fay: User, at: datetime
) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "300.00", at)
    for _n in range(3):
        payment = pay(sale, "100.00", at)
        accrue_due(at=at)
    assert PayableMonth.objects.count() == 3
    PayableMonth.fold()
    assert PayableMonth.objects.get().amount == 9
    give_back(payment, "100.00", at)
    accrue_due(at=at)
    PayableMonth.fold()
    kept = PayableMonth.objects.get()
    assert (kept.amount, kept.lines) == (6, 4)


def test_a_killed_fold_has_done_nothing(handed: HandedOver, fay: User, at: datetime) -> None:
    sale = sell(handed.handoff.company, fay, Sale.Kind.REPEAT, "300.00", at)
    for _n in range(2):
        pay(sale, "100.00", at)
        accrue_due(at=at)
    before = list(PayableMonth.objects.order_by("pk").values())
    with pytest.raises(KeyboardInterrupt):
        killed_after(PayableMonth.fold)
    assert list(PayableMonth.objects.order_by("pk").values()) == before
