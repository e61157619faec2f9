"""API of the boards: the same figures as the page."""

from itertools import pairwise
from typing import Any, get_args

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.funnel import STEPS, FunnelRow, Split, call_list_names, script_names
from farmers.queries import farmer_loads, hiring_signal
from salesorg.dashboards.figures import employees, funnel_rows, ratio, staffing_norms, summed
from salesorg.dashboards.period import Period, period_of
from salesorg.dashboards.revenue import revenue_days
from salesorg.lib.money import to_cents
from salesorg.people.guards import role_permission
from salesorg.people.models import Organisation, Role
from salesorg.people.queries import names_of, organisation

PERMISSIONS = [IsAuthenticated, role_permission(Role.SALES_HEAD)]
SPLITS = [split for split in get_args(Split) if split != "person_and_list"]
NAMES: dict[str, Any] = {"person": names_of, "list": call_list_names, "script": script_names}
DAYS = [
    OpenApiParameter("from", str, description="First local day, ISO. Default: the first of this month."),
    OpenApiParameter("to", str, description="Last local day, ISO. Default: today."),
]


class DaysSerializer(serializers.Serializer[Any]):
    """What may be asked of a period; a day that is no day is a 400 here, where a page falls back to this month."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": serializers.DateField(required=False)}

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked.get("from") and asked.get("to") and asked["to"] < asked["from"]:
            raise serializers.ValidationError({"to": ["The last day is before the first."]})
        return asked


class FunnelQuery(DaysSerializer):
    """What may be asked of the funnel."""

    by = serializers.ChoiceField(choices=SPLITS, default="person")
    count = serializers.ChoiceField(choices=["cohort", "event"], default="cohort")


class StepsSerializer(serializers.Serializer[Any]):
    """How many got to each step, and which share of the step before that is (null of nothing)."""

    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    held = serializers.IntegerField()
    first_sales = serializers.IntegerField()
    repeat = serializers.IntegerField()
    conversions = serializers.DictField(
        child=serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)
    )


class FunnelRowSerializer(StepsSerializer):
    """One person, list, script or month (`key` null: sales without a call of ours, or calls without a script)."""

    key = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class FunnelSerializer(serializers.Serializer[Any]):
    """The funnel of a period."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    by = serializers.ChoiceField(choices=SPLITS)
    count = serializers.ChoiceField(choices=["cohort", "event"])
    total = StepsSerializer()
    rows = FunnelRowSerializer(many=True)


class NormSerializer(serializers.Serializer[Any]):
    """One department against its norm."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=["green", "amber", "red"])
    reason = serializers.CharField()
    employed = serializers.IntegerField()
    present = serializers.IntegerField()
    wanted = serializers.IntegerField()


class RevenueSerializer(serializers.Serializer[Any]):
    """Revenue in one currency: first sales, later ones, payments less refunds."""

    currency = serializers.CharField()
    new = serializers.DecimalField(max_digits=16, decimal_places=2)
    new_sales = serializers.IntegerField()
    repeat = serializers.DecimalField(max_digits=16, decimal_places=2)
    repeat_sales = serializers.IntegerField()
    total = serializers.DecimalField(max_digits=16, decimal_places=2)
    received = serializers.DecimalField(max_digits=16, decimal_places=2)


class RevenueAnswerSerializer(serializers.Serializer[Any]):
    """The revenue of a period, the organisation's currency first."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    employees = serializers.IntegerField()
    per_employee = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    sums = RevenueSerializer(many=True)


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
