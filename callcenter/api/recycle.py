"""Closed leads back into the queue over the API."""

from datetime import timedelta
from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import recycle_leads
from callcenter.api.lists import Admin
from callcenter.list_counts import closed_by_reason, counts_of_lists
from callcenter.list_queries import call_lists
from callcenter.models import CallList
from callcenter.recycling import NEVER, checked_reasons, outlook
from salesorg.lib.api import StrictSerializer
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


class RecycleIn(StrictSerializer):
    """Which closed leads: by the reason for which they were closed, not called for so many days."""

    reasons = serializers.ListField(
        child=serializers.CharField(max_length=40), allow_empty=False, max_length=50
    )
    older_than_days = serializers.IntegerField(min_value=0, max_value=3650, default=90)


class RecyclePreview(serializers.Serializer[Any]):
    """`closed`: leads per reason; `found`: how many would come back (10001: more than ten thousand), null without reasons.

    `back`: of which reason how many; `staying`: by reason and why it stays away how many; both of the first `looked_at`.
    """

    closed = serializers.DictField(child=serializers.IntegerField())
    found = serializers.IntegerField(allow_null=True)
    back = serializers.DictField(child=serializers.IntegerField())
    staying = serializers.DictField(
        child=serializers.DictField(child=serializers.IntegerField()),
        help_text="why: client, owned, merged, do_not_call, no_number, limit, recent",
    )
    looked_at = serializers.IntegerField()


class RecycleOut(serializers.Serializer[Any]):
    """`returned` so far; `finished_at` is null while it goes on in the background."""

    id = serializers.IntegerField()
    reasons = serializers.ListField(child=serializers.CharField())
    returned = serializers.IntegerField()
    finished_at = serializers.DateTimeField(allow_null=True)


@extend_schema(
    methods=["GET"], tags=["callcenter"], responses=RecyclePreview,
    parameters=[OpenApiParameter("reasons", str, many=True), OpenApiParameter("older_than_days", int)],
)  # fmt: skip
@extend_schema(methods=["POST"], tags=["callcenter"], request=RecycleIn, responses={202: RecycleOut})
@api_view(["GET", "POST"])
@permission_classes([Admin])
def recycle(request: Request, pk: int) -> Response:
    """GET: what is closed and how many leads would come back; POST: bring them back, many of them in the background."""
    call_list = get_object_or_404(call_lists(), pk=pk)
    if request.method == "GET":
        return Response(_preview(request, call_list))
    given = RecycleIn(data=request.data)
    given.is_valid(raise_exception=True)
    answer = api_once(request, "recycle_leads", lambda: _recycled(request, call_list, given.validated_data))
    return Response(answer, status=202)


def _preview(request: Request, call_list: CallList) -> dict[str, Any]:
    at = database_now()
    closed = dict(closed_by_reason(call_list.pk, counts_of_lists([call_list.pk], at)[call_list.pk].closed))
    answer: dict[str, Any] = {
        "closed": {k: n for k, n in closed.items() if k not in NEVER}, "found": None, "back": {}, "staying": {},
        "looked_at": 0,
    }  # fmt: skip
    if asked := request.query_params.getlist("reasons"):
        given = RecycleIn(
            data={"reasons": asked, "older_than_days": request.query_params.get("older_than_days", 90)}
        )
        given.is_valid(raise_exception=True)
        before = at - timedelta(days=given.validated_data["older_than_days"])
        found = outlook(call_list, checked_reasons(given.validated_data["reasons"]), before)
        answer |= {
            "found": found.found,
            "back": found.back,
            "staying": found.staying,
            "looked_at": found.looked_at,
        }
    return answer


def _recycled(request: Request, call_list: CallList, data: dict[str, Any]) -> dict[str, Any]:
    made = recycle_leads(actor=person(request), call_list=call_list, at=database_now(), **data)
    return dict(RecycleOut(made).data)
