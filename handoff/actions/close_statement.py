from datetime import date, datetime
from typing import Any

from django.db import connection, transaction

from handoff import verbs
from handoff.closing_sql import CLOSE
from handoff.models import Statement
from handoff.months import end_of, month_of
from handoff.notifications import tell_of_statement
from handoff.refusals import MonthNotBegun, NothingToClose, StatementClosed
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Organisation, Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def close_statement(*, actor: User, person: User, month: date, at: datetime) -> Statement:
    """Freeze one person's commission of `month` (any day of it) and return the numbered statement.

    It holds the lines that became payable in the month or earlier and stand in no statement yet: all kinds when posted,
    a bonus when its handoff was accepted. What comes later goes into the next month. No line passes through here.
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
    statement = _freeze(actor, person, month, org, at)
    record_activity(
        company=None, actor=actor, verb=verbs.STATEMENT_CLOSED, at=at,
        statement=statement.pk, number=statement.number, person=person.pk, total=str(statement.total),
    )  # fmt: skip
    tell_of_statement(statement, "statement_closed", at)
    return statement


def _freeze(actor: User, person: User, month: date, org: Organisation, at: datetime) -> Statement:
    asked: dict[str, Any] = {
        "person": person.pk, "month": month, "currency": org.currency, "zone": org.time_zone, "at": at,
        "before": end_of(month, org.zone), "number": f"C-{month:%Y-%m}-{person.pk:03d}", "actor": actor.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, asked)
        made = cursor.fetchone()
    if made is None:
        raise NothingToClose
    return Statement.objects.select_related("person").get(pk=made[0])
