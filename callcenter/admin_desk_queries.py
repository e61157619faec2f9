"""What waits for the administrator: reviews, audits, overdue callbacks, imports, lists that need attention."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callcenter.list_states import ListState

COUNT_MOST = 1000
DRY_IN_DAYS = 3
# Each is found by a partial index and counted to a thousand: who has more of them needs no exact figure.
_WAITING = f"""
SELECT (SELECT count(*) FROM (SELECT FROM callcenter_review WHERE reviewed_at IS NULL LIMIT {COUNT_MOST}) AS one),
       (SELECT count(*) FROM (SELECT FROM callcenter_meetingaudit WHERE state = 'waiting' LIMIT {COUNT_MOST}) AS one),
       (SELECT count(*) FROM (SELECT FROM callcenter_lead WHERE state = 'callback' AND due_at <= %s LIMIT {COUNT_MOST}) AS one)
"""  # noqa: S608 - a constant only


@dataclass(frozen=True)
class Waiting:
    """How many calls are to be reviewed, meetings to be audited, promised callbacks past their time."""

    reviews: int
    audits: int
    callbacks: int


@dataclass(frozen=True)
class Attention:
    """A list that needs somebody, and why."""

    state: ListState
    why: str | Promise
    level: str


def waiting_at(at: datetime) -> Waiting:
    """Return what waits at `at`. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [at])
        return Waiting(*cursor.fetchone())


def need_attention(states: Iterable[ListState], today: date) -> list[Attention]:
    """Return the lists that are empty, nearly so, expired or about to be, or paused with leads due; grave ones first."""
    found = [Attention(state, *reason) for state in states if (reason := _reason(state, today))]
    return sorted(found, key=lambda one: one.level != "red")


def _reason(state: ListState, today: date) -> tuple[str | Promise, str] | None:
    listed, counts = state.call_list, state.counts
    if not counts.leads:
        return (_("No leads yet: import a file."), "yellow") if not listed.paused else None
    if not counts.left:
        return None
    if listed.expires_on and listed.expires_on <= today:
        return _("It has expired with leads left to call."), "red"
    if listed.paused:
        return (_("Paused while leads are due."), "yellow") if counts.due else None
    if listed.expires_on and (listed.expires_on - today).days <= DRY_IN_DAYS:
        return _("It expires within three days."), "yellow"
    if state.days_left is not None and state.days_left <= DRY_IN_DAYS:
        return _("It runs dry within three working days."), "red" if state.days_left <= 1 else "yellow"
    return None
