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
    refuse_typed,
)
from salesorg.sales.actions.record_payment import record_payment
from salesorg.sales.bank_refusals import BeyondOwed, LineWentOut
from salesorg.sales.models import BankLine, Sale


@transaction.atomic
def match_line(
    *,
    actor: User | None,
    line: BankLine,
    sale: Sale,
    at: datetime,
    beyond: bool = False,
    confirm: bool = False,
) -> BankLine:
    """Record a waiting line as the payment of one sale, once; the payment bears the line's external id.

    `beyond`: all of it, though less is owed. `confirm`: other money than the line of another statement, or the
    payment recorded without the bank, that looks like it. Refusals: `NotYours`, `LineDecided` (a colleague was first),
    `LineWentOut`, `LooksAlike`, `LooksTyped`, `BeyondOwed`, and those of `record_payment`.
    """
    finance_only(actor)
    lock_companies([sale.company_id])
    line = lock_line(line)
    if line.amount < 0:
        raise LineWentOut
    refuse_twin(line, confirm)
    refuse_typed(line, [(sale.pk, line.amount)], confirm)
    sale = Sale.objects.get(pk=sale.pk)
    if line.currency == sale.currency and line.amount > sale.owed and not beyond:
        raise BeyondOwed
    payment = record_payment(
        actor=actor, sale=sale, amount=line.amount, currency=line.currency, paid_at=moment_of(line, at),
        external_id=line.external_id, at=at,
    )  # fmt: skip
    return decide(line, BankLine.State.MATCHED, BankLine.Why.BY_HAND, actor=actor, at=at, payment=payment)
