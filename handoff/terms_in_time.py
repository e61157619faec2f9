"""When a client's trailing rate changes and ends. Pure; days are the organisation's local ones."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from handoff.commission import Terms, age_in_months


@dataclass(frozen=True)
class Standing:
    """The trailing rate today; the day of the next change and the rate then; the day from which nothing is paid."""

    rate: Decimal
    next_day: date | None
    next_rate: Decimal | None
    ends_on: date | None


def month_begins(first_sale: date, months: int) -> date:
    """Return the first day on which the client is `months` old: the 31st and shorter months as in `age_in_months`."""
    year, month = divmod(first_sale.year * 12 + first_sale.month - 1 + months, 12)
    try:
        return first_sale.replace(year=year, month=month + 1)
    except ValueError:
        return date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)


def standing(terms: Terms, first_sale: date, today: date) -> Standing:
    """What holds today for a client whose first sale was on `first_sale`, and what changes when."""
    age = age_in_months(first_sale, today)
    changes = {month for month, _rate in terms.tiers}
    if terms.duration is not None:
        changes.add(terms.duration)
    later = sorted(month for month in changes if month > age)
    now = terms.trailing(age)
    step = next((month for month in later if terms.trailing(month) != now), None)
    return Standing(
        rate=now,
        next_day=month_begins(first_sale, step) if step is not None else None,
        next_rate=terms.trailing(step) if step is not None else None,
        ends_on=month_begins(first_sale, terms.duration) if terms.duration is not None else None,
    )


def month_before(month: date, back: int) -> date:
    """Return the first day of the month that lies `back` months before (negative: after)."""
    year, index = divmod(month.year * 12 + month.month - 1 - back, 12)
    return date(year, index + 1, 1)


def a_year_later(day: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def a_year_before(day: date) -> date:
    """The same day of the year before; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
