from datetime import datetime

from django.db import transaction
from django.db.models import F

from handoff import verbs
from handoff.actions.close_statement import close_statement
from handoff.models import MonthClosing
from handoff.queries import open_statements
from handoff.refusals import NothingToClose, StatementClosed
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours
from salesorg.people.models import User


def carry_closing_on(*, closing: MonthClosing, at: datetime) -> MonthClosing:
    """Close everybody's statement of the closing's month, each in a transaction of its own; return it as it then is.

    Killed anywhere it is gone on with: who is closed stays closed and is counted, who is not is found again. Two workers
    at once wait for each other at a person, and the second finds the month closed. It ends when nobody is left, or when
    who asked for it is no longer in finance.
    """
    while people := _open_people(closing):
        try:
            if not sum(_close_one(closing, person, at) for person in people):
                break
        except NotYours:
            break
    _finish(closing, at)
    closing.refresh_from_db()
    return closing


def _open_people(closing: MonthClosing) -> list[User]:
    return [one.person for one in open_statements(closing.asked_by) if one.month == closing.month]


def _close_one(closing: MonthClosing, person: User, at: datetime) -> bool:
    try:
        with transaction.atomic():
            close_statement(actor=closing.asked_by, person=person, month=closing.month, at=at)
            MonthClosing.objects.filter(pk=closing.pk).update(done=F("done") + 1)
    except (StatementClosed, NothingToClose):
        return False
    return True


@transaction.atomic
def _finish(closing: MonthClosing, at: datetime) -> None:
    """Say once how many were closed."""
    if MonthClosing.objects.filter(pk=closing.pk, finished_at__isnull=True).update(finished_at=at):
        done = MonthClosing.objects.values_list("done", flat=True).get(pk=closing.pk)
        record_activity(
            company=None, actor=closing.asked_by, verb=verbs.MONTH_CLOSED, at=at, month=f"{closing.month:%Y-%m}",
            statements=done,
        )  # fmt: skip
