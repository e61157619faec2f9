"""The webhook of a telephone exchange: signed, told as often as it likes, answered at once."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import api_view, authentication_classes, permission_classes, throttle_classes
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.phone_event import PhoneEvent
from salesorg.dashboards.actions import hear_exchange
from salesorg.dashboards.telephony_guards import EventsPerMinute, Signed
from salesorg.lib.api import StrictSerializer
from salesorg.people.queries import database_now

A_DAY = 86_400


class RecordingField(serializers.URLField):
    """The address of a recording, which browsers will open: http(s) and nothing else."""

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        if given and not given.lower().startswith(("http://", "https://")):
            self.fail("invalid")
        return given


class CallEventSerializer(StrictSerializer):
    """What the exchange says of a call. `from` and `to`: a number in any spelling, an extension, or a SIP address of either."""

    event = serializers.ChoiceField(choices=["ringing", "answered", "ended"])
    direction = serializers.ChoiceField(choices=["inbound", "outbound"])
    to = serializers.CharField(max_length=100, allow_blank=True)
    call_id = serializers.CharField(max_length=80)
    started_at = serializers.DateTimeField(
        required=False,
        allow_null=True,
        help_text="When the call began; without it, when its first event came.",
    )
    duration = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=A_DAY,
        help_text="Seconds of the talk, with the event `ended`.",
    )  # fmt: skip
    recording_url = RecordingField(
        required=False, allow_null=True, allow_blank=True, max_length=500, help_text="With the event `ended`."
    )

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": serializers.CharField(max_length=100, allow_blank=True)}


class AcceptedSerializer(serializers.Serializer[Any]):
    """Whether the number belongs to a company for which somebody waits and was told."""

    known = serializers.BooleanField()


@extend_schema(
    tags=["telephony"],
    auth=[],
    parameters=[OpenApiParameter("X-Signature", str, OpenApiParameter.HEADER, required=True)],
    request=CallEventSerializer,
    responses={
        202: AcceptedSerializer,
        403: OpenApiResponse(description="The signature is not right."),
        413: OpenApiResponse(description="No event of a call is that long."),
        429: OpenApiResponse(
            description="More events in a minute than any exchange has; say it again later."
        ),
    },
)
@api_view(["POST"])
@authentication_classes([])
@permission_classes([Signed])
@throttle_classes([EventsPerMinute])
def events(request: Request) -> Response:
    """An event of a call, in any order and as often as one likes: one call per `call_id`.

    It times the talk of the call manager who has the company in hand. An inbound ringing one shows a client's card to its own farmer, or
    tells the call manager who promised a callback.
    """
    told = CallEventSerializer(data=request.data)
    told.is_valid(raise_exception=True)
    known = hear_exchange(event=_event(told.validated_data), at=database_now())
    return Response({"known": known is not None}, status=status.HTTP_202_ACCEPTED)


def _event(told: dict[str, Any]) -> PhoneEvent:
    inbound = told["direction"] == "inbound"
    theirs, ours = ("from", "to") if inbound else ("to", "from")
    return PhoneEvent(
        kind=told["event"], inbound=inbound, phone=told[theirs], extension=told[ours], call_id=told["call_id"],
        started_at=told.get("started_at"), duration=told.get("duration"), recording_url=told.get("recording_url") or "",
    )  # fmt: skip
