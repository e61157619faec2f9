"""A list's settings in words: its rules, its days, when its calling hours begin."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callcenter.labels import disposition_label
from callcenter.list_around import OwnRule
from callcenter.list_states import Opening
from salesorg.lib.ui.figures import duration


def rule_in_words(rule: OwnRule) -> str:
    """Return «No answer: again after 2 hours, at most 3 times»."""
    label, parts = disposition_label(rule.disposition), []
    if rule.retry_minutes:
        parts.append(_("again after %(time)s") % {"time": duration(rule.retry_minutes * 60)})
    if rule.most:
        parts.append(ngettext("at most %(n)s time", "at most %(n)s times", rule.most) % {"n": rule.most})
    return f"{label}: {', '.join(parts)}"


def names_of_days(days: Iterable[int]) -> list[str]:
    """Return the weekdays of these ISO numbers as one abbreviates them."""
    return [str(WEEKDAYS_ABBR[day - 1]) for day in sorted(days)]


def opening_in_words(opening: Opening, at: datetime) -> str:
    """Return «opens today at 9:00, where most of them are»: on the clock of the companies, not of who reads it."""
    told = {"time": time_format(opening.at.time(), "H:i"), "day": date_format(opening.at.date(), "j E")}
    days = opening.days_from(at)
    if days == 0:
        return _("Opens today at %(time)s local time of most leads") % told
    if days == 1:
        return _("Opens tomorrow at %(time)s local time of most leads") % told
    return _("Opens on %(day)s at %(time)s local time of most leads") % told
