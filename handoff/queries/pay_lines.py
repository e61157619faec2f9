"""Lines of the ledger as the pages of pay show them: each with its client, its plan, and why it is nothing if it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, QuerySet, Subquery, Sum

from handoff.models import Accrual, CommissionPlan, Dispute
from handoff.why_nothing import WORDS, why_nothing
from salesorg.clients.models import Company
from salesorg.people.models import Organisation, User

WITH_ORIGIN = (
    "beneficiary", "agreement__company", "agreement__sale", "agreement__plan", "payment__sale__company",
    "payment__refund_of", "held_meeting__company", "corrects", "recorded_by", "plan", "statement_line__statement",
)  # fmt: skip


@dataclass(frozen=True)
class PayLine:
    """One line, ready to be shown. `may_open`: whether who looks may open its client's card."""

    line: Accrual
    client: Company | None
    may_open: bool = False
    why: str = ""

    @property
    def plan(self) -> CommissionPlan | None:
        return plan_of(self.line)

    @property
    def happened_at(self) -> datetime:
        """When the money came or went, or the meeting was held; else when it was posted."""
        if self.line.payment is not None:
            return self.line.payment.paid_at
        return self.line.held_meeting.held_at if self.line.held_meeting else self.line.posted_at

    @property
    def disputed(self) -> int | None:
        """The dispute that waits for its answer, if there is one."""
        return getattr(self.line, "open_dispute", None)

    @property
    def corrected(self) -> Decimal | None:
        """By how much later lines correct this one, if any does."""
        return getattr(self.line, "corrected_by", None)

    @property
    def statement_key(self) -> str:
        held = getattr(self.line, "statement_line", None)
        return held.statement.key if held else ""

    @property
    def why_words(self) -> str:
        return str(WORDS[self.why]) if self.why else ""


def with_origin(lines: QuerySet[Accrual]) -> QuerySet[Accrual]:
    """Add in the same query everything that a line traces to, its open dispute and the sum of its corrections."""
    dispute = Dispute.objects.filter(accrual=OuterRef("pk"), state=Dispute.State.OPEN).values("pk")
    corrections = (
        Accrual.objects.filter(corrects=OuterRef("pk"))
        .order_by()
        .values("corrects")
        .annotate(of=Sum("amount"))
    )
    return lines.select_related(*WITH_ORIGIN).annotate(
        open_dispute=Subquery(dispute[:1]), corrected_by=Subquery(corrections.values("of"))
    )


def client_of(line: Accrual) -> Company | None:
    """Return the client a line belongs to; a correction has the one of what it corrects, a free one has none."""
    if line.payment is not None:
        return line.payment.sale.company
    if line.held_meeting is not None:
        return line.held_meeting.company
    return line.agreement.company if line.agreement is not None else None


def plan_of(line: Accrual) -> CommissionPlan | None:
    """Return the version of the plan that gave the rate: the line's own, else the agreement's."""
    if line.plan is not None or line.kind == Accrual.Kind.CORRECTION:
        return line.plan
    return line.agreement.plan if line.agreement is not None else None


def pay_lines(lines: Iterable[Accrual], viewer: User, org: Organisation) -> list[PayLine]:
    """Return the lines (read `with_origin`) ready to be shown to `viewer`. One query, whatever their number."""
    found = [(line, client_of(line)) for line in lines]
    clients = {client.pk for _line, client in found if client is not None}
    opened = set(Company.objects.visible_to(viewer).filter(pk__in=clients).values_list("pk", flat=True))
    return [
        PayLine(line, client, client is not None and client.pk in opened, why_of(line, org.zone))
        for line, client in found
    ]


def why_of(line: Accrual, zone: ZoneInfo) -> str:
    """Return the code of why a line of zero is zero; '' of any other."""
    agreement, payment, plan = line.agreement, line.payment, plan_of(line)
    if line.amount or agreement is None or payment is None or plan is None:
        return ""
    return why_nothing(
        rate=line.rate, paid=payment.amount, paid_on=local_day((payment.refund_of or payment).paid_at, zone),
        first_sale_on=local_day(agreement.sale.sold_at, zone), trailing=line.kind == Accrual.Kind.TRAILING,
        duration=plan.duration_months, ended_on=local_day(agreement.ended_at, zone) if agreement.ended_at else None,
        end_reason=agreement.end_reason, has_cap=plan.cap is not None or plan.cap_per_month is not None,
    )  # fmt: skip


def local_day(at: datetime, zone: ZoneInfo) -> date:
    """Return the organisation's day at an instant."""
    return at.astimezone(zone).date()
