from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from salesorg.lib.money import ZERO
from salesorg.people.models import User
from salesorg.sales.actions._bank_line import (
    decide,
    finance_only,
    lock_companies,
    lock_line,
    moment_of,
    refuse_twin,
    refuse_typed,
)
from salesorg.sales.actions.record_payment import record_payment
from salesorg.sales.bank_refusals import BeyondOwed, LineWentOut, PartsDiffer, PartsWrong
from salesorg.sales.models import BankLine, Sale

PARTS_MOST = 20


@dataclass(frozen=True)
class Share:
    """So much of a line is for this sale."""

    sale: Sale
    amount: Decimal


@transaction.atomic
def split_line(
    *,
    actor: User | None,
    line: BankLine,
    shares: Sequence[Share],
    at: datetime,
    beyond: bool = False,
    confirm: bool = False,
) -> BankLine:
    """Record a waiting line as payments of several sales, once; part n bears the external id «<line's>/n».

    The shares sum to the line to 0.01. `confirm`: other money than the line of another statement, or the payments
    recorded without the bank, that look like it. Refusals: `NotYours`, `PartsWrong`, `PartsDiffer`, `LineDecided`,
    `LineWentOut`, `LooksAlike`, `LooksTyped`, `BeyondOwed`, and those of `record_payment`.
    """
    finance_only(actor)
    if not 2 <= len(shares) <= PARTS_MOST or len({one.sale.pk for one in shares}) < len(shares):
        raise PartsWrong
    if any(one.amount <= 0 for one in shares):
        raise PartsWrong
    lock_companies(one.sale.company_id for one in shares)
    line = lock_line(line)
    if line.amount < 0:
        raise LineWentOut
    if sum((one.amount for one in shares), ZERO) != line.amount:
        raise PartsDiffer
    refuse_twin(line, confirm)
    refuse_typed(line, [(one.sale.pk, one.amount) for one in shares], confirm)
    sales = Sale.objects.in_bulk([one.sale.pk for one in shares])
    for n, share in enumerate(shares, start=1):
        _record(line, n, sales[share.sale.pk], share.amount, actor, at, beyond)
    return decide(line, BankLine.State.SPLIT, BankLine.Why.BY_HAND, actor=actor, at=at)


def _record(
    line: BankLine, n: int, sale: Sale, amount: Decimal, actor: User | None, at: datetime, beyond: bool
) -> None:
    if line.currency == sale.currency and amount > sale.owed and not beyond:
        raise BeyondOwed
    external_id = f"{line.external_id}/{n}"
    payment = record_payment(
        actor=actor, sale=sale, amount=amount, currency=line.currency, paid_at=moment_of(line, at),
        external_id=external_id, at=at,
    )  # fmt: skip
    BankLine.objects.create(
        statement_id=line.statement_id, number=line.number, part=n, part_of=line, external_id=external_id, day=line.day,
        amount=amount, currency=line.currency, payer=line.payer, payer_tax_id=line.payer_tax_id, document=line.document,
        purpose=line.purpose, state=BankLine.State.MATCHED, why=BankLine.Why.BY_HAND, payment=payment, decided_by=actor,
        decided_at=at,
    )  # fmt: skip
