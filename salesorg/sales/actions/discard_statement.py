from datetime import datetime, timedelta

from django.db import transaction

from salesorg.people.models import User
from salesorg.sales.actions._bank_line import finance_only
from salesorg.sales.bank_refusals import StatementStarted
from salesorg.sales.models import BankStatement

KEEP = timedelta(days=1)
PREVIEW = BankStatement.Status.PREVIEW


@transaction.atomic
def discard_statement(*, actor: User | None, statement: BankStatement) -> None:
    """Throw away a statement that is not being read yet; its file may then come again. Refusals: `NotYours`, `StatementStarted`."""
    finance_only(actor)
    statement = BankStatement.objects.select_for_update().get(pk=statement.pk)
    if statement.status != PREVIEW:
        raise StatementStarted
    statement.delete()


def forget_statements(*, at: datetime) -> int:
    """Delete uploads that nobody confirmed within a day: they hold names of payers. Returns how many."""
    old = BankStatement.objects.filter(status=PREVIEW, uploaded_at__lt=at - KEEP)
    return old.delete()[1].get("sales.BankStatement", 0)
