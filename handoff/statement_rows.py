"""The lines of a closed statement as its files write them, in the reader's language, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from handoff.models import Accrual, CommissionPlan, Statement
from handoff.queries import by_kind, lines_of
from handoff.queries.pay_lines import PayLine, client_of, local_day, plan_of, why_of, with_origin
from handoff.why_nothing import WORDS
from salesorg.lib.ui.figures import written
from salesorg.people.models import Organisation

CHUNK = 1000


@dataclass(frozen=True)
class SheetRow:
    """One line. `payment` is the paying system's id, `base` what it paid or took back; both empty where there is none."""

    kind: str
    day: date
    client: str
    sale: str
    payment: str
    base: Decimal | None
    base_currency: str
    rate: Decimal | None
    plan: str
    note: str
    amount: Decimal


def sheet_rows(statement: Statement, org: Organisation) -> Iterator[SheetRow]:
    """Yield the lines, kind after kind, oldest first; a thousand are in memory at a time."""
    lines = with_origin(by_kind(lines_of(statement)))
    return (_row(line, org) for line in lines.iterator(chunk_size=CHUNK))


def _row(line: Accrual, org: Organisation) -> SheetRow:
    payment, client = line.payment, client_of(line)
    return SheetRow(
        kind=line.kind, day=local_day(PayLine(line, client).happened_at, org.zone), client=client.name if client else "",
        sale=payment.sale.number if payment else "", payment=payment.external_id if payment else "",
        base=payment.amount if payment else None, base_currency=payment.currency if payment else "",
        rate=line.rate if payment else None, plan=_plan(plan_of(line), org), note=_note(line, org), amount=line.amount,
    )  # fmt: skip


def _plan(plan: CommissionPlan | None, org: Organisation) -> str:
    if plan is None:
        return ""
    since = written(local_day(plan.in_force_from, org.zone), "date")
    return _("%(plan)s of %(day)s") % {"plan": plan.name, "day": since}


def _note(line: Accrual, org: Organisation) -> str:
    """What it gives back or why it was written, and why it is nothing if it is: the words of its page."""
    words = line.reason
    if line.payment is not None and line.payment.refund_of is not None:
        words = _("refund of %(payment)s") % {"payment": line.payment.refund_of.external_id}
    why = why_of(line, org.zone)
    return " · ".join(part for part in (words, str(WORDS[why]) if why else "") if part)
