"""The figures of the department's board, for the page and the API alike."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

import callcenter.funnel
from callcenter.funnel import STEPS, FunnelRow, Split
from farmers.hiring import HiringSignal
from farmers.queries import FarmerLoad
from salesorg.dashboards import staffing
from salesorg.dashboards.staffing import Norm
from salesorg.lib.period import Period
from salesorg.people.models import Absence, Organisation, Role, User

# Who counts for «sales per employee»: the three stages and their heads.
SELLING = (
    Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.HUNTER, Role.HUNTERS_HEAD, Role.FARMER, Role.FARMERS_HEAD,
    Role.SALES_HEAD,
)  # fmt: skip


def funnel_rows(
    period: Period, *, settings: Organisation, by: Split, by_event: bool, calls: bool = True
) -> list[FunnelRow]:
    """Return the funnel of a period; by event also a row with the key None for sales without a call of ours.

    `calls` false, by event: without the calls themselves, for who has counted them already.
    """
    start, end = period.bounds(settings.zone)
    if not by_event:
        return callcenter.funnel.funnel_by_cohort(start=start, end=end, by=by, zone=settings.zone)
    rows = callcenter.funnel.funnel_by_event(start=start, end=end, by=by, zone=settings.zone, calls=calls)
    other = callcenter.funnel.sales_without_call(start=start, end=end)
    if any(other.values()):
        width = 2 if by == "person_and_list" else 1
        rows.append(FunnelRow((None,) * width, **other))
    return rows


def summed(rows: Iterable[FunnelRow], key: Callable[[FunnelRow], Any]) -> dict[Any, FunnelRow]:
    """Add the rows of the same key together; the key with most calls first."""
    sums: dict[Any, FunnelRow] = {}
    for row in rows:
        total = sums.setdefault(key(row), FunnelRow((key(row),)))
        for step in STEPS:
            setattr(total, step, getattr(total, step) + getattr(row, step))
    return dict(sorted(sums.items(), key=lambda pair: (pair[0] is None, -pair[1].calls, -pair[1].booked)))


def ratio(part: int, whole: int) -> Decimal | None:
    """Return part / whole to four places, or None of nothing."""
    return (Decimal(part) / whole).quantize(Decimal("0.0001")) if whole else None


def staff(day: date) -> dict[str, staffing.Staff]:
    """Return how many people of each role are employed, and how many of them are here on a local day. One query."""
    away = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    counted = (
        User.objects.filter(is_active=True).annotate(away=Exists(away)).order_by().values("role")
        .annotate(employed=Count("pk"), present=Count("pk", filter=Q(away=False)))
    )  # fmt: skip
    return {row["role"]: staffing.Staff(row["employed"], row["present"]) for row in counted}


def staffing_norms(
    *, settings: Organisation, at: datetime, loads: list[FarmerLoad], signal: HiringSignal
) -> list[Norm]:
    """Return the three departments against their norms on the local day of `at`."""
    found = defaultdict(lambda: staffing.Staff(0, 0), staff(at.astimezone(settings.zone).date()))
    return [
        staffing.call_centre(
            found[Role.CALL_MANAGER], found[Role.CALL_CENTER_ADMIN], settings.call_managers_norm
        ),
        staffing.active_sales(found[Role.HUNTER], found[Role.HUNTERS_HEAD], settings.hunters_norm),
        staffing.client_department(
            found[Role.FARMER],
            hire=signal.hire,
            by=signal.by,
            overloaded=sum(load.overloaded for load in loads),
        ),
    ]


def employees() -> int:
    """Return how many people work in the three stages and their heads."""
    return int(User.objects.in_role(*SELLING).count())
