"""Logged calls and the ways they can end."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.api.queue import CallManager, log
from callcenter.api.serializers import CallIn, CallLoggedOut, CallOut, DispositionOut
from callcenter.models import Call, Disposition
from callcenter.queries import calls_visible_to, dispositions
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import person

Readers = role_permission(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


class CallFilter(django_filters.FilterSet):
    """By manager, company, list, result and time (`since` included, `until` not)."""

    disposition = django_filters.CharFilter("disposition__code")
    company = django_filters.NumberFilter("lead__company")
    lead = django_filters.NumberFilter("lead")
    manager = django_filters.NumberFilter("manager")
    call_list = django_filters.NumberFilter("call_list")
    since = django_filters.IsoDateTimeFilter("at", lookup_expr="gte")
    until = django_filters.IsoDateTimeFilter("at", lookup_expr="lt")

    class Meta:
        model = Call
        fields = ["reached"]


@extend_schema_view(
    get=extend_schema(tags=["callcenter"], responses=CallOut),
    post=extend_schema(tags=["callcenter"], request=CallIn, responses={201: CallLoggedOut}),
)
class Calls(ListAPIView[Call]):
    """Own calls (all for the administrator and the head of sales); POST logs the call in hand."""

    serializer_class = CallOut
    filterset_class = CallFilter
    queryset = Call.objects.none()

    def get_permissions(self) -> list[Any]:
        return [CallManager()] if self.request.method == "POST" else [Readers()]

    def get_queryset(self) -> QuerySet[Call]:
        return calls_visible_to(person(self.request))

    def post(self, request: Request) -> Response:
        return log(request)


@extend_schema_view(get=extend_schema(tags=["callcenter"]))
class Dispositions(ListAPIView[Disposition]):
    """How a call can end, in the order of the call screen."""

    permission_classes = [Readers]
    serializer_class = DispositionOut
    filter_backends = []
    queryset = Disposition.objects.none()

    def get_queryset(self) -> QuerySet[Disposition]:
        return dispositions()
