"""The base of clients month by month."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.db.models.functions import TruncMonth

from farmers.models import Account


@dataclass(frozen=True)
class BaseMonth:
    """One month: clients taken into care, lost in it, and how many there were at its end."""

    month: date
    gained: int
    lost: int
    clients: int


def client_base(*, since: date, until: date, zone: ZoneInfo) -> list[BaseMonth]:
    """Return the months from the one of `since` to the one of `until`, every account counted by local day. Two queries.

    A lost account that is touched again was never lost: `lost_since` is cleared with it.
    """
    gained = _by_month(Account.objects.annotate(month=TruncMonth("opened_at", tzinfo=zone)))
    lost = _by_month(
        Account.objects.filter(lost_since__isnull=False).annotate(month=TruncMonth("lost_since"))
    )
    first, months, total = since.replace(day=1), [], 0
    for month in _months(min([first, *gained]), until):
        total += gained.get(month, 0) - lost.get(month, 0)
        months.append(BaseMonth(month, gained.get(month, 0), lost.get(month, 0), total))
    return [one for one in months if one.month >= first]


def _by_month(accounts: object) -> dict[date, int]:
    rows = accounts.order_by().values("month").annotate(n=Count("*")).values_list("month", "n")  # type: ignore[attr-defined]
    return {(month.date() if isinstance(month, datetime) else month): n for month, n in rows}


def _months(first: date, last: date) -> list[date]:
    months = [first.replace(day=1)]
    while months[-1] < last.replace(day=1):
        following = months[-1].month % 12 + 1
        months.append(date(months[-1].year + (following == 1), following, 1))
    return months
