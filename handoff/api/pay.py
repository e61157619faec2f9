"""Lines of the ledger one by one, corrections, disputes, and the overview of all."""

from typing import Any

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
from handoff.access import SEES_ALL_MONEY, SEES_PAY
from handoff.api.handoffs import _input
from handoff.api.pay_shapes import (
    CorrectLineInput,
    CorrectPayInput,
    DisputeInput,
    DisputeShape,
    GrantInput,
    OverviewShape,
    PayLineShape,
    RefuseInput,
    TraceShape,
)
from handoff.models import Accrual, Dispute
from handoff.queries.disputes import disputes_visible_to
from handoff.queries.pay_lines import pay_lines
from handoff.queries.pay_overview import pay_overview
from handoff.queries.trace import find_line, trace_of
from salesorg.people.guards import role_permission
from salesorg.people.models import Role, User
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation

READERS = role_permission(*SEES_PAY)
FINANCE = role_permission(Role.FINANCE)


def _line(request: Request, pk: int) -> Accrual:
    found = find_line(person(request), pk)
    if found is None:
        raise Http404
    return found


def _shown(request: Request, pk: int) -> dict[str, Any]:
    row = pay_lines([_line(request, pk)], person(request), organisation())[0]
    return dict(PayLineShape(row).data)


@extend_schema(tags=["handoff"], responses=TraceShape)
@api_view(["GET"])
@permission_classes([READERS])
def line(request: Request, pk: int) -> Response:
    """One line with its arithmetic, corrections and disputes."""
    return Response(TraceShape(trace_of(_line(request, pk), person(request), organisation())).data)


@extend_schema(tags=["handoff"], request=CorrectLineInput, responses={201: PayLineShape})
@api_view(["POST"])
@permission_classes([FINANCE])
def correct_line(request: Request, pk: int) -> Response:
    """Post a correction of a line into the open month; answers with the correction."""
    found, given, actor = _line(request, pk), _input(request, CorrectLineInput), person(request)

    def effect() -> dict[str, Any]:
        made = actions.correct_line(actor=actor, line=found, at=timezone.now(), **given)
        return _shown(request, made.pk)

    return Response(api_once(request, "correct_line", effect), status=201)


@extend_schema(tags=["handoff"], request=CorrectPayInput, responses={201: PayLineShape})
@api_view(["POST"])
@permission_classes([FINANCE])
def corrections(request: Request) -> Response:
    """Post a correction that belongs to no line into the open month of a person."""
    given, actor = _input(request, CorrectPayInput), person(request)
    someone = get_object_or_404(User, pk=given.pop("person"))

    def effect() -> dict[str, Any]:
        made = actions.correct_pay(actor=actor, person=someone, at=timezone.now(), **given)
        return _shown(request, made.pk)

    return Response(api_once(request, "correct_pay", effect), status=201)


@extend_schema(tags=["handoff"], request=DisputeInput, responses={201: DisputeShape})
@api_view(["POST"])
@permission_classes([READERS])
def dispute_line(request: Request, pk: int) -> Response:
    """Contest a line of one's own."""
    found, given, actor = _line(request, pk), _input(request, DisputeInput), person(request)

    def effect() -> dict[str, Any]:
        made = actions.open_dispute(actor=actor, line=found, text=given["text"], at=timezone.now())
        return dict(DisputeShape(made).data)

    return Response(api_once(request, "open_dispute", effect), status=201)


@extend_schema(tags=["handoff"], parameters=[OpenApiParameter("state", str, enum=Dispute.State.values)])
class Disputes(generics.ListAPIView[Dispute]):
    """Contested lines, newest first: one's own; all for finance and the head of sales."""

    queryset = Dispute.objects.none()
    serializer_class = DisputeShape
    permission_classes = [READERS]
    filter_backends = []

    def get_queryset(self) -> QuerySet[Dispute]:
        found = disputes_visible_to(person(self.request))
        state = self.request.query_params.get("state")
        return found.filter(state=state) if state else found


@extend_schema(tags=["handoff"], responses=DisputeShape)
@api_view(["GET"])
@permission_classes([READERS])
def dispute(request: Request, pk: int) -> Response:
    """One dispute with its answer."""
    return Response(DisputeShape(get_object_or_404(disputes_visible_to(person(request)), pk=pk)).data)


@extend_schema(tags=["handoff"], request=RefuseInput, responses=DisputeShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def refuse_dispute(request: Request, pk: int) -> Response:
    """Answer that the line is right."""
    actor = person(request)
    found, given = get_object_or_404(disputes_visible_to(actor), pk=pk), _input(request, RefuseInput)

    def effect() -> dict[str, Any]:
        answered = actions.refuse_dispute(actor=actor, dispute=found, at=timezone.now(), **given)
        return dict(DisputeShape(answered).data)

    return Response(api_once(request, "refuse_dispute", effect))


@extend_schema(tags=["handoff"], request=GrantInput, responses=DisputeShape)
@api_view(["POST"])
@permission_classes([FINANCE])
def grant_dispute(request: Request, pk: int) -> Response:
    """Answer that the line was wrong, and correct it."""
    actor = person(request)
    found, given = get_object_or_404(disputes_visible_to(actor), pk=pk), _input(request, GrantInput)

    def effect() -> dict[str, Any]:
        answered = actions.grant_dispute(actor=actor, dispute=found, at=timezone.now(), **given)
        return dict(DisputeShape(answered).data)

    return Response(api_once(request, "grant_dispute", effect))


@extend_schema(tags=["handoff"], responses=OverviewShape)
@api_view(["GET"])
@permission_classes([role_permission(*SEES_ALL_MONEY)])
def overview(request: Request) -> Response:
    """Commissions earned, closed, paid and owed; agreements that end soon."""
    return Response(OverviewShape(pay_overview(organisation(), timezone.now())).data)
