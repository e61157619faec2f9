from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User
from salesorg.sales import verbs
from salesorg.sales.actions.record_payment import A_DAY, AmountNotPositive, PaidInFuture, PaymentKnown
from salesorg.sales.models import Payment


class RefundTooLarge(ActionRefused):
    code = "refund_beyond_payment"
    text = _("The refunds would exceed the payment.")


@transaction.atomic
def refund_payment(
    *,
    actor: User | None,
    payment: Payment,
    amount: Decimal,
    refunded_at: datetime,
    external_id: str,
    at: datetime,
    moved_to: Payment | None = None,
) -> Payment:
    """Record that `amount` (positive, in the payment's currency) went back to the client; return the negative payment.

    `moved_to`: nothing went back, it became this payment of another sale; `move_payment` tells of it in the journal.
    Finance only. Refusals: `NotYours`, `AmountNotPositive`, `PaidInFuture`, `RefundTooLarge`, `PaymentKnown`.
    """
    if actor is not None and not actor.is_in(Role.FINANCE):
        raise NotYours
    if amount <= 0:
        raise AmountNotPositive
    if refunded_at > at + A_DAY:
        raise PaidInFuture
    # A refund that is delivered again is known, not too large; a rival's is caught by the constraint below.
    if Payment.objects.filter(external_id=external_id).exists():
        raise PaymentKnown
    with (
        refusing("payment_refunds_not_beyond_it", RefundTooLarge),
        refusing("sales_payment_external_id_key", PaymentKnown),
        transaction.atomic(),
    ):
        refund = Payment.objects.create(
            sale_id=payment.sale_id, refund_of=payment, moved_to=moved_to, amount=-amount, currency=payment.currency,
            paid_at=refunded_at, external_id=external_id, recorded_by=actor, recorded_at=at,
        )  # fmt: skip
    if moved_to is None:
        record_activity(
            company=payment.sale.company_id, actor=actor, verb=verbs.PAYMENT_REFUNDED, at=at,
            payment=payment.pk, refund=refund.pk, amount=str(-amount), currency=payment.currency,
        )  # fmt: skip
    return refund
