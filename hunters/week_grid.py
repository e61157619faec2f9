"""A week as a grid of days and hours. Pure; times are handed in as local ones."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any


@dataclass(frozen=True)
class Cell:
    """What begins on one day within one hour."""

    day: date
    items: Sequence[Any]


@dataclass(frozen=True)
class Row:
    """One hour of the week."""

    hour: int
    cells: Sequence[Cell]


def monday_of(day: date) -> date:
    """Return the Monday of the week of `day`."""
    return day - timedelta(days=day.weekday())


def week_days(monday: date, used: Iterable[date]) -> list[date]:
    """Return Monday to Friday, and a day of the weekend if something is on it."""
    days = [monday + timedelta(days=n) for n in range(7)]
    taken = set(used)
    return [day for day in days if day.weekday() < 5 or day in taken]


def week_grid(
    days: Sequence[date], items: Iterable[tuple[datetime, Any]], first_hour: int, last_hour: int
) -> list[Row]:
    """Return the hours from `first_hour` to `last_hour` (wider if something lies outside) with what begins in them."""
    placed: dict[tuple[date, int], list[Any]] = defaultdict(list)
    for begins, item in items:
        placed[begins.date(), begins.hour].append(item)
    hours = [hour for _, hour in placed]
    span = range(min([first_hour, *hours]), max([last_hour, *(hour + 1 for hour in hours)]))
    return [Row(hour, [Cell(day, placed.get((day, hour), [])) for day in days]) for hour in span]
