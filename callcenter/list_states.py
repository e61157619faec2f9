"""Call lists as their pages, the API and the wallboard show them: counts, pace, who calls, what may be called right now.

`callable_now` is the one answer to «what can be called now»: due by time, in a zone whose calling hours are open, of a list
that is neither paused nor expired and that somebody calls.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from json import dumps

from callcenter.calling_window import CallingWindow
from callcenter.list_around import Around, around_lists
from callcenter.list_counts import ListCounts, counts_of_lists
from callcenter.list_pace import calls_a_week, days_at_pace
from callcenter.models import CallList
from callcenter.open_lanes import calling_window
from salesorg.people.models import Organisation
from salesorg.people.queries import organisation

LOOK_AHEAD_DAYS = 30


@dataclass(frozen=True)
class Opening:
    """When calling hours next begin in the zone of most leads that are due, on the clock of these companies."""

    at: datetime

    def days_from(self, now: datetime) -> int:
        """Return how many local days ahead that is: 0 is today."""
        return (self.at.date() - now.astimezone(self.at.tzinfo).date()).days


@dataclass(frozen=True)
class ListState:
    """A list with its counts; `days_left` at the pace of the last week, one call each, or None without any pace.

    `nobody_calls`: it is assigned, and none of those named works here as a call manager any more. `expired`: its last day
    is over. `opening`: only where leads are due and none of them may be called now.
    """

    call_list: CallList
    counts: ListCounts
    days_left: int | None
    expired: bool = False
    calls_a_week: int = 0
    around: Around = field(default_factory=Around)
    callable_now: int = 0
    opening: Opening | None = None
    nobody_calls: bool = False


def states_of(
    lists: Iterable[CallList], at: datetime, settings: Organisation | None = None
) -> list[ListState]:
    """Return the lists with their counts and what stands around them: three queries, however many lists and leads.

    `settings`: the organisation's, by who has read them.
    """
    lists = list(lists)
    around = around_lists([one.pk for one in lists])
    return _states(lists, around, settings or organisation(), at)


def table_of(lists: Iterable[CallList], at: datetime, settings: Organisation) -> list[ListState]:
    """Return lists that come from `call_lists()` with their counts alone, for a table of them: two queries."""
    return _states(list(lists), {}, settings, at)


def _states(
    lists: list[CallList], around: dict[int, Around], settings: Organisation, at: datetime
) -> list[ListState]:
    counts, pace = counts_of_lists([one.pk for one in lists], at, settings.zone), calls_a_week(at)
    return [
        _state(one, counts.get(one.pk, ListCounts()), around.get(one.pk), pace.get(one.pk, 0), settings, at)
        for one in lists
    ]


def _state(
    one: CallList,
    counts: ListCounts,
    around: Around | None,
    a_week: int,
    settings: Organisation,
    at: datetime,
) -> ListState:
    expired = one.expires_on is not None and one.expires_on <= at.astimezone(settings.zone).date()
    nobody: bool = around.nobody_calls if around else one.unmanned  # type: ignore[attr-defined]
    rests = one.paused or expired or nobody
    windows = {} if rests else {zone: _window(one, zone, settings) for zone in counts.due_in}
    callable_now = sum(counts.due_in[zone] for zone, window in windows.items() if window.is_open(at))
    return ListState(
        call_list=one, counts=counts, expired=expired, nobody_calls=nobody, calls_a_week=a_week,
        days_left=days_at_pace(counts.left, a_week),
        around=around or Around(), callable_now=callable_now,
        opening=None if callable_now else _opening(windows, counts, at),
    )  # fmt: skip


def _window(one: CallList, zone: str, settings: Organisation) -> CallingWindow:
    days, own = dumps(one.calling_days), dumps(settings.extra_holidays)
    return calling_window(zone, one.calling_from, one.calling_to, days, one.region, own)


def _opening(windows: dict[str, CallingWindow], counts: ListCounts, at: datetime) -> Opening | None:
    if not windows:
        return None
    window = windows[max(windows, key=lambda zone: counts.due_in[zone])]
    first = next((start for _part, start, _end in window.parts_from(at, LOOK_AHEAD_DAYS)), None)
    return Opening(first.astimezone(window.zone)) if first else None
