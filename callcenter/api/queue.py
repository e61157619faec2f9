"""The queue over the API: next lead, lease, logged call. The same actions as the call screen."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter import actions
from callcenter.api.answers import call_json, claim_json
from callcenter.api.serializers import CallIn, ClaimHeldOut, ClaimOut, LeaseOut
from callcenter.booking import MeetingWish
from callcenter.call_and_next import LookAhead, look_ahead
from callcenter.models import Claim
from callcenter.open_lanes import OpenLanes, now_and_open_lanes
from callcenter.queries import claim_card_of
from callcenter.refusals import AnswerNeeded, ClaimHeld, ClaimNotYours, OnBreak
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


class _Own(threading.local):
    """What one thread keeps for itself."""

    def __init__(self) -> None:
        self.serializer = CallIn(data={})


_own = _Own()
CallManager = role_permission(Role.CALL_MANAGER)


@extend_schema(
    tags=["callcenter"], request=None,
    responses={200: ClaimOut, 204: OpenApiResponse(description="Nothing is due."), 409: ClaimHeldOut},
)  # fmt: skip
@api_view(["POST"])
@permission_classes([CallManager])
def next_lead(request: Request) -> Response:
    """Claim the best due lead; 409 with the one in hand if there is one."""
    try:
        claim = api_once(
            request, "next_lead", lambda: _claimed(request, *now_and_open_lanes(person(request)))
        )
    except ClaimHeld as held:
        return Response({"detail": str(held), "code": held.code, "claim": _in_hand(request)}, status=409)
    return Response(claim) if claim else Response(status=204)


@extend_schema(tags=["callcenter"], request=None, responses=LeaseOut)
@api_view(["POST"])
@permission_classes([CallManager])
def renew(request: Request, claim: int) -> Response:
    """Give the claim a whole lease again."""
    try:
        expires_at = actions.renew_claim(actor=person(request), claim=claim, at=database_now())
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    return Response({"id": claim, "expires_at": expires_at.isoformat()})


@extend_schema(tags=["callcenter"], request=None, responses={204: None})
@api_view(["POST"])
@permission_classes([CallManager])
def release(request: Request, claim: int) -> Response:
    """Give the lead back uncalled."""
    try:
        actions.release_claim(actor=person(request), claim=claim, at=database_now())
    except ClaimNotYours as foreign:
        raise Http404 from foreign
    return Response(status=204)


def log(request: Request) -> Response:
    """Log the call in hand, and take the next lead in the same round trip if `next` is asked for."""
    data = _checked(request.data)
    look = look_ahead(person(request), data["claim"], data["disposition"]) if data.get("next") else None
    at = look.at if look else database_now()
    brought: list[Claim] = []
    try:
        answer = _once(request, lambda: _logged(request, data, at, look, brought))
    except AnswerNeeded as missing:
        raise serializers.ValidationError({missing.field: [str(missing)]}) from missing
    return Response(_with_next(request, answer, look, brought) if look else answer, status=201)


def _checked(sent: Any) -> dict[str, Any]:
    """Validate with this thread's own serializer: making one copies its fields, which takes longer than to log the call."""
    given = _own.serializer
    for left_over in ("_validated_data", "_errors"):
        given.__dict__.pop(left_over, None)
    given.initial_data = sent
    given.is_valid(raise_exception=True)
    return given.validated_data  # type: ignore[no-any-return]


def _once(request: Request, effect: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Without a key there is nothing to remember: the action's own transaction is enough, and a claim ends only once."""
    if not request.headers.get("Idempotency-Key"):
        return effect()
    return api_once(request, "log_call", effect)  # type: ignore[no-any-return]


def _logged(
    request: Request, data: dict[str, Any], at: datetime, look: LookAhead | None, brought: list[Claim]
) -> dict[str, Any]:
    """Log and answer; the next lead that came along goes into `brought`: a replay must not show it again."""
    wish = data.get("meeting")
    call = actions.log_call(
        actor=person(request), claim=data["claim"], disposition=data["disposition"], note=data.get("note", ""), at=at,
        callback_at=data.get("callback_at"), reason=data.get("reason", ""), meeting=MeetingWish(**wish) if wish else None,
        answers=data.get("answers"), phone=data.get("phone"), look=look,
    )  # fmt: skip
    if call.next_claim is not None:
        brought.append(call.next_claim)
    return call_json(call)


def _with_next(
    request: Request, answer: dict[str, Any], look: LookAhead, brought: list[Claim]
) -> dict[str, Any]:
    """After the commit of the call: that no lead can be claimed must not undo what was logged."""
    if brought:
        return {**answer, "next": claim_json(brought[0].card)}
    try:
        return {**answer, "next": _claimed(request, look.at, look.queue)}
    except ClaimHeld:  # a replay, or the other tab was faster: the next lead is the one in hand
        return {**answer, "next": _in_hand(request)}
    except OnBreak:
        return {**answer, "next": None}


def _claimed(request: Request, at: datetime, queue: OpenLanes) -> dict[str, Any] | None:
    claim = actions.take_next_lead(actor=person(request), at=at, queue=queue)
    return claim_json(claim.card) if claim else None


def _in_hand(request: Request) -> dict[str, Any] | None:
    return claim_json(claim_card_of(person(request)))
