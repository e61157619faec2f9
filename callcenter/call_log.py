"""The log of calls: every call of a period, found by person, list, result and the rest.

The keys of a page, (time, lead), come from the covering index by time alone, whatever is filtered; only the fifty calls
that are shown are then read from the table. So a rare result is found in a year of calls without reading them all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import ExtractHour

from callcenter.models import Call
from callcenter.report_queries import Asked, calls_asked
from salesorg.people.models import Organisation, User


@dataclass(frozen=True)
class LogAsked(Asked):
    """As for a report, and if named of one result, script version, clock hour, or only the reached ones."""

    disposition: int | None = None
    version: int | None = None
    hour: int | None = None
    reached: bool | None = None


def found_calls(viewer: User, asked: LogAsked, settings: Organisation) -> QuerySet[Call]:
    """Return the calls asked for that `viewer` may see, newest first."""
    start, end = asked.period.bounds(settings.zone)
    calls = calls_asked(viewer, asked).filter(at__gte=start, at__lt=end)
    if asked.disposition:
        calls = calls.filter(disposition=asked.disposition)
    if asked.version:
        calls = calls.filter(script_version=asked.version)
    if asked.reached is not None:
        calls = calls.filter(reached=asked.reached)
    if asked.hour is not None:
        calls = calls.annotate(hour=ExtractHour("at", tzinfo=settings.zone)).filter(hour=asked.hour)
    return calls.order_by("-at", "-lead_id")


def log_keys(viewer: User, asked: LogAsked, settings: Organisation) -> QuerySet[Call, tuple[Any, ...]]:
    """Return (time, lead) of the calls asked for: what a page is cut from and counted by."""
    return found_calls(viewer, asked, settings).values_list("at", "lead_id")


def calls_at(viewer: User, keys: Iterable[tuple[Any, ...]]) -> list[Call]:
    """Return the calls of these keys in their order, ready for table rows. Two queries."""
    wanted = list(keys)
    if not wanted:
        return []
    found = (
        Call.objects.visible_to(viewer)
        .filter(at__in={at for at, _ in wanted}, lead__in={lead for _, lead in wanted})
        .select_related("lead__company", "call_list", "disposition", "manager")
        .prefetch_related("lead__company__contact_points")
    )
    by_key: dict[tuple[Any, ...], list[Call]] = {}
    for call in found:
        by_key.setdefault((call.at, call.lead_id), []).append(call)
    return [call for key in dict.fromkeys(wanted) for call in by_key.get(key, [])]
