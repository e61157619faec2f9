"""The figures of the department's board, for the page and the API alike."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

import callcenter.funnel
from callcenter.funnel import STEPS, FunnelRow, Split
from farmers.queries import FarmerLoad, hiring_signal
from salesorg.dashboards import staffing
from salesorg.dashboards.period import Period
from salesorg.people.models import Absence, Organisation, Role, User
from salesorg.people.queries import local_day
from salesorg.sales.queries import received, revenue

ZERO = Decimal("0.00")
# Who counts for «sales per employee»: the three stages and their heads.
SELLING = (
    Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.HUNTER, Role.HUNTERS_HEAD, Role.FARMER, Role.FARMERS_HEAD,
    Role.SALES_HEAD,
)  # fmt: skip


@dataclass(frozen=True)
class Revenue:
    """Of one period in one currency: sold by first and by later sales, and money that came in (less refunds)."""

    currency: str
    new: Decimal
    new_sales: int
    repeat: Decimal
    repeat_sales: int
    received: Decimal

    @property
    def total(self) -> Decimal:
        return self.new + self.repeat


def funnel_rows(period: Period, *, settings: Organisation, by: Split, by_event: bool) -> list[FunnelRow]:
    """Return the funnel of a period; by event also a row with the key None for sales without a call of ours."""
    start, end = period.bounds(settings.zone)
    if not by_event:
        return callcenter.funnel.funnel_by_cohort(start=start, end=end, by=by, zone=settings.zone)
    rows = callcenter.funnel.funnel_by_event(start=start, end=end, by=by, zone=settings.zone)
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


def staffing_norms(*, settings: Organisation, at: datetime, loads: list[FarmerLoad]) -> list[staffing.Norm]:
    """Return the three departments against their norms on the local day of `at`."""
    day = local_day(at)
    away = Absence.objects.filter(person=OuterRef("pk"), starts_on__lte=day, ends_on__gte=day)
    counted = (
        User.objects.filter(is_active=True).annotate(away=Exists(away)).order_by().values("role")
        .annotate(employed=Count("pk"), present=Count("pk", filter=Q(away=False)))
    )  # fmt: skip
    found = {row["role"]: staffing.Staff(row["employed"], row["present"]) for row in counted}
    nobody = staffing.Staff(0, 0)
    signal = hiring_signal(at=at, loads=loads)
    return [
        staffing.call_centre(
            found.get(Role.CALL_MANAGER, nobody), found.get(Role.CALL_CENTER_ADMIN, nobody), settings.call_managers_norm
        ),
        staffing.active_sales(
            found.get(Role.HUNTER, nobody), found.get(Role.HUNTERS_HEAD, nobody), settings.hunters_norm
        ),
        staffing.client_department(
            found.get(Role.FARMER, nobody), hire=signal.hire, by=signal.by,
            overloaded=sum(load.overloaded for load in loads),
        ),
    ]  # fmt: skip


def revenue_of(period: Period, settings: Organisation) -> list[Revenue]:
    """Return the revenue of a period, the organisation's currency first (zeros if nothing was sold)."""
    start, end = period.bounds(settings.zone)
    paid = received(start=start, end=end)
    sold: dict[str, dict[str, Any]] = {}
    for row in revenue(start=start, end=end):
        one = sold.setdefault(
            row["currency"], {"new": ZERO, "new_sales": 0, "repeat": ZERO, "repeat_sales": 0}
        )
        kind = "new" if row["kind"] == "first" else "repeat"
        one[kind] += row["amount"]
        one[f"{kind}_sales"] += row["sales"]
    nothing = {"new": ZERO, "new_sales": 0, "repeat": ZERO, "repeat_sales": 0}
    others = sorted((set(sold) | set(paid)) - {settings.currency})
    return [
        Revenue(currency=code, received=paid.get(code, ZERO), **sold.get(code, nothing))
        for code in (settings.currency, *others)
    ]


def employees() -> int:
    """Return how many people work in the three stages and their heads."""
    return User.objects.in_role(*SELLING).count()
