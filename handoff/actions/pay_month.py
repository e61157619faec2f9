from datetime import date, datetime

from django.db import transaction

from handoff.actions.pay_statement import mark_paid
from handoff.models import Statement
from handoff.refusals import NothingToPay
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def pay_month(*, actor: User, month: date, at: datetime) -> int:
    """Record that every closed statement of `month` (any day of it) was paid out; return how many. Finance only.

    Those below zero stay: money that somebody owes us is settled one by one. Refusals: `NotYours`, `NothingToPay` (also:
    a colleague was first).
    """
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    # In one order; what a colleague has paid in the meantime falls out when its lock is got.
    due = Statement.objects.filter(month=month.replace(day=1), state=Statement.State.CLOSED, total__gte=0)
    statements = list(due.select_for_update(of=("self",)).select_related("person").order_by("pk"))
    if not statements:
        raise NothingToPay
    for statement in statements:
        mark_paid(statement, actor, at)
    return len(statements)
