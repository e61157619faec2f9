"""A call manager's day over the API: the talk's two moments, breaks, who calls us, the figures of the day."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter import actions, desk_queries, queries
from callcenter.api.answers import claim_json
from callcenter.api.desk_serializers import (
    BreakIn,
    BreakOut,
    ColleagueOut,
    LookUpIn,
    LookUpOut,
    MarkOut,
    MyDayOut,
)
from callcenter.api.queue import CallManager
from callcenter.api.serializers import ClaimHeldOut
from callcenter.models import Break
from callcenter.refusals import ClaimHeld, ClaimNotYours
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


@extend_schema(tags=["callcenter"], request=None, responses=MarkOut)
@api_view(["POST"])
@permission_classes([CallManager])
def answered(request: Request, claim: int) -> Response:
    """They answered; harmless when repeated, or when the exchange has told it before."""
    return _mark(request, claim, actions.mark_answered)


@extend_schema(tags=["callcenter"], request=None, responses=MarkOut)
@api_view(["POST"])
@permission_classes([CallManager])
def hung_up(request: Request, claim: int) -> Response:
    """They hung up; harmless when repeated, or when the exchange has told it before."""
    return _mark(request, claim, actions.mark_hung_up)


def _mark(request: Request, claim: int, mark: Callable[..., datetime]) -> Response:
    try:
        at = mark(actor=person(request), claim=claim, at=database_now())
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    return Response({"id": claim, "at": at.isoformat()})


@extend_schema(tags=["callcenter"], request=LookUpIn, responses={200: LookUpOut, 409: ClaimHeldOut})
@api_view(["POST"])
@permission_classes([CallManager])
def look_up(request: Request) -> Response:
    """Somebody calls us: open the lead with exactly this number, or say whose it is. Counts against the day's quota."""
    given = LookUpIn(data=request.data)
    given.is_valid(raise_exception=True)
    try:
        return Response(
            api_once(request, "look_up", lambda: _looked_up(request, given.validated_data["phone"]))
        )
    except ClaimHeld as held:
        in_hand = claim_json(queries.claim_card_of(person(request)))
        return Response({"detail": str(held), "code": held.code, "claim": in_hand}, status=409)


def _looked_up(request: Request, phone: str) -> dict[str, Any]:
    told = actions.take_by_number(actor=person(request), number=phone, at=database_now())
    card = queries.claim_card_of(person(request)) if told.claim else None
    who = ColleagueOut(told.person).data if told.person else None
    return {"found": told.found.value, "claim": claim_json(card), "person": who}


@extend_schema_view(
    get=extend_schema(tags=["callcenter"], responses=BreakOut),
    post=extend_schema(tags=["callcenter"], request=BreakIn, responses={201: BreakOut}),
)
class Breaks(ListAPIView[Break]):
    """One's own breaks, newest first; POST begins one."""

    permission_classes = [CallManager]
    serializer_class = BreakOut
    filter_backends: list[Any] = []
    queryset = Break.objects.none()

    def get_queryset(self) -> QuerySet[Break]:
        return desk_queries.breaks_of(person(self.request))

    def post(self, request: Request) -> Response:
        given = BreakIn(data=request.data)
        given.is_valid(raise_exception=True)
        answer = api_once(request, "start_break", lambda: _started(request, given.validated_data["reason"]))
        return Response(answer, status=201)


def _started(request: Request, reason: str) -> Any:
    return BreakOut(actions.start_break(actor=person(request), reason=reason, at=database_now())).data


@extend_schema(tags=["callcenter"], request=None, responses=BreakOut)
@api_view(["POST"])
@permission_classes([CallManager])
def end_break(request: Request) -> Response:
    """End the break one is on."""
    return Response(api_once(request, "end_break", lambda: _ended(request)))


def _ended(request: Request) -> Any:
    return BreakOut(actions.end_break(actor=person(request), at=database_now())).data


@extend_schema(tags=["callcenter"], responses=MyDayOut)
@api_view(["GET"])
@permission_classes([CallManager])
def my_day(request: Request) -> Response:
    """One's own day against the plan."""
    me, at = person(request), database_now()
    breaks = BreakOut(desk_queries.breaks_of_day(me, at), many=True).data
    day = asdict(queries.my_day(me, at))
    return Response({**day, "coming_up": desk_queries.coming_up(me), "breaks": breaks})
