"""Call lists: the administrator's reads and settings."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import create_call_list, update_call_list
from callcenter.api.list_serializers import CallListIn, CallListOut, list_json
from callcenter.list_queries import call_lists
from callcenter.list_settings import AttemptWish
from callcenter.list_states import states_of
from callcenter.models import CallList
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now, settings_and_now

Admin = role_permission(Role.CALL_CENTER_ADMIN)
Watchers = role_permission(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


class CallListFilter(django_filters.FilterSet):
    """By pause and by part of the name."""

    search = django_filters.CharFilter("name", lookup_expr="icontains")

    class Meta:
        model = CallList
        fields = ["paused"]


class CallLists(GenericAPIView[CallList]):
    """All lists with their counts; POST opens a new one."""

    permission_classes = [Admin]
    serializer_class = CallListOut
    filterset_class = CallListFilter
    queryset = CallList.objects.none()

    def get_queryset(self) -> QuerySet[CallList]:
        return call_lists()

    @extend_schema(tags=["callcenter"], responses=CallListOut(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        settings, at = settings_and_now()
        states = states_of(page or [], at, settings)
        return self.get_paginated_response(CallListOut(states, many=True).data)

    @extend_schema(tags=["callcenter"], request=CallListIn, responses={201: CallListOut})
    def post(self, request: Request) -> Response:
        given = CallListIn(data=request.data)
        given.is_valid(raise_exception=True)
        return Response(
            api_once(request, "create_call_list", lambda: _created(request, given.validated_data)), status=201
        )


def _created(request: Request, data: dict[str, Any]) -> dict[str, Any]:
    made = create_call_list(actor=person(request), at=database_now(), **_wishes(data))
    return _state(made)


def _state(call_list: CallList) -> dict[str, Any]:
    settings, at = settings_and_now()
    return list_json(states_of([call_list], at, settings)[0])


class CallListDetail(GenericAPIView[CallList]):
    """One list; PATCH changes what is named."""

    permission_classes = [Admin]
    serializer_class = CallListOut
    queryset = CallList.objects.none()

    @extend_schema(tags=["callcenter"], responses=CallListOut)
    def get(self, request: Request, pk: int) -> Response:
        return Response(_state(get_object_or_404(call_lists(), pk=pk)))

    @extend_schema(tags=["callcenter"], request=CallListIn(partial=True), responses=CallListOut)
    def patch(self, request: Request, pk: int) -> Response:
        call_list = get_object_or_404(call_lists(), pk=pk)
        given = CallListIn(data=request.data, partial=True)
        given.is_valid(raise_exception=True)
        return Response(
            api_once(request, "update_call_list", lambda: _updated(request, call_list, given.validated_data))
        )


def _wishes(data: dict[str, Any]) -> dict[str, Any]:
    """The rules as the actions take them."""
    rules = (
        {"attempt_rules": [AttemptWish(**one) for one in data["attempt_rules"]]}
        if "attempt_rules" in data
        else {}
    )
    return {**data, **rules}


def _updated(request: Request, call_list: CallList, data: dict[str, Any]) -> dict[str, Any]:
    data = _wishes(data)
    return _state(update_call_list(actor=person(request), call_list=call_list, at=database_now(), **data))
