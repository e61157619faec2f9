"""Forbidden numbers over the API."""

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import forbid_calls
from callcenter.api.list_serializers import DoNotCallIn, DoNotCallOut, ForbiddenOut
from callcenter.api.lists import Admin
from callcenter.list_queries import do_not_call
from salesorg.clients.models import DoNotCall
from salesorg.lib.phones import mask_phone, normalise_phone
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now, organisation


class DoNotCallFilter(django_filters.FilterSet):
    """`phone`: one number in any spelling, found exactly or not at all."""

    phone = django_filters.CharFilter(method="exactly")

    class Meta:
        model = DoNotCall
        fields: list[str] = []

    def exactly(self, queryset: QuerySet[DoNotCall], name: str, value: str) -> QuerySet[DoNotCall]:
        return do_not_call(value, organisation().country)


class DoNotCallList(GenericAPIView[DoNotCall]):
    """Forbidden numbers, newest first and masked; POST adds one and closes the leads it leaves without a number."""

    permission_classes = [Admin]
    serializer_class = DoNotCallOut
    filterset_class = DoNotCallFilter
    queryset = DoNotCall.objects.none()

    def get_queryset(self) -> QuerySet[DoNotCall]:
        return do_not_call()

    @extend_schema(tags=["callcenter"], responses=DoNotCallOut(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(DoNotCallOut(page, many=True).data)

    @extend_schema(tags=["callcenter"], request=DoNotCallIn, responses={201: ForbiddenOut})
    def post(self, request: Request) -> Response:
        given = DoNotCallIn(data=request.data)
        given.is_valid(raise_exception=True)
        phone = normalise_phone(given.validated_data["phone"], organisation().country)
        if phone is None:
            raise serializers.ValidationError({"phone": [_("This is not a valid phone number.")]})
        answer = api_once(
            request, "forbid_calls", lambda: _forbidden(request, phone, given.validated_data["reason"])
        )
        return Response(answer, status=201)


def _forbidden(request: Request, phone: str, reason: str) -> dict[str, str | int]:
    done = forbid_calls(actor=person(request), phones=[phone], reason=reason, at=database_now())
    return {"phone": mask_phone(phone), "numbers": done.numbers, "closed": done.closed}
