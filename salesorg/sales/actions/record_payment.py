from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import ActionRefused, NotYours, refusing
from salesorg.people.models import Role, User
from salesorg.sales import verbs
from salesorg.sales.models import Payment, Sale

# A bank's clock and day may be ahead of ours, but not by more.
A_DAY = timedelta(days=1)


class PaymentKnown(ActionRefused):
    code = "external_id_known"
    text = _("A payment with this external id is already recorded.")


class WrongCurrency(ActionRefused):
    code = "wrong_currency"
    text = _("The payment's currency differs from the sale's.")


class PaidInFuture(ActionRefused):
    code = "paid_in_future"
    text = _("Money is recorded when it has come; this day lies in the future.")


class AmountNotPositive(ActionRefused):
    code = "amount_not_positive"
    text = _("The amount must be greater than zero.")


@transaction.atomic
def record_payment(
    *,
    actor: User | None,
    sale: Sale,
    amount: Decimal,
    currency: str,
    paid_at: datetime,
    external_id: str,
    at: datetime,
    moved: bool = False,
) -> Payment:
    """Record money received for `sale`; commission follows by itself within minutes.

    `amount` in the sale's currency to 0.01, `paid_at` with offset. Finance only (or None from the demo data and imports).
    `moved`: a step of `move_payment`, which tells of it in the journal.
    Refusals: `NotYours`, `AmountNotPositive`, `PaidInFuture`, `WrongCurrency`, `PaymentKnown`.
    """
    if actor is not None and not actor.is_in(Role.FINANCE):
        raise NotYours
    if amount <= 0:
        raise AmountNotPositive
    if paid_at > at + A_DAY:
        raise PaidInFuture
    if currency != sale.currency:
        raise WrongCurrency
    with refusing("sales_payment_external_id_key", PaymentKnown), transaction.atomic():
        payment = Payment.objects.create(
            sale=sale, amount=amount, currency=currency, paid_at=paid_at, external_id=external_id,
            recorded_by=actor, recorded_at=at,
        )  # fmt: skip
    if not moved:
        record_activity(
            company=sale.company_id, actor=actor, verb=verbs.PAYMENT_RECORDED, at=at,
            payment=payment.pk, sale=sale.number, amount=str(amount), currency=currency,
        )  # fmt: skip
    return payment
