"""Where one line of the ledger comes from: its payment and refunds, what was posted before, what became of it."""

from dataclasses import dataclass

from django.db.models import Q

from handoff.line_arithmetic import Arithmetic, arithmetic
from handoff.models import Accrual, Dispute, Handoff
from handoff.queries.disputes import disputes_of
from handoff.queries.pay_lines import PayLine, pay_lines, with_origin
from salesorg.people.models import Organisation, User
from salesorg.sales.models import Payment


@dataclass(frozen=True)
class Trace:
    """One line with everything it comes from and everything that followed. `siblings`: of the same payment, in order."""

    row: PayLine
    arithmetic: Arithmetic | None
    origin: Payment | None
    siblings: list[Accrual]
    corrections: list[Accrual]
    disputes: list[Dispute]
    handoff: Handoff | None


def find_line(viewer: User, pk: int) -> Accrual | None:
    """Return one line of those `viewer` may see, with what it traces to."""
    return with_origin(Accrual.objects.visible_to(viewer)).filter(pk=pk).first()


def trace_of(line: Accrual, viewer: User, org: Organisation) -> Trace:
    """Return the line's whole story; `line` is read by `find_line`."""
    payment = line.payment
    origin = payment.refund_of or payment if payment is not None else None
    siblings = _siblings(line, origin) if origin is not None else []
    related = Accrual.objects.filter(corrects=line).select_related("recorded_by", "statement_line__statement")
    waits = line.kind == Accrual.Kind.BONUS and line.agreement is not None
    return Trace(
        row=pay_lines([line], viewer, org)[0],
        arithmetic=_arithmetic(line, origin, siblings) if origin is not None else None,
        origin=origin, siblings=siblings, corrections=list(related.order_by("pk")),
        disputes=list(disputes_of(line)),
        handoff=Handoff.objects.filter(company=line.agreement.company_id).select_related("farmer").first()
        if waits and line.agreement else None,
    )  # fmt: skip


def _siblings(line: Accrual, origin: Payment) -> list[Accrual]:
    """The lines of the payment and its refunds for the same person and agreement, as they were posted."""
    of_it = Accrual.objects.filter(
        Q(payment=origin) | Q(payment__refund_of=origin),
        agreement=line.agreement_id, beneficiary=line.beneficiary_id, kind=line.kind,
    )  # fmt: skip
    return list(of_it.select_related("payment", "statement_line__statement").order_by("pk"))


def _arithmetic(line: Accrual, origin: Payment, siblings: list[Accrual]) -> Arithmetic:
    until = [one for one in siblings if one.pk <= line.pk]
    amounts = [one.payment.amount for one in until if one.payment is not None and one.payment_id != origin.pk]
    known = any(one.payment_id == origin.pk for one in until)
    return arithmetic(
        paid=origin.amount if known else origin.amount * 0, refunds=amounts, rate=line.rate, vat_rate=line.vat_rate,
        exchange_rate=line.exchange_rate, earlier=[one.amount for one in until if one.pk < line.pk], amount=line.amount,
    )  # fmt: skip
