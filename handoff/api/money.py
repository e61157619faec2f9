"""Agreements, the ledger, statements, and what a sale would pay."""

from collections.abc import Sequence
from typing import Any, overload

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from handoff import actions
from handoff.api.handoffs import _input
from handoff.api.shapes import (
    AccrualShape,
    AgreementShape,
    NothingInput,
    PreviewInput,
    PreviewShape,
    StatementShape,
    StatementWithLinesShape,
)
from handoff.filters import AccrualFilter, AgreementFilter
from handoff.models import Accrual, Agreement
from handoff.queries import (
    accruals_visible_to,
    agreements_visible_to,
    find_statement,
    first_sale_would_pay,
    lines_of,
    open_statements,
    statements_visible_to,
)
from handoff.statement_keys import Key
from salesorg.lib.api import CappedPagination
from salesorg.people.guards import role_permission
from salesorg.people.models import Role, User
from salesorg.people.pages import api_once, person

R = Role
AGREED = role_permission(R.HUNTER, R.HUNTERS_HEAD, R.FINANCE, R.SALES_HEAD)
# All three stages are paid; each sees own lines.
READERS = role_permission(R.CALL_MANAGER, R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FINANCE, R.SALES_HEAD)
KEY = OpenApiParameter("key", str, OpenApiParameter.PATH, description="Id of the statement, e.g. 17-2026-11")


@extend_schema(tags=["handoff"])
class Agreements(generics.ListAPIView[Agreement]):
    """Commission agreements: one's own; all for finance and the head of sales."""

    queryset = Agreement.objects.none()
    serializer_class = AgreementShape
    permission_classes = [AGREED]
    filterset_class = AgreementFilter

    def get_queryset(self) -> QuerySet[Agreement]:
        return agreements_visible_to(person(self.request))


@extend_schema(tags=["handoff"])
class Accruals(generics.ListAPIView[Accrual]):
    """Signed lines of the commission ledger, newest first."""

    queryset = Accrual.objects.none()
    serializer_class = AccrualShape
    permission_classes = [READERS]
    filterset_class = AccrualFilter

    def get_queryset(self) -> QuerySet[Accrual]:
        return accruals_visible_to(person(self.request))


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


@extend_schema(tags=["handoff"], parameters=[KEY], responses=StatementWithLinesShape)
@api_view(["GET"])
@permission_classes([READERS])
def statement(request: Request, key: Key) -> Response:
    """One statement with its lines."""
    found = find_statement(person(request), key)
    if found is None:
        raise Http404
    lines = accruals_visible_to(person(request)).filter(pk__in=lines_of(found).order_by().values("pk"))
    shown = {
        **StatementShape(found).data,
        "lines": AccrualShape(lines.order_by("posted_at", "pk"), many=True).data,
    }
    return Response(shown)


@extend_schema(tags=["handoff"], parameters=[KEY], request=NothingInput, responses=StatementShape)
@api_view(["POST"])
@permission_classes([role_permission(R.FINANCE)])
def close(request: Request, key: Key) -> Response:
    """Freeze one person's month."""
    _input(request, NothingInput)
    someone = get_object_or_404(User, pk=key.person_id)
    actor = person(request)
    return Response(
        api_once(
            request,
            "close_statement",
            lambda: dict(
                StatementShape(
                    actions.close_statement(actor=actor, person=someone, month=key.month, at=timezone.now())
                ).data
            ),
        )
    )


@extend_schema(tags=["handoff"], parameters=[KEY], request=NothingInput, responses=StatementShape)
@api_view(["POST"])
@permission_classes([role_permission(R.FINANCE)])
def pay(request: Request, key: Key) -> Response:
    """Record that a closed statement was paid out."""
    _input(request, NothingInput)
    actor = person(request)
    found = get_object_or_404(statements_visible_to(actor), person_id=key.person_id, month=key.month)
    return Response(
        api_once(
            request,
            "pay_statement",
            lambda: dict(
                StatementShape(actions.pay_statement(actor=actor, statement=found, at=timezone.now())).data
            ),
        )
    )


@extend_schema(tags=["handoff"], request=PreviewInput, responses=PreviewShape)
@api_view(["POST"])
@permission_classes([AGREED])
def preview(request: Request) -> Response:
    """What a first sale of `amount` would pay its hunter by the plan in force, by the ledger's own engine."""
    given = _input(request, PreviewInput)
    answer = first_sale_would_pay(
        hunter=person(request), amount=given["amount"], yearly=given.get("yearly"), at=timezone.now()
    )
    return Response(PreviewShape(answer).data)
