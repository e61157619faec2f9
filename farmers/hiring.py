"""When the client department must grow, by how many and by when (product.md 6, «Hiring»). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


@dataclass(frozen=True)
class HiringNumbers:
    """The settings: weeks to find and train somebody, weeks to plan for, load points of one farmer."""

    ramp_weeks: int
    horizon_weeks: int
    capacity: Decimal


@dataclass(frozen=True)
class HiringSignal:
    """`hire` people (0 = none) who must start by `by`; the rest is the arithmetic, for whoever wants to check it.

    `free` load points of the present farmers, `pace_per_week` load points that come in a week, net of what is lost.
    """

    hire: int
    by: date | None
    free: Decimal
    pace_per_week: Decimal
    nobody_free: bool


def hiring_need(
    *, free: Decimal, pace_per_week: Decimal, nobody_free: bool, today: date, numbers: HiringNumbers
) -> HiringSignal:
    """The department must grow when Free <= Pace x ramp, or nobody can take the next client.

    People needed = ceil((Pace x horizon - Free) / capacity), at least 1; hire by = today + Free / Pace - ramp, not
    before today (a part of a day is rounded down: rather a day early). Without a pace there is nothing to wait for.
    """
    if free > pace_per_week * numbers.ramp_weeks and not nobody_free:
        return HiringSignal(0, None, free, pace_per_week, nobody_free)
    wanted = (pace_per_week * numbers.horizon_weeks - free) / numbers.capacity
    hire = max(1, int(wanted.to_integral_value(ROUND_CEILING)))
    return HiringSignal(hire, _hire_by(free, pace_per_week, today, numbers), free, pace_per_week, nobody_free)


def _hire_by(free: Decimal, pace: Decimal, today: date, numbers: HiringNumbers) -> date:
    if pace <= 0:
        return today
    days = (free * 7 / pace - numbers.ramp_weeks * 7).to_integral_value(ROUND_FLOOR)
    # A tiny pace would lead beyond the calendar; ten years are «not soon» as well.
    return today + timedelta(days=min(max(0, int(days)), 3650))
