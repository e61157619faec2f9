import logging
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from handoff.commission import Account, Entitlement, Line, Receipt, Terms, entitlements
from handoff.models import Accrual, Agreement
from handoff.queries import terms_of
from salesorg.lib.refusals import constraint_of
from salesorg.people.queries import organisation
from salesorg.sales.models import Payment

log = logging.getLogger(__name__)


def accrue_due(*, at: datetime, limit: int = 1000) -> int:
    """Post the ledger lines of payments and refunds that have none; return how many lines were posted.

    Looks at up to `limit` payments a call, oldest first; one transaction per agreement. Safe twice, in parallel and
    killed at any point: the agreement's row is locked while its lines are worked out, and one line per payment is
    a constraint. Zero lines are posted too, so that each payment is looked at once. Source: product.md 6, «Commission».
    """
    due = without_line().filter(sale__company__agreement__isnull=False).order_by("pk")
    agreements = dict.fromkeys(due.values_list("sale__company__agreement", flat=True)[:limit])
    return sum(_accrue_once(agreement, at) for agreement in agreements)


def without_line() -> QuerySet[Payment]:
    """Payments and refunds that the ledger has not seen."""
    return Payment.objects.filter(~Exists(Accrual.objects.filter(payment=OuterRef("pk"))))


def _accrue_once(agreement_id: int, at: datetime) -> int:
    try:
        with transaction.atomic():
            return _accrue(agreement_id, at)
    except IntegrityError as error:
        if constraint_of(error) != "accrual_one_per_agreement_and_payment":
            raise
        log.info("agreement %s: posted by somebody else", agreement_id)
        return 0


def _accrue(agreement_id: int, at: datetime) -> int:
    agreement = (
        Agreement.objects.select_for_update(of=("self",), no_key=True)
        .select_related("plan", "sale").prefetch_related("plan__tiers").get(pk=agreement_id)
    )  # fmt: skip
    payments = (
        Payment.objects.filter(sale__company_id=agreement.company_id).select_related("sale")
        .prefetch_related(Prefetch("accruals", to_attr="lines")).order_by("pk")
    )  # fmt: skip
    lines = new_lines(agreement, list(payments))
    currency = {payment.pk: payment.currency for payment in payments}
    Accrual.objects.bulk_create(
        Accrual(
            agreement=agreement, beneficiary_id=line.right.beneficiary, payment_id=line.payment, kind=line.right.kind,
            rate=line.right.rate, vat_rate=line.vat_rate, amount=line.amount, currency=currency[line.payment],
            posted_at=at,
        )
        for line in lines
    )  # fmt: skip
    return len(lines)


def new_lines(agreement: Agreement, payments: list[Payment]) -> list[Line]:
    """Replay what is posted, then work out the lines of what is not. `payments` carry their `lines`."""
    org = organisation()
    terms = terms_of(agreement.plan, org.vat_rate)
    account = Account(agreement.hunter_id, terms.cap)
    by_id = {payment.pk: payment for payment in payments}
    posted = [payment for payment in payments if payment.lines]  # type: ignore[attr-defined]
    fresh = [payment for payment in payments if not payment.lines]  # type: ignore[attr-defined]
    known = {payment.refund_of_id or payment.pk: payment.lines for payment in posted}  # type: ignore[attr-defined]

    def receipt(payment: Payment) -> Receipt:
        origin = by_id[payment.refund_of_id or payment.pk]
        rights, vat_rate = _rights(agreement, terms, origin, known.get(origin.pk, ()), org.zone)
        return Receipt(payment.pk, origin.pk, payment.amount, rights, vat_rate)

    for payment in posted:
        account.take(receipt(payment))
    return [line for payment in fresh for line in account.take(receipt(payment))]


def _rights(
    agreement: Agreement, terms: Terms, origin: Payment, known: Iterable[Accrual], zone: ZoneInfo
) -> tuple[tuple[Entitlement, ...], Decimal]:
    """Who earns by the payment `origin`: as its first line says, for its refunds must use the same; else by the plan."""
    if lines := sorted(known, key=lambda line: (line.beneficiary_id != agreement.hunter_id, line.pk)):
        return tuple(Entitlement(line.beneficiary_id, line.kind, line.rate) for line in lines), lines[
            0
        ].vat_rate
    rights = entitlements(
        terms=terms,
        hunter=agreement.hunter_id,
        seller=origin.sale.seller_id,
        kind=origin.sale.kind,
        first_sale=_day(agreement.sale.sold_at, zone),
        paid=_day(origin.paid_at, zone),
        ended=_day(agreement.ended_at, zone) if agreement.ended_at else None,
    )
    return tuple(rights), terms.vat_rate


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
