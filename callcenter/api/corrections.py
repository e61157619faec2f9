"""Correcting the result of a call just logged: the same action as the page."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter import actions
from callcenter.actions.correct_call import CallNotYours
from callcenter.api.answers import call_json
from callcenter.api.queue import CallManager
from callcenter.api.serializers import CallCorrectedOut, CorrectionIn
from callcenter.booking import MeetingWish
from callcenter.refusals import AnswerNeeded
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


@extend_schema(tags=["callcenter"], request=CorrectionIn, responses=CallCorrectedOut)
@api_view(["POST"])
@permission_classes([CallManager])
def correct(request: Request, call: int) -> Response:
    """Log one's own call anew with the result that was meant: within the minutes that the organisation allows, and only
    while nothing else has happened to the lead (409)."""
    given = CorrectionIn(data=request.data)
    given.is_valid(raise_exception=True)
    try:
        return Response(
            api_once(request, "correct_call", lambda: _corrected(request, call, given.validated_data))
        )
    except CallNotYours as foreign:
        raise Http404 from foreign
    except AnswerNeeded as missing:
        raise serializers.ValidationError({missing.field: [str(missing)]}) from missing


def _corrected(request: Request, call: int, data: dict[str, Any]) -> dict[str, Any]:
    wish = data["meeting"]
    given = {**data, "meeting": MeetingWish(**wish) if wish else None}
    return call_json(actions.correct_call(actor=person(request), call=call, at=database_now(), **given))
