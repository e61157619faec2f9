from datetime import datetime

from django.db import transaction

from handoff import verbs
from handoff.models import Statement
from handoff.notifications import tell_of_statement
from handoff.refusals import AlreadyPaid
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User


@transaction.atomic
def pay_statement(*, actor: User, statement: Statement, at: datetime) -> Statement:
    """Record that a closed statement was paid out. Finance only. Refusals: `NotYours`, `AlreadyPaid`."""
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    statement = (
        Statement.objects.select_for_update(of=("self",)).select_related("person").get(pk=statement.pk)
    )
    if statement.state == Statement.State.PAID:
        raise AlreadyPaid
    return mark_paid(statement, actor, at)


def mark_paid(statement: Statement, actor: User, at: datetime) -> Statement:
    """Write that a closed statement, which the caller has locked, was paid out, and tell its person."""
    statement.state, statement.paid_at = Statement.State.PAID, at
    statement.save(update_fields=["state", "paid_at"])
    record_activity(
        company=None, actor=actor, verb=verbs.STATEMENT_PAID, at=at,
        statement=statement.pk, number=statement.number, person=statement.person_id, total=str(statement.total),
    )  # fmt: skip
    tell_of_statement(statement, "statement_paid", at)
    return statement
