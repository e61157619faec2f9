import logging
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, connection, transaction

from handoff.commission import Entitlement, Line
from handoff.models import Accrual, Agreement, HeldMeeting
from handoff.models.accrual import ONE_PER_PAYMENT
from handoff.queries import rulebook
from handoff.queries.due import agreements_due, meetings_due
from handoff.queries.rulebook import facts_of, paid_from
from handoff.replay import Agreed, Rulebook, replay
from salesorg.lib.refusals import constraint_of
from salesorg.sales.models import Payment

log = logging.getLogger(__name__)

BATCH = 500
FIXED = ("payment_id", "beneficiary_id", "kind", "rate", "vat_rate", "exchange_rate", "currency", "plan_id")


def accrue_due(*, at: datetime) -> int:
    """Post the ledger lines of payments, refunds and held meetings that have none; return how many lines were posted.

    One transaction per agreement, a few queries each; one that fails is logged by its id and the others go on. Safe
    twice, in parallel and killed at any point: the agreement's row is locked while its lines are worked out (who finds
    it locked leaves it to the other), and one line per payment is a constraint. Zero lines are posted too, so that each
    payment is looked at once. A payment for which a rate of exchange is missing waits. Source: product.md 6,
    «Commission».
    """
    due = agreements_due()
    book = rulebook()
    return sum(_accrue_once(pk, book, at) for pk in due) + _pay_meetings(book, at)


def _accrue_once(agreement_id: int, book: Rulebook, at: datetime) -> int:
    try:
        with transaction.atomic():
            return _accrue(agreement_id, book, at)
    except Exception as error:
        if isinstance(error, IntegrityError) and constraint_of(error) == ONE_PER_PAYMENT:
            log.info("agreement %s: posted by somebody else", agreement_id)
        elif connection.is_usable():
            log.exception("agreement %s: its payments could not be posted", agreement_id)
        else:
            raise  # No database, no others.
        return 0


def _accrue(agreement_id: int, book: Rulebook, at: datetime) -> int:
    locked = Agreement.objects.select_for_update(of=("self",), no_key=True, skip_locked=True)
    agreement = locked.select_related("sale").filter(pk=agreement_id).first()
    if agreement is None:
        return 0
    lines = _new_lines(agreement, book)
    Accrual.objects.bulk_create([_row(agreement, line, at) for line in lines], batch_size=BATCH)
    return len(lines)


def _new_lines(agreement: Agreement, book: Rulebook) -> list[Line]:
    """Replay what is posted, then work out the lines of what is not."""
    agreed = Agreed(
        agreement.hunter_id, agreement.plan_id, book.day(agreement.sale.sold_at),
        book.day(agreement.ended_at) if agreement.ended_at else None,
    )  # fmt: skip
    rows = facts_of(Payment.objects.filter(sale__company_id=agreement.company_id).order_by("pk"))
    payments = [paid_from(row) for row in rows]
    by_payment: dict[int, list[Entitlement]] = defaultdict(list)
    posted = Accrual.objects.filter(agreement=agreement, payment__isnull=False).order_by("pk")
    for payment, *right in posted.values_list(*FIXED):
        by_payment[payment].append(Entitlement(*right))
    # What the first line of a payment says holds for all that follows it.
    known: dict[int, tuple[Entitlement, ...]] = {}
    for paid in payments:
        if paid.pk in by_payment:
            known.setdefault(paid.origin, tuple(by_payment[paid.pk]))
    return list(replay(agreed, payments, book, known=known, posted=set(by_payment)))


def _row(agreement: Agreement, line: Line, at: datetime) -> Accrual:
    right = line.right
    return Accrual(
        agreement=agreement, beneficiary_id=right.beneficiary, payment_id=line.payment, kind=right.kind,
        rate=right.rate, vat_rate=right.vat_rate, exchange_rate=right.exchange_rate, plan_id=right.plan,
        amount=line.amount, currency=right.currency, posted_at=at,
    )  # fmt: skip


def _pay_meetings(book: Rulebook, at: datetime) -> int:
    posted = after = 0
    while batch := list(
        meetings_due().filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH]
    ):
        with transaction.atomic():
            posted += _pay_batch(batch, book, at)
        after = batch[-1]
    return posted


def _pay_batch(ids: list[int], book: Rulebook, at: datetime) -> int:
    """Lock first, then look which are still unpaid: a rival has paid what it held."""
    locked: Any = HeldMeeting.objects.select_for_update(no_key=True, skip_locked=True).filter(pk__in=ids)
    held = list(locked.order_by("pk").values_list("pk", flat=True))
    lines = []
    for meeting in meetings_due().filter(pk__in=held).order_by("pk"):
        plan = book.plan_at(meeting.held_at)
        if plan is None:
            log.warning("held meeting %s: no plan was in force", meeting.pk)
            continue
        terms = book.plans[plan]
        lines.append(Accrual(
            beneficiary_id=meeting.booked_by_id, held_meeting=meeting, plan_id=plan, kind=Accrual.Kind.MEETING,
            rate=Decimal(0), amount=terms.meeting, currency=terms.currency, posted_at=at,
        ))  # fmt: skip
    Accrual.objects.bulk_create(lines)
    return len(lines)
