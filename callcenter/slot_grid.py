"""Free times as a grid by the client's clock: days as columns, half hours as rows. Pure: no database, no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

DAYS_AT_ONCE = 5


@dataclass(frozen=True)
class Slot:
    """A free time: by their clock (`there`) and by ours, without zones, and who would go."""

    value: str
    there: datetime
    here: datetime
    hunter: str

    @property
    def differs(self) -> bool:
        """Whether the two clocks show different times."""
        return self.there != self.here


@dataclass(frozen=True)
class Day:
    """A column: for every row of the grid what is free then (twice in the hour that an autumn night has twice)."""

    day: date
    rows: list[list[Slot]] = field(default_factory=list)

    @property
    def slots(self) -> Iterator[Slot]:
        """What is free on this day, in its order."""
        return (slot for row in self.rows for slot in row)


@dataclass(frozen=True)
class SlotGrid:
    """Some days one beside the other; only half hours that are free on one of them make a row."""

    times: list[time]
    days: list[Day]
    # The day (its place) that a narrow screen shows first: the one of the chosen time.
    opened: int = 0
    holds_choice: bool = False


def slot_grids(
    starts: Mapping[datetime, str], there: ZoneInfo, here: tzinfo, chosen: str = ""
) -> list[SlotGrid]:
    """Return the free `starts` (aware, with the name of who would go) as grids of five of the client's days each.

    `chosen` is the value of the time that was picked before.
    """
    by_day: dict[date, list[Slot]] = {}
    for moment, hunter in sorted(starts.items()):
        local = moment.astimezone(there).replace(tzinfo=None)
        ours = moment.astimezone(here).replace(tzinfo=None)
        by_day.setdefault(local.date(), []).append(Slot(moment.isoformat(), local, ours, hunter))
    days = list(by_day.items())
    return [_grid(days[n : n + DAYS_AT_ONCE], chosen) for n in range(0, len(days), DAYS_AT_ONCE)]


def _grid(days: list[tuple[date, list[Slot]]], chosen: str) -> SlotGrid:
    times = sorted({slot.there.time() for _, slots in days for slot in slots})
    columns = [
        Day(day, [[one for one in slots if one.there.time() == row] for row in times]) for day, slots in days
    ]
    holding = [n for n, (_, slots) in enumerate(days) if any(one.value == chosen for one in slots)]
    return SlotGrid(times, columns, *((holding[0], True) if holding else ()))
