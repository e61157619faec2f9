"""What there is to call right now, in all lists together; kept for twenty seconds, as every wallboard asks for it."""

from dataclasses import asdict
from datetime import datetime

from django.core.cache import cache
from django.db.models import Q

from callcenter.floor import ListsNow
from callcenter.list_pace import days_at_pace
from callcenter.list_queries import call_lists
from callcenter.list_states import table_of
from callcenter.models import CallList
from salesorg.people.models import Organisation

KEY, KEEP_SECONDS = "callcenter:lists-now", 20
LISTS_MOST = 100


def lists_now(settings: Organisation, at: datetime) -> ListsNow:
    """Return the state of the lists in use (neither paused nor expired), of the hundred most urgent ones."""
    kept = cache.get(KEY)
    if kept is None:
        kept = asdict(_counted(settings, at))
        cache.set(KEY, kept, KEEP_SECONDS)
    return ListsNow(**kept)


def in_use(settings: Organisation, at: datetime) -> list[CallList]:
    """Return the lists that may be called from at all, the most urgent first."""
    today = at.astimezone(settings.zone).date()
    lives = Q(expires_on__isnull=True) | Q(expires_on__gt=today)
    return list(call_lists().filter(lives, paused=False)[:LISTS_MOST])


def _counted(settings: Organisation, at: datetime) -> ListsNow:
    lists = in_use(settings, at)
    states = table_of(lists, at, settings)
    left = sum(state.counts.left for state in states)
    # At one pace for all: the lists of a floor are called one after the other.
    pace = sum(state.calls_a_week for state in states)
    driest = min(
        (state for state in states if state.days_left is not None and state.counts.left),
        key=lambda state: state.days_left or 0, default=None,
    )  # fmt: skip
    return ListsNow(
        due=sum(state.callable_now for state in states),
        open_lists=sum(state.callable_now > 0 for state in states),
        lists=len(lists),
        left=left,
        days_left=days_at_pace(left, pace),
        driest_id=driest.call_list.pk if driest else None,
        driest=driest.call_list.name if driest else "",
        driest_days=driest.days_left if driest else None,
    )
