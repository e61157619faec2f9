"""Imports over the API: upload (and start at once), progress, report, revert."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes, renderer_classes
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import confirm_import, revert_import, upload_import
from callcenter.actions.confirm_import import MappingWrong
from callcenter.api.import_serializers import ImportIn, ImportOut
from callcenter.api.lists import Admin
from callcenter.duplicate_queries import to_decide
from callcenter.import_report import report_lines
from callcenter.list_queries import call_lists, imports, imports_of
from callcenter.models import CallList, ImportJob
from callcenter.sheets.refusals import FileRefused
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


class CsvRenderer(BaseRenderer):
    """Only says that CSV may be asked for; the view streams it itself."""

    media_type = "text/csv"
    format = "csv"
    charset = "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> Any:
        return str(data)


class ListImports(GenericAPIView[ImportJob]):
    """The imports of a list; POST uploads a file and starts its import."""

    permission_classes = [Admin]
    parser_classes = [MultiPartParser]
    serializer_class = ImportOut
    filter_backends = []
    queryset = ImportJob.objects.none()

    def get_queryset(self) -> QuerySet[ImportJob]:
        return imports_of(self._list())

    def _list(self) -> CallList:
        return get_object_or_404(call_lists(), pk=self.kwargs.get("pk", 0))

    @extend_schema(
        tags=["callcenter"], operation_id="callcenter_list_imports", responses=ImportOut(many=True)
    )
    def get(self, request: Request, pk: int) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(_out(request, page or [], many=True))

    @extend_schema(tags=["callcenter"], request={"multipart/form-data": ImportIn}, responses={202: ImportOut})
    def post(self, request: Request, pk: int) -> Response:
        call_list = self._list()
        given = ImportIn(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            answer = api_once(request, "import", lambda: _started(request, call_list, given.validated_data))
        except FileRefused as refusal:
            raise serializers.ValidationError({"file": [str(refusal)]}, refusal.code) from refusal
        except MappingWrong as refusal:
            raise serializers.ValidationError({"mapping": [str(refusal)]}, refusal.code) from refusal
        return Response(answer, status=202)


def _started(request: Request, call_list: CallList, data: dict[str, Any]) -> Any:
    """Upload and confirm in one transaction: a wrong mapping leaves no upload behind."""
    at, file = database_now(), data["file"]
    job = upload_import(
        actor=person(request), call_list=call_list, file=file.file, file_name=file.name, at=at
    )
    mapping = _merged(job.mapping, data.get("mapping", {}))
    return _out(request, confirm_import(actor=person(request), job=job, mapping=mapping, at=at))


def _merged(guessed: dict[str, str], asked: dict[str, str]) -> dict[str, str]:
    """What was asked for wins: a guess for the same single field gives way."""
    wanted = set(asked.values()) - {"phone", "email", "note", "other", "skip"}
    return {name: "other" if field in wanted else field for name, field in guessed.items()} | asked


def _out(request: Request, jobs: Any, *, many: bool = False) -> Any:
    def report_url(pk: int) -> str:
        return request.build_absolute_uri(reverse("api:callcenter:import_report", args=[pk]))

    shown: list[ImportJob] = list(jobs) if many else [jobs]
    waiting = to_decide([job.pk for job in shown])
    context = {"report_url": report_url, "to_decide": lambda pk: waiting.get(pk, 0)}
    return ImportOut(jobs, many=many, context=context).data


@extend_schema(tags=["callcenter"], responses=ImportOut)
@api_view(["GET"])
@permission_classes([Admin])
def one_import(request: Request, pk: int) -> Response:
    """How far it is and what came of it."""
    return Response(_out(request, _job(pk)))


@extend_schema(tags=["callcenter"], request=None, responses=ImportOut)
@api_view(["POST"])
@permission_classes([Admin])
def revert(request: Request, pk: int) -> Response:
    """Take the import back; 409 once one of its leads was called or claimed."""
    job = _job(pk)
    return Response(api_once(request, "revert_import", lambda: _out(request, _reverted(request, job))))


def _reverted(request: Request, job: ImportJob) -> ImportJob:
    return revert_import(actor=person(request), job=job, at=database_now())


@extend_schema(tags=["callcenter"], responses={(200, "text/csv"): OpenApiTypes.STR})
@api_view(["GET"])
@permission_classes([Admin])
@renderer_classes([JSONRenderer, CsvRenderer])
def report(request: Request, pk: int) -> HttpResponse | StreamingHttpResponse:
    """What became of each row, as CSV in row order; no phones."""
    job = _job(pk)
    headers = {"Content-Disposition": f'attachment; filename="import-{job.pk}.csv"'}
    return StreamingHttpResponse(report_lines(job), content_type="text/csv; charset=utf-8", headers=headers)


def _job(pk: int) -> ImportJob:
    job = imports().filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
