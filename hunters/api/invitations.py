"""Invitations of the client."""

from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hunters.actions import InviteTo, invite_to_meeting
from hunters.api.invitation_serializers import InvitationOut, InviteIn
from hunters.api.meetings import Workers, own_meeting
from salesorg.people.pages import api_once, person


@extend_schema(tags=["hunters"], request=InviteIn, responses={201: InvitationOut})
class Invite(APIView):
    """Send the client another invitation; 409 where there is no mail server."""

    permission_classes = [Workers]

    def post(self, request: Request, pk: int) -> Response:
        meeting = own_meeting(request, pk)
        asked = InviteIn(data=request.data)
        asked.is_valid(raise_exception=True)

        def effect() -> dict[str, Any]:
            made = invite_to_meeting(
                actor=person(request), meeting=meeting, to=InviteTo(**asked.validated_data), at=timezone.now()
            )
            return dict(InvitationOut(made).data)

        return Response(api_once(request, "invite_to_meeting", effect), status=201)
