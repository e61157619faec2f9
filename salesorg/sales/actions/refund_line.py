from datetime import datetime

from django.db import transaction

from salesorg.people.models import User
from salesorg.sales.actions._bank_line import (
    decide,
    finance_only,
    lock_companies,
    lock_line,
    moment_of,
    refuse_twin,
)
from salesorg.sales.actions.record_payment import WrongCurrency
from salesorg.sales.actions.refund_payment import refund_payment
from salesorg.sales.bank_refusals import LineCameIn
from salesorg.sales.models import BankLine, Payment


@transaction.atomic
def refund_line(
    *, actor: User | None, line: BankLine, payment: Payment, at: datetime, confirm: bool = False
) -> BankLine:
    """Record a waiting line of money that went out as the refund of a payment, once.

    `confirm`: other money than the line of another statement that looks like it. Refusals: `NotYours`, `LineDecided`,
    `LineCameIn`, `WrongCurrency`, `LooksAlike`, and those of `refund_payment` (beyond what is left).
    """
    finance_only(actor)
    lock_companies([payment.sale.company_id])
    line = lock_line(line)
    if line.amount > 0:
        raise LineCameIn
    if line.currency != payment.currency:
        raise WrongCurrency
    refuse_twin(line, confirm)
    refund = refund_payment(
        actor=actor, payment=payment, amount=-line.amount, refunded_at=moment_of(line, at),
        external_id=line.external_id, at=at,
    )  # fmt: skip
    return decide(line, BankLine.State.REFUND, BankLine.Why.BY_HAND, actor=actor, at=at, payment=refund)
