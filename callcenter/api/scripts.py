"""Scripts over the API: read by the administrator and the head of sales, written by the administrator."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer

from callcenter.actions import (
    create_script,
    rename_script,
    retire_script,
)
from callcenter.api.lists import Admin, Watchers
from callcenter.api.script_serializers import (
    ScriptIn,
    ScriptNameIn,
    ScriptOut,
    ScriptVersionOut,
    script_json,
    version_json,
)
from callcenter.models import Script, ScriptVersion
from callcenter.script_pages import last_days
from callcenter.script_queries import conversions, scripts, versions_of
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now, organisation


def _json(pk: int) -> dict[str, Any]:
    at = database_now()
    days = last_days(organisation(), at)
    return script_json(get_object_or_404(scripts(), pk=pk), conversions(days.start, days.end, days.zone))


def changed(
    request: Request, pk: int, action: Callable[..., object], asked: type[Serializer[Any]]
) -> Response:
    """Do one action of a script at most once, with what was sent, and answer with the script as it then is."""
    given = asked(data=request.data)
    given.is_valid(raise_exception=True)
    script = get_object_or_404(Script, pk=pk)

    def effect() -> dict[str, Any]:
        action(actor=person(request), script=script, at=database_now(), **given.validated_data)
        return _json(pk)

    return Response(api_once(request, action.__name__, effect))


class _ReadByWatchers(GenericAPIView[Script]):
    """Reading is wider than writing."""

    serializer_class = ScriptOut
    filter_backends = []
    queryset = Script.objects.none()

    def get_permissions(self) -> list[Any]:
        return [Watchers() if self.request.method in ("GET", "HEAD", "OPTIONS") else Admin()]


class Scripts(_ReadByWatchers):
    """Scripts with their published steps and what these brought in 30 days; POST makes one with a first draft."""

    def get_queryset(self) -> QuerySet[Script]:
        return scripts()

    @extend_schema(tags=["callcenter"], responses=ScriptOut(many=True))
    def get(self, request: Request) -> Response:
        days = last_days(organisation(), database_now())
        brought = conversions(days.start, days.end, days.zone)
        page = self.paginate_queryset(self.get_queryset()) or []
        return self.get_paginated_response([script_json(script, brought) for script in page])

    @extend_schema(tags=["callcenter"], request=ScriptIn, responses={201: ScriptOut})
    def post(self, request: Request) -> Response:
        given = ScriptIn(data=request.data)
        given.is_valid(raise_exception=True)

        def effect() -> dict[str, Any]:
            made = create_script(actor=person(request), at=database_now(), **given.validated_data)
            return _json(made.script_id)

        return Response(api_once(request, "create_script", effect), status=201)


class ScriptDetail(_ReadByWatchers):
    """One script; PATCH renames it, DELETE takes it out of use (and away, if it was never published)."""

    @extend_schema(tags=["callcenter"], responses=ScriptOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(_json(pk))

    @extend_schema(tags=["callcenter"], request=ScriptNameIn, responses=ScriptOut)
    def patch(self, request: Request, pk: int) -> Response:
        return changed(request, pk, rename_script, ScriptNameIn)

    @extend_schema(tags=["callcenter"], responses={204: None})
    def delete(self, request: Request, pk: int) -> Response:
        script = get_object_or_404(Script, pk=pk)
        retire_script(actor=person(request), script=script, at=database_now())
        return Response(status=204)


class ScriptVersions(GenericAPIView[ScriptVersion]):
    """All versions of a script, newest first, with their steps."""

    permission_classes = [Watchers]
    serializer_class = ScriptVersionOut
    filter_backends = []
    queryset = ScriptVersion.objects.none()

    @extend_schema(tags=["callcenter"], responses=ScriptVersionOut(many=True))
    def get(self, request: Request, pk: int) -> Response:
        page = self.paginate_queryset(versions_of(get_object_or_404(Script, pk=pk))) or []
        return self.get_paginated_response([version_json(version) for version in page])
