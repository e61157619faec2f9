"""What scripts brought, over the API."""

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.lists import Watchers
from callcenter.api.script_figure_serializers import ScriptFiguresOut, ScriptNoteOut, ScriptTestOut
from callcenter.models import Call, Script, ScriptVersion
from callcenter.script_pages import Span, span_of
from callcenter.script_queries import (
    compared,
    notes_of,
    parts_of,
    running_test,
    said_at,
    versions_of,
)
from callcenter.step_queries import version_figures
from salesorg.people.queries import database_now, organisation

DAYS = [
    OpenApiParameter("first", str, description="ISO day"),
    OpenApiParameter("last", str, description="ISO day"),
]
VERSION = OpenApiParameter("version", int, description="the published one by default")


def _days(request: Request) -> Span:
    days, form = span_of(request.query_params, organisation(), database_now())
    if form.errors:
        raise serializers.ValidationError(form.errors.get_json_data())
    return days


@extend_schema(tags=["callcenter"], parameters=[*DAYS, VERSION], responses=ScriptFiguresOut)
@api_view(["GET"])
@permission_classes([Watchers])
def figures(request: Request, pk: int) -> Response:
    """The calls of a period (by default 30 days): every version, and one of them step by step."""
    versions = list(versions_of(get_object_or_404(Script, pk=pk)).filter(published_at__isnull=False)[:50])
    days = _days(request)
    shown = _shown(request, versions)
    brought = compared([one.pk for one in versions], days.start, days.end)
    return Response(ScriptFiguresOut({
        "first": days.first, "last": days.last, "version": shown.number if shown else None,
        "versions": [{"version": one.number, "outcome": brought[one.pk]} for one in versions],
        "steps": version_figures(shown, days.start, days.end, days.zone)[1] if shown else [],
    }).data)  # fmt: skip


def _shown(request: Request, versions: list[ScriptVersion]) -> ScriptVersion | None:
    number = request.query_params.get("version", "")
    if not number:
        return parts_of(versions).published or next(iter(versions), None)
    found = next((one for one in versions if str(one.number) == number), None)
    if found is None:
        raise serializers.ValidationError({"version": ["No such version."]})
    return found


class ScriptNotes(GenericAPIView[Call]):
    """What companies said for which the script had no answer, newest first; `step` names one step."""

    permission_classes = [Watchers]
    serializer_class = ScriptNoteOut
    filter_backends = []
    queryset = Call.objects.none()

    @extend_schema(
        tags=["callcenter"],
        parameters=[*DAYS, OpenApiParameter("step", str)],
        responses=ScriptNoteOut(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        versions = versions_of(get_object_or_404(Script, pk=pk)).values_list("pk", flat=True)
        days, step = _days(request), request.query_params.get("step", "")[:40]
        page = self.paginate_queryset(notes_of(versions, days.start, days.end, step)) or []
        return self.get_paginated_response(
            ScriptNoteOut([row for call in page for row in _notes(call, step)], many=True).data
        )


def _notes(call: Call, step: str) -> list[dict[str, Any]]:
    version = call.script_version.number if call.script_version else 0
    return [
        {
            "call": call.pk,
            "at": call.at,
            "manager": call.manager,
            "version": version,
            "step": code,
            "said": said,
        }
        for code, said in said_at(call, step)
    ]


@extend_schema(tags=["callcenter"], responses=ScriptTestOut)
@api_view(["GET"])
@permission_classes([Watchers])
def test(request: Request, pk: int) -> Response:
    """Both versions of a running test since it began, and whether they differ by more than chance. 404 while none runs."""
    found = running_test(parts_of(versions_of(get_object_or_404(Script, pk=pk))))
    if found is None:
        raise Http404
    return Response(ScriptTestOut({
        "version": found.published.number, "challenger": found.challenger.number, "share": found.challenger.share,
        "since": found.began, "first": found.first, "second": found.second, "verdict": found.verdict,
    }).data)  # fmt: skip
