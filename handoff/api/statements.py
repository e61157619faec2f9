"""Statements: open, closed, paid; a whole month at once; as files."""

from collections.abc import Sequence
from typing import Any, overload

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from handoff import actions
from handoff.access import SEES_ALL_MONEY, SEES_PAY
from handoff.api.handoffs import _input
from handoff.api.pay_shapes import (
    ClosingShape,
    FullStatementShape,
    KindSumShape,
    LeftOutShape,
    MonthInput,
    MonthPaidShape,
    PayLineShape,
)
from handoff.api.shapes import NothingInput, StatementShape
from handoff.queries import (
    by_kind,
    closings,
    find_statement,
    lines_of,
    open_statements,
    statements_visible_to,
    sums_by_kind,
)
from handoff.queries.left_out import find_left_out
from handoff.queries.pay_lines import pay_lines, with_origin
from handoff.statement_files import statement_file
from handoff.statement_keys import Key
from salesorg.lib.api import CappedPagination
from salesorg.lib.paging import CappedPaginator
from salesorg.people.guards import role_permission
from salesorg.people.models import Role, User
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation

READERS = role_permission(*SEES_PAY)
FINANCE = role_permission(Role.FINANCE)
KEY = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Id of the statement, e.g. 17-2026-11")
PAGE = OpenApiParameter("page", int, description="Of the lines")
LINES = 200


class OpenThenClosed(Sequence[Any]):
    """The open statements, then the closed ones, as one list that is read page by page."""

    def __init__(self, viewer: User) -> None:
        self.open, self.closed = open_statements(viewer), statements_visible_to(viewer)
        self.total = len(self.open) + self.closed.count()

    def __len__(self) -> int:
        return self.total

    @overload
    def __getitem__(self, place: int) -> Any: ...
    @overload
    def __getitem__(self, place: slice) -> list[Any]: ...
    def __getitem__(self, place: int | slice) -> Any:
        if isinstance(place, int):
            return self[place : place + 1][0]
        begin, end, _step = place.indices(self.total)
        opened = len(self.open)
        return [*self.open[begin:end], *self.closed[max(0, begin - opened) : max(0, end - opened)]]


@extend_schema(tags=["handoff"], responses=StatementShape(many=True))
@api_view(["GET"])
@permission_classes([READERS])
def statements(request: Request) -> Response:
    """Statements: open ones first (oldest month first), then the closed and paid ones, newest month first."""
    pages = CappedPagination()
    page = pages.paginate_queryset(OpenThenClosed(person(request)), request)
    return pages.get_paginated_response(StatementShape(page or [], many=True).data)


@extend_schema(tags=["handoff"], parameters=[KEY, PAGE], responses=FullStatementShape)
@api_view(["GET"])
@permission_classes([READERS])
def statement(request: Request, key: Key) -> Response:
    """One statement with its sums by kind and its lines."""
    viewer, org = person(request), organisation()
    found = find_statement(viewer, key, org)
    if found is None:
        raise Http404
    lines = CappedPaginator(with_origin(by_kind(lines_of(found))), LINES, known=found.lines_count)
    page = lines.get_page(request.query_params.get("page"))
    return Response({
        **StatementShape(found).data,
        "kinds": KindSumShape(sums_by_kind(found), many=True).data,
        "lines": PayLineShape(pay_lines(page.object_list, viewer, org), many=True).data,
    })  # fmt: skip


@extend_schema(tags=["handoff"], parameters=[KEY], responses=LeftOutShape)
@api_view(["GET"])
@permission_classes([READERS])
def left_out(request: Request, key: Key) -> Response:
    """What an open statement does not hold, and why."""
    found = find_left_out(person(request), key, organisation())
    if found is None:
        raise Http404
    return Response(LeftOutShape(found).data)


@extend_schema(tags=["handoff"], parameters=[KEY], responses={(200, "application/pdf"): OpenApiTypes.BINARY})
@api_view(["GET"])
@permission_classes([READERS])
def pdf(request: Request, key: Key) -> HttpResponse:
    """A closed statement on paper, in the person's language. Recorded as an export."""
    return _file(request, key, "pdf")


@extend_schema(tags=["handoff"], parameters=[KEY],
               responses={(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"): OpenApiTypes.BINARY})  # fmt: skip
@api_view(["GET"])
@permission_classes([READERS])
def xlsx(request: Request, key: Key) -> HttpResponse:
    """A closed statement as a workbook. Recorded as an export."""
    return _file(request, key, "xlsx")


def _file(request: Request, key: Key, format: str) -> HttpResponse:
    viewer = person(request)
    found = get_object_or_404(statements_visible_to(viewer), person_id=key.person_id, month=key.month)
    return statement_file(actor=viewer, statement=found, format=format, at=timezone.now())


@extend_schema(tags=["handoff"], parameters=[KEY], request=NothingInput, responses=StatementShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def close(request: Request, key: Key) -> Response:
    """Freeze one person's month."""
    _input(request, NothingInput)
    someone, actor = get_object_or_404(User, pk=key.person_id), person(request)

    def effect() -> dict[str, Any]:
        made = actions.close_statement(actor=actor, person=someone, month=key.month, at=timezone.now())
        return dict(StatementShape(made).data)

    return Response(api_once(request, "close_statement", effect))


@extend_schema(tags=["handoff"], parameters=[KEY], request=NothingInput, responses=StatementShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def pay(request: Request, key: Key) -> Response:
    """Record that a closed statement was paid out."""
    _input(request, NothingInput)
    actor = person(request)
    found = get_object_or_404(statements_visible_to(actor), person_id=key.person_id, month=key.month)

    def effect() -> dict[str, Any]:
        return dict(
            StatementShape(actions.pay_statement(actor=actor, statement=found, at=timezone.now())).data
        )

    return Response(api_once(request, "pay_statement", effect))


@extend_schema(tags=["handoff"], request=MonthInput, responses={202: ClosingShape})
@api_view(["POST"])
@permission_classes([FINANCE])
def close_month(request: Request) -> Response:
    """Begin to close everybody's statement of a month."""
    given, actor = _input(request, MonthInput), person(request)

    def effect() -> dict[str, Any]:
        return dict(
            ClosingShape(actions.close_month(actor=actor, month=given["month"], at=timezone.now())).data
        )

    return Response(api_once(request, "close_month", effect), status=202)


@extend_schema(tags=["handoff"], request=MonthInput, responses=MonthPaidShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def pay_month(request: Request) -> Response:
    """Record that all closed statements of a month were paid out, but those below zero."""
    given, actor = _input(request, MonthInput), person(request)

    def effect() -> dict[str, int]:
        return {"paid": actions.pay_month(actor=actor, month=given["month"], at=timezone.now())}

    return Response(api_once(request, "pay_month", effect))


@extend_schema(tags=["handoff"], responses=ClosingShape)
@api_view(["GET"])
@permission_classes([role_permission(*SEES_ALL_MONEY)])
def closing(request: Request, pk: int) -> Response:
    """How far it is."""
    return Response(ClosingShape(get_object_or_404(closings(), pk=pk)).data)
