"""Own promised callbacks over the API."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter import actions
from callcenter.api.desk_serializers import CallbackGiveUpIn, CallbackMoveIn, CallbackOut, LeftOut
from callcenter.api.queue import CallManager
from callcenter.models import Lead
from callcenter.queries import callbacks_of
from callcenter.refusals import AnswerNeeded, CallbackNotYours
from salesorg.lib.api import StrictSerializer
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


@extend_schema(tags=["callcenter"])
class Callbacks(ListAPIView[Lead]):
    """What one has promised, the earliest first."""

    permission_classes = [CallManager]
    serializer_class = CallbackOut
    filter_backends: list[Any] = []
    queryset = Lead.objects.none()

    def get_queryset(self) -> QuerySet[Lead]:
        return callbacks_of(person(self.request))


@extend_schema(tags=["callcenter"], request=CallbackMoveIn, responses=LeftOut)
@api_view(["POST"])
@permission_classes([CallManager])
def move(request: Request, lead: int) -> Response:
    """Promise an own callback for another time."""
    return _changed(request, lead, CallbackMoveIn(data=request.data), actions.move_callback)


@extend_schema(tags=["callcenter"], request=CallbackGiveUpIn, responses=LeftOut)
@api_view(["POST"])
@permission_classes([CallManager])
def give_up(request: Request, lead: int) -> Response:
    """Leave an own callback to the others."""
    return _changed(request, lead, CallbackGiveUpIn(data=request.data), actions.give_up_callback)


def _changed(request: Request, lead: int, given: StrictSerializer, step: Any) -> Response:
    given.is_valid(raise_exception=True)
    try:
        return Response(
            api_once(request, step.__name__, lambda: _left(request, lead, given.validated_data, step))
        )
    except CallbackNotYours as foreign:
        raise Http404 from foreign
    except AnswerNeeded as missing:
        raise serializers.ValidationError({missing.field: [str(missing)]}) from missing


def _left(request: Request, lead: int, given: dict[str, Any], step: Any) -> dict[str, Any]:
    left: Lead = step(actor=person(request), lead=lead, at=database_now(), **given)
    return {"id": left.pk, "state": left.state, "due_at": left.due_at.isoformat()}
