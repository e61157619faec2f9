from datetime import datetime

from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.sales import verbs
from salesorg.sales.actions._bank_line import decide, finance_only, lock_line
from salesorg.sales.bank_refusals import ReasonUnknown
from salesorg.sales.models import BankLine

Why = BankLine.Why
REASONS = (Why.OWN_TRANSFER, Why.NOT_A_SALE, Why.EXPENSE, Why.RETURNED, Why.ELSEWHERE)


@transaction.atomic
def ignore_line(*, actor: User | None, line: BankLine, reason: str, at: datetime) -> BankLine:
    """Put a waiting line aside for a reason (one of REASONS); `restore_line` takes it back.

    Refusals: `NotYours`, `ReasonUnknown`, `LineDecided`.
    """
    finance_only(actor)
    if reason not in REASONS:
        raise ReasonUnknown
    line = decide(lock_line(line), BankLine.State.IGNORED, reason, actor=actor, at=at)
    record_activity(
        company=None, actor=actor, verb=verbs.BANK_LINE_IGNORED, at=at, line=line.pk, reason=reason
    )
    return line
