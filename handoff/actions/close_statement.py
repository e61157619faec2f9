from datetime import date, datetime

from django.db import transaction

from handoff import verbs
from handoff.models import Accrual, Statement, StatementLine
from handoff.months import end_of, month_of
from handoff.notifications import tell_of_statement
from handoff.queries import payable
from handoff.refusals import MonthNotBegun, NothingToClose, StatementClosed
from salesorg.clients.actions import record_activity
from salesorg.lib.money import ZERO
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def close_statement(*, actor: User, person: User, month: date, at: datetime) -> Statement:
    """Freeze one person's commission of `month` (any day of it) and return the numbered statement.

    It holds the lines that became payable in the month or earlier and stand in no statement yet: trailing and
    cross-sell when posted, a bonus when its handoff was accepted. What comes later goes into the next month.
    Finance only. Refusals: `NotYours`, `MonthNotBegun`, `StatementClosed`, `NothingToClose`.
    """
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    org = organisation()
    month = month.replace(day=1)
    if month > month_of(at, org.zone):
        raise MonthNotBegun
    # Two clerks closing the same person wait for each other here.
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if Statement.objects.filter(person=person, month__gte=month).exists():
        raise StatementClosed
    lines = list(
        payable(Accrual.objects.filter(beneficiary=person, currency=org.currency), before=end_of(month, org.zone))
        .values_list("pk", "amount")
    )  # fmt: skip
    if not lines:
        raise NothingToClose
    statement = Statement.objects.create(
        number=f"C-{month:%Y-%m}-{person.pk:03d}", person=person, month=month, currency=org.currency,
        total=sum((amount for _, amount in lines), ZERO), lines_count=len(lines), closed_at=at, closed_by=actor,
    )  # fmt: skip
    # One INSERT: the database closes the statement behind it.
    StatementLine.objects.bulk_create(StatementLine(statement=statement, accrual_id=pk) for pk, _ in lines)
    record_activity(
        company=None, actor=actor, verb=verbs.STATEMENT_CLOSED, at=at,
        statement=statement.pk, number=statement.number, person=person.pk, total=str(statement.total),
    )  # fmt: skip
    tell_of_statement(statement, "statement_closed", at)
    return statement
