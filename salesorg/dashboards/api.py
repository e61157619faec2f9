"""API of the boards: the same figures as the page."""

from itertools import pairwise
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.funnel import STEPS, FunnelRow, call_list_names, script_names
from farmers.queries import farmer_loads, hiring_signal
from salesorg.dashboards.figures import employees, funnel_rows, ratio, staffing_norms, summed
from salesorg.dashboards.revenue import revenue_days
from salesorg.dashboards.serializers import (
    SPLITS,
    DaysSerializer,
    FunnelQuery,
    FunnelSerializer,
    NormSerializer,
    RevenueAnswerSerializer,
)
from salesorg.lib.money import to_cents
from salesorg.lib.period import Period, period_of
from salesorg.people.guards import role_permission
from salesorg.people.models import Organisation, Role
from salesorg.people.queries import names_of, organisation

PERMISSIONS: list[type[BasePermission]] = [IsAuthenticated, role_permission(Role.SALES_HEAD)]
NAMES: dict[str, Any] = {"person": names_of, "list": call_list_names, "script": script_names}
DAYS = [
    OpenApiParameter("from", str, description="First local day, ISO. Default: the first of this month."),
    OpenApiParameter("to", str, description="Last local day, ISO. Default: today."),
]


def _period(request: Request, query: type[DaysSerializer], settings: Organisation) -> tuple[Period, Any]:
    asked = query(data=request.query_params)
    asked.is_valid(raise_exception=True)
    today = timezone.now().astimezone(settings.zone).date()
    days = {
        name: asked.validated_data[name].isoformat()
        for name in ("from", "to")
        if name in asked.validated_data
    }
    return period_of(days, today), asked.validated_data


def _steps(row: FunnelRow) -> dict[str, Any]:
    numbers = {step: getattr(row, step) for step in STEPS}
    pairs = pairwise(STEPS)
    return numbers | {
        "conversions": {after: ratio(numbers[after], numbers[before]) for before, after in pairs}
    }


@extend_schema(
    tags=["dashboards"],
    parameters=[
        *DAYS,
        OpenApiParameter("by", str, enum=SPLITS, default="person"),
        OpenApiParameter("count", str, enum=["cohort", "event"], default="cohort"),
    ],
    responses=FunnelSerializer,
)
@api_view(["GET"])
@permission_classes(PERMISSIONS)
def funnel(request: Request) -> Response:
    """Calls, reached, booked, held, first sale, repeat: by cohort of the calls, or each step by its own date."""
    settings = organisation()
    period, asked = _period(request, FunnelQuery, settings)
    rows = funnel_rows(period, settings=settings, by=asked["by"], by_event=asked["count"] == "event")
    sums = summed(rows, lambda row: row.key[0])
    names = NAMES[asked["by"]]([key for key in sums if key is not None]) if asked["by"] in NAMES else {}
    answer = {
        "first_day": period.first,
        "last_day": period.last,
        "by": asked["by"],
        "count": asked["count"],
        "total": _steps(summed(rows, lambda row: None).get(None, FunnelRow((None,)))),
        "rows": [_steps(row) | _label(key, names) for key, row in sums.items()],
    }
    return Response(FunnelSerializer(answer).data)


def _label(key: Any, names: dict[int, str]) -> dict[str, Any]:
    if hasattr(key, "isoformat"):
        return {"key": key.date().isoformat(), "name": f"{key:%Y-%m}"}
    return {"key": key, "name": names.get(key, "—")}


@extend_schema(tags=["dashboards"], responses=NormSerializer(many=True))
@api_view(["GET"])
@permission_classes(PERMISSIONS)
def staffing(request: Request) -> Response:
    """The three departments against their norms today, each with the reason in words."""
    settings, now = organisation(), timezone.now()
    loads = farmer_loads(at=now)
    signal = hiring_signal(at=now, loads=loads)
    norms = staffing_norms(settings=settings, at=now, loads=loads, signal=signal)
    return Response(NormSerializer(norms, many=True).data)


@extend_schema(tags=["dashboards"], parameters=DAYS, responses=RevenueAnswerSerializer)
@api_view(["GET"])
@permission_classes(PERMISSIONS)
def revenue(request: Request) -> Response:
    """What was sold and received in a period, per currency; sales per employee in the organisation's currency."""
    settings = organisation()
    period, _asked = _period(request, DaysSerializer, settings)
    sums = revenue_days(period.first, period.last, settings).of(period)
    staff = employees()
    answer = {
        "first_day": period.first,
        "last_day": period.last,
        "employees": staff,
        "per_employee": to_cents(sums[0].total / staff) if staff else None,
        "currency": settings.currency,
        "sums": sums,
    }
    return Response(RevenueAnswerSerializer(answer).data)
