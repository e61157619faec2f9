"""The next day on which a list rests: a public holiday of its country, or one of the organisation's own."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
from django.utils.translation import get_language
from django.utils.translation import gettext as _

LOOK_AHEAD_DAYS = 370


@dataclass(frozen=True)
class Holiday:
    """A day without calls, and what it is called."""

    day: date
    name: str


def next_holiday(country: str, own: Collection[str], after: date) -> Holiday | None:
    """Return the first holiday on or behind `after`, or None: of `country` (ISO code), or of the days `own` (ISO dates)."""
    days = {date.fromisoformat(str(day)): str(_("The organisation's own day")) for day in own}
    if country in holidays.list_supported_countries():
        last = after + timedelta(days=LOOK_AHEAD_DAYS)
        calendar = holidays.country_holidays(
            country, years=range(after.year, last.year + 1), language=_language(country)
        )
        days |= dict(calendar.items())
    coming = [day for day in days if day >= after]
    return Holiday(min(coming), days[min(coming)]) if coming else None


def _language(country: str) -> str | None:
    """The reader's language where the calendar has it, else English; None is the country's own."""
    known = holidays.list_localized_countries().get(country, [])
    wanted = (get_language() or "en")[:2]
    return next(
        (one for one in known if one[:2] == wanted), next((one for one in known if one[:2] == "en"), None)
    )
