"""API of the people's floor: who am I, and a token for one's own programs."""

from typing import Any

from django.contrib.auth import authenticate
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response

from salesorg.lib.api import StrictSerializer
from salesorg.people.actions import create_token
from salesorg.people.models import Role
from salesorg.people.pages import person


class MeSerializer(serializers.Serializer[Any]):
    """The person who asks."""

    id = serializers.IntegerField(source="pk")
    username = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    team = serializers.CharField(source="team.name", allow_null=True, default=None)
    language = serializers.CharField()
    time_zone = serializers.CharField()


class CredentialsSerializer(StrictSerializer):
    """User name and password."""

    username = serializers.CharField(max_length=64)
    password = serializers.CharField(max_length=200, trim_whitespace=False)


class TokenSerializer(serializers.Serializer[Any]):
    """The token, shown this once."""

    token = serializers.CharField()


@extend_schema(tags=["people"], responses=MeSerializer)
@api_view(["GET"])
def me(request: Request) -> Response:
    """The person whose session or token this is."""
    return Response(MeSerializer(person(request)).data)


@extend_schema(
    tags=["people"],
    auth=[],
    request=CredentialsSerializer,
    responses={
        200: TokenSerializer,
        400: OpenApiResponse(description="Not these credentials, whatever is wrong with them."),
        429: OpenApiResponse(description="Too many wrong passwords: wait a quarter of an hour."),
    },
)
@api_view(["POST"])
@authentication_classes([])
@permission_classes([AllowAny])
def token(request: Request) -> Response:
    """A token for the header `Authorization: Token …`. One answer for a wrong name and for a wrong password."""
    given = CredentialsSerializer(data=request.data)
    given.is_valid(raise_exception=True)
    # The plain request: axes counts failures by its address and shuts the account there (429).
    found = authenticate(request._request, **given.validated_data)
    if found is None:
        refusal = {"detail": "Wrong user name or password.", "code": "wrong_credentials"}
        return Response(refusal, status=status.HTTP_400_BAD_REQUEST)
    _, text = create_token(actor=found)
    return Response({"token": text})
