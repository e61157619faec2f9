"""The calls of a report from the sums that are kept by quarters of an hour: millions of calls cost some thousand rows."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Sum

from callcenter.models import CallQuarter, QuartersFolded


def folded_until() -> datetime | None:
    """Return before which moment the calls are added up, or None."""
    return QuartersFolded.objects.values_list("until", flat=True).first()


def kept_sums(
    start: datetime, end: datetime, *, call_list: int | None, by_hour: bool, zone: ZoneInfo
) -> Iterator[dict[str, Any]]:
    """Yield the sums of the calls in [start, end), which must be added up, by local hour or by list (`key`)."""
    rows = CallQuarter.objects.filter(starts_at__gte=start, starts_at__lt=end)
    if call_list:
        rows = rows.filter(call_list_id=call_list)
    name = "starts_at" if by_hour else "call_list_id"
    sums = {f"n_{one}": Sum(one) for one in CallQuarter.sums}
    # What was added and taken away again leaves nothing to show.
    for row in rows.order_by().values(name).annotate(**sums).filter(n_calls__gt=0):
        key = row[name].astimezone(zone).hour if by_hour else row[name]
        yield {"key": key, **{one: row[f"n_{one}"] for one in CallQuarter.sums}}
