from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.urls import reverse

from farmers import notifications, sweep_sql, verbs
from farmers.neglect import local_day
from salesorg.people.queries import organisation


@dataclass(frozen=True)
class NeglectSweep:
    """How many clients became neglected, became lost, and are neither any more."""

    raised: int
    lost: int
    cleared: int


@transaction.atomic
def sweep_neglect(*, at: datetime) -> NeglectSweep:
    """Flag the neglected and the lost, clear what is neither any more, mark promises that have passed.

    «Select what is due»: may run twice, in parallel, or not at all for days. Reads the dates that the touch has left on
    the account and never a touch. Each flag is told once: to its farmer one notice, to the heads of the department one
    a day with the counts; the day is a local day of the organisation.
    """
    settings = organisation()
    today = local_day(at, settings.zone)
    portfolio = reverse("farmers:desk")
    given: dict[str, Any] = {
        "today": today,
        "at": at,
        "zone": settings.time_zone,
        "url": portfolio,
        "heads_url": reverse("farmers:portfolios"),
        "key": f"neglect-digest:{today}",
        "neglected_verb": verbs.NEGLECTED,
        "lost_verb": verbs.LOST,
        "neglected_kind": notifications.NEGLECTED,
        "lost_kind": notifications.LOST,
        "promise_kind": notifications.PROMISE_OVERDUE,
        "digest_kind": notifications.NEGLECT_DIGEST,
    }
    with connection.cursor() as cursor:

        def run(statement: str, **more: int) -> list[int]:
            cursor.execute(statement, given | more)
            return list(cursor.fetchone() or ()) if cursor.description else []

        (cleared,) = run(sweep_sql.CLEAR)
        run(sweep_sql.FIND_AGAIN)
        (lost,) = run(sweep_sql.LOSE)
        raised, lost_at_once = run(sweep_sql.RAISE)
        run(sweep_sql.PROMISES)
        lost += lost_at_once
        if raised or lost:
            run(sweep_sql.DIGEST, raised=raised, lost=lost)
    return NeglectSweep(raised=raised, lost=lost, cleared=cleared)
