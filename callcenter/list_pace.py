"""At which pace lists are called, and how long they last at it: one arithmetic for a list's page and for the wallboard."""

from datetime import datetime, timedelta

from django.core.cache import cache
from django.db.models import Count

from callcenter.models import Call

PACE_DAYS = 7
CALLING_DAYS_A_WEEK = 5


def days_at_pace(left: int, calls_a_week: int) -> int | None:
    """Return how many working days `left` leads last, the one that is begun included; None without any pace."""
    return -(-left * CALLING_DAYS_A_WEEK // calls_a_week) if calls_a_week else None


def calls_a_week(at: datetime) -> dict[int, int]:
    """Return calls per list over the last week; kept for a minute, as a week of a large floor is 150,000 rows."""
    key = "callcenter:pace"
    kept: dict[int, int] | None = cache.get(key)
    if kept is None:
        week = Call.objects.filter(at__gt=at - timedelta(days=PACE_DAYS), at__lte=at).order_by()
        rows = week.values_list("call_list").annotate(n=Count("pk"))
        kept = dict(rows)
        cache.set(key, kept, 60)
    return kept
