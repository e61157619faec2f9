"""The webhook of a telephone exchange: signed, told as often as it likes, answered at once."""

import hashlib
import hmac
from typing import Any

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response

from salesorg.dashboards.actions import announce_call
from salesorg.lib.api import StrictSerializer


class Signed(BasePermission):
    """`X-Signature: sha256=<HMAC-SHA256 of the body with TELEPHONY_SECRET, in hex>`; without a secret nobody gets in."""

    def has_permission(self, request: Request, view: object) -> bool:
        secret = settings.TELEPHONY_SECRET
        if not secret:
            return False
        wanted = hmac.new(secret.encode(), request._request.body, hashlib.sha256).hexdigest()
        given = request.headers.get("X-Signature", "").removeprefix("sha256=")
        return hmac.compare_digest(wanted.encode(), given.encode())


class CallEventSerializer(StrictSerializer):
    """What the exchange says of a call."""

    event = serializers.ChoiceField(choices=["ringing", "answered", "ended"])
    direction = serializers.ChoiceField(choices=["inbound", "outbound"])
    to = serializers.CharField(max_length=40, allow_blank=True)
    call_id = serializers.CharField(max_length=80)
    started_at = serializers.DateTimeField(required=False)
    duration = serializers.IntegerField(required=False, min_value=0, help_text="Seconds.")
    recording_url = serializers.URLField(required=False, allow_blank=True)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": serializers.CharField(max_length=40, allow_blank=True)}


class AcceptedSerializer(serializers.Serializer[Any]):
    """Whether the number belongs to a client whose farmer was told."""

    known = serializers.BooleanField()


@extend_schema(
    tags=["telephony"],
    auth=[],
    parameters=[OpenApiParameter("X-Signature", str, OpenApiParameter.HEADER, required=True)],
    request=CallEventSerializer,
    responses={202: AcceptedSerializer, 403: OpenApiResponse(description="The signature is not right.")},
)
@api_view(["POST"])
@authentication_classes([])
@permission_classes([Signed])
def events(request: Request) -> Response:
    """An event of a call; an inbound ringing one shows the client's card to its own farmer."""
    told = CallEventSerializer(data=request.data)
    told.is_valid(raise_exception=True)
    event = told.validated_data
    known = None
    if event["event"] == "ringing" and event["direction"] == "inbound":
        known = announce_call(phone=event["from"], call_id=event["call_id"], at=timezone.now())
    return Response({"known": known is not None}, status=status.HTTP_202_ACCEPTED)
