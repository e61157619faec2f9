"""Forbidden numbers over the API."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import forbid_calls, upload_numbers
from callcenter.api.do_not_call_serializers import (
    DoNotCallIn,
    DoNotCallOut,
    ForbiddenOut,
    NumbersFileIn,
    NumbersFileOut,
)
from callcenter.api.lists import Admin
from callcenter.do_not_call_queries import do_not_call, numbers_files
from callcenter.models import NumbersFile
from callcenter.sheets.refusals import FileRefused
from salesorg.clients.models import DoNotCall
from salesorg.lib.phones import mask_phone, normalise_phone
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now, organisation


class DoNotCallFilter(django_filters.FilterSet):
    """`phone`: one number in any spelling, found exactly or not at all; `reason`; `expiring`: only those that run out."""

    phone = django_filters.CharFilter(method="found_later")
    reason = django_filters.CharFilter(method="found_later")
    expiring = django_filters.BooleanFilter(method="found_later")

    class Meta:
        model = DoNotCall
        fields: list[str] = []

    def found_later(self, queryset: QuerySet[DoNotCall], name: str, value: Any) -> QuerySet[DoNotCall]:
        """`filter_queryset` asks one query function for all of them."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[DoNotCall]) -> QuerySet[DoNotCall]:
        asked = self.form.cleaned_data
        return do_not_call(
            asked["phone"] or "",
            organisation().country,
            reason=asked["reason"] or "",
            expiring=bool(asked["expiring"]),
        )


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
        answer = api_once(request, "forbid_calls", lambda: _forbidden(request, phone, given.validated_data))
        return Response(answer, status=201)


class NumbersFiles(GenericAPIView[NumbersFile]):
    """Files of numbers, newest first; POST uploads one, it is read in the background."""

    permission_classes = [Admin]
    parser_classes = [MultiPartParser]
    serializer_class = NumbersFileOut
    filter_backends = []
    queryset = NumbersFile.objects.none()

    def get_queryset(self) -> QuerySet[NumbersFile]:
        return numbers_files()

    @extend_schema(tags=["callcenter"], responses=NumbersFileOut(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(NumbersFileOut(page, many=True).data)

    @extend_schema(
        tags=["callcenter"], request={"multipart/form-data": NumbersFileIn}, responses={202: NumbersFileOut}
    )
    def post(self, request: Request) -> Response:
        given = NumbersFileIn(data=request.data)
        given.is_valid(raise_exception=True)
        try:
            answer = api_once(request, "upload_numbers", lambda: _uploaded(request, given.validated_data))
        except FileRefused as refusal:
            raise serializers.ValidationError({"file": [str(refusal)]}, refusal.code) from refusal
        return Response(answer, status=202)


def _uploaded(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    file = data["file"]
    made = upload_numbers(
        actor=person(request), file=file.file, file_name=file.name, reason=data["reason"],
        expires_on=data["expires_on"], at=database_now(),
    )  # fmt: skip
    return dict(NumbersFileOut(made).data)


def _forbidden(request: Request, phone: str, data: dict[str, Any]) -> dict[str, str | int]:
    done = forbid_calls(
        actor=person(request),
        phones=[phone],
        reason=data["reason"],
        expires_on=data["expires_on"],
        at=database_now(),
    )
    return {"phone": mask_phone(phone), "numbers": done.numbers, "closed": done.closed}
