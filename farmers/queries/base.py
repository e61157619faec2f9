"""The base of clients month by month."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from farmers.models import ClientMonth


@dataclass(frozen=True)
class BaseMonth:
    """One month: clients taken into care, lost in it, and how many there were at its end."""

    month: date
    gained: int
    lost: int
    clients: int


def client_base(*, since: date, until: date) -> list[BaseMonth]:
    """Return the months from the one of `since` to the one of `until`, every account counted by local day. One query.

    A lost account that is touched again was never lost: `lost_since` is cleared with it.
    """
    gained: Counter[date] = Counter()
    lost: Counter[date] = Counter()
    for month, came, left in ClientMonth.objects.values_list("month").annotate(Sum("gained"), Sum("lost")):
        gained[month], lost[month] = came, left
    first, found, total = since.replace(day=1), [], 0
    for month in _months(min([first, *gained]), until):
        total += gained[month] - lost[month]
        found.append(BaseMonth(month, gained[month], lost[month], total))
    return [one for one in found if one.month >= first]


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while months[-1] < last.replace(day=1):
        following = months[-1].month % 12 + 1
        months.append(date(months[-1].year + (following == 1), following, 1))
    return months
