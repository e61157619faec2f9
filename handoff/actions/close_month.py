from datetime import date, datetime

from django.db import transaction

from handoff.models import MonthClosing
from handoff.months import month_of
from handoff.queries import open_statements
from handoff.refusals import ClosingUnderWay, EarlierMonthOpen, MonthNotBegun, NothingToClose
from salesorg.lib.background import run_after_commit
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def close_month(*, actor: User, month: date, at: datetime) -> MonthClosing:
    """Begin to close everybody's statement of `month` (any day of it); a job carries it on, person by person.

    Earlier months come first: what they hold would otherwise be taken into this one. Finance only.
    Refusals: `NotYours`, `MonthNotBegun`, `EarlierMonthOpen`, `NothingToClose`, `ClosingUnderWay`.
    """
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    org = organisation()
    month = month.replace(day=1)
    if month > month_of(at, org.zone):
        raise MonthNotBegun
    opened = open_statements(actor, org)
    if any(one.month < month for one in opened):
        raise EarlierMonthOpen
    people = sum(one.month == month for one in opened)
    if not people:
        raise NothingToClose
    with refusing("month_closing_one_open_per_month", ClosingUnderWay), transaction.atomic():
        closing = MonthClosing.objects.create(month=month, people=people, asked_by=actor, asked_at=at)
    run_after_commit("handoff.tasks.carry_closing", closing.pk)
    return closing
