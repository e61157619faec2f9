from datetime import datetime

from django.db import transaction

from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.sales import verbs
from salesorg.sales.actions._bank_line import finance_only
from salesorg.sales.bank_refusals import LineNotIgnored
from salesorg.sales.bank_twins import twin_of
from salesorg.sales.models import BankLine


@transaction.atomic
def restore_line(*, actor: User | None, line: BankLine, at: datetime) -> BankLine:
    """Take an ignored line back among those that wait, whoever ignored it. Refusals: `NotYours`, `LineNotIgnored`."""
    finance_only(actor)
    line = BankLine.objects.select_for_update(of=("self",), no_key=True).get(pk=line.pk)
    if line.state != BankLine.State.IGNORED:
        raise LineNotIgnored
    line.why = BankLine.Why.LOOKS_ALIKE if twin_of(line) else ""
    line.state, line.decided_by, line.decided_at = BankLine.State.UNMATCHED, None, None
    line.save(update_fields=["state", "why", "decided_by", "decided_at"])
    record_activity(company=None, actor=actor, verb=verbs.BANK_LINE_RESTORED, at=at, line=line.pk)
    return line
