"""The reports as data: the same figures as the page."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.report_queries import SPLITS, Asked, report
from callcenter.report_rows import in_order
from salesorg.lib.filters import BIGGEST_ID
from salesorg.lib.period import period_of
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import organisation

Out = serializers.Serializer[Any]


class ReportQuery(serializers.Serializer[Any]):
    """What may be asked; what is no day, no number or no split is a 400."""

    by = serializers.ChoiceField(choices=SPLITS, default="person")
    to = serializers.DateField(required=False)
    person = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    list = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    script = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": serializers.DateField(required=False)}

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if unknown := sorted(set(self.initial_data) - set(self.fields) - {"format"}):
            raise ValidationError({name: ["Unknown parameter."] for name in unknown})
        if asked.get("from") and asked.get("to") and asked["to"] < asked["from"]:
            raise ValidationError({"to": ["The last day is before the first."]})
        return asked


class FiguresOut(Out):
    """Cohort of the calls: `held`, `no_show` and `first_sales` are of the meetings that these calls booked.

    `talk`, `wrap_up`: average seconds of the calls of which it is known; `per_hour`: calls per working hour.
    """

    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    share = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)
    booked = serializers.IntegerField()
    per_reached = serializers.DecimalField(max_digits=7, decimal_places=4, allow_null=True)
    held = serializers.IntegerField()
    no_show = serializers.IntegerField()
    first_sales = serializers.IntegerField()
    talk = serializers.IntegerField(allow_null=True)
    wrap_up = serializers.IntegerField(allow_null=True)
    per_hour = serializers.DecimalField(max_digits=12, decimal_places=1, allow_null=True)


class ReportRowOut(FiguresOut):
    """One person, list, script version, result (ids) or clock hour; `key` null: calls without a script."""

    key = serializers.IntegerField(allow_null=True)
    name = serializers.CharField()


class ReportOut(Out):
    first_day = serializers.DateField()
    last_day = serializers.DateField()
    by = serializers.ChoiceField(choices=SPLITS)
    total = FiguresOut()
    rows = ReportRowOut(many=True)


@extend_schema(
    tags=["callcenter"],
    parameters=[
        OpenApiParameter("by", str, enum=SPLITS, default="person"),
        OpenApiParameter("from", str, description="First local day, ISO. Default: the first of this month."),
        OpenApiParameter("to", str, description="Last local day, ISO. Default: today."),
        OpenApiParameter("person", int),
        OpenApiParameter("list", int),
        OpenApiParameter("script", int),
    ],
    responses=ReportOut,
)
@api_view(["GET"])
@permission_classes([role_permission(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)])
def reports(request: Request) -> Response:
    """One report; a call manager gets the own calls only."""
    query = ReportQuery(data=request.query_params.dict())
    query.is_valid(raise_exception=True)
    asked, settings, at = query.validated_data, organisation(), timezone.now()
    days = {name: asked[name].isoformat() for name in ("from", "to") if name in asked}
    period = period_of(days, at.astimezone(settings.zone).date())
    wanted = Asked(period, asked.get("person"), asked.get("list"), asked.get("script"))
    found = report(person(request), wanted, by=asked["by"], settings=settings, at=at)
    sort = "name" if found.by == "hour" else "-calls"
    answer = {"first_day": period.first, "last_day": period.last, "by": found.by, "total": found.total,
              "rows": in_order(found.rows, sort)}  # fmt: skip
    return Response(ReportOut(answer).data)
