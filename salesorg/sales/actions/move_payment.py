import re
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused
from salesorg.people.models import User
from salesorg.sales import verbs
from salesorg.sales.actions._bank_line import finance_only, lock_companies
from salesorg.sales.actions.record_payment import record_payment
from salesorg.sales.actions.refund_payment import refund_payment
from salesorg.sales.models import Payment, Sale
from salesorg.sales.queries import with_refunded

# Of the old id so much goes into the new ones; the payment's number behind it makes them unique for ever.
KEPT_OF_ID = 80
# What earlier moves added to it.
MOVED = re.compile(r"(/\d+[+-])+$")


class NothingLeft(ActionRefused):
    code = "nothing_left"
    text = _("Nothing of this payment is left to move: it went back or was moved already.")


class SameSale(ActionRefused):
    code = "same_sale"
    text = _("The payment stands with this sale already.")


class BeyondSale(ActionRefused):
    """More money than the sale: perhaps an advance, more often a slip of the hand."""

    code = "beyond_sale"
    text = _("This is more than is still owed for this sale.")


@transaction.atomic
def move_payment(
    *, actor: User | None, payment: Payment, sale: Sale, at: datetime, beyond: bool = False
) -> Payment:
    """Put right what was recorded for the wrong sale: take back what is left of it there, record it for `sale`; return that.

    Nothing is rewritten: a negative payment that names the new one, and the new one, come behind it, both of its day; the
    ledger takes the commission back from the one and gives it to the other. The journal of both companies tells of it.
    `beyond`: all of it, though less is owed. Finance only. Refusals: `NotYours`, `NothingLeft`, `SameSale`, `BeyondSale`, `WrongCurrency`.
    """
    finance_only(actor)
    lock_companies([payment.sale.company_id, sale.company_id])
    payment = with_refunded(Payment.objects.all()).get(pk=payment.pk)
    sale = Sale.objects.get(pk=sale.pk)
    if payment.refund_of_id is not None or payment.left <= 0:
        raise NothingLeft
    if payment.sale_id == sale.pk:
        raise SameSale
    if payment.left > sale.owed and not beyond:
        raise BeyondSale
    base, left = MOVED.sub("", payment.external_id)[:KEPT_OF_ID], payment.left
    # The table is append-only: what the payment became is there before the row that names it.
    became = record_payment(
        actor=actor, sale=sale, amount=left, currency=payment.currency, paid_at=payment.paid_at,
        external_id=f"{base}/{payment.pk}+", at=at, moved=True,
    )  # fmt: skip
    refund_payment(
        actor=actor, payment=payment, amount=left, refunded_at=payment.paid_at, external_id=f"{base}/{payment.pk}-", at=at,
        moved_to=became,
    )  # fmt: skip
    for company in sorted({payment.sale.company_id, sale.company_id}):
        record_activity(
            company=company, actor=actor, verb=verbs.PAYMENT_MOVED, at=at, payment=payment.pk, became=became.pk,
            from_sale=payment.sale.number, sale=sale.number, amount=str(left), currency=payment.currency,
        )  # fmt: skip
    return became
