"""Accounts in lists, what happened with them, and the load of the department."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from farmers import queries
from farmers.api.shapes import AccountSerializer, PortfoliosSerializer
from farmers.models import Account
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import person
from salesorg.people.queries import organisation

Readers = role_permission(Role.FARMER, Role.FARMERS_HEAD, Role.SALES_HEAD, Role.FINANCE)
Heads = role_permission(Role.FARMERS_HEAD, Role.SALES_HEAD)


class AccountFilter(django_filters.FilterSet):
    """`farmer` by id or user name, `service_level` by its code, `neglected` and `lost` true or false."""

    farmer = django_filters.CharFilter(method="of_farmer")
    neglected = django_filters.BooleanFilter("neglected_since", lookup_expr="isnull", exclude=True)
    lost = django_filters.BooleanFilter("lost_since", lookup_expr="isnull", exclude=True)
    service_level = django_filters.CharFilter("service_level__code", lookup_expr="iexact")
    company = django_filters.NumberFilter("company")

    class Meta:
        model = Account
        fields: list[str] = []

    def of_farmer(self, found: QuerySet[Account], name: str, value: str) -> QuerySet[Account]:
        """A number too long for an id is nobody's."""
        if value.isascii() and value.isdigit():
            return found.filter(farmer=int(value)) if len(value) < 19 else found.none()
        return found.filter(farmer__username=value)


@extend_schema(tags=["farmers"])
class Accounts(ListAPIView[Account]):
    """The accounts one may see, most urgent first."""

    permission_classes = [Readers]
    serializer_class = AccountSerializer
    filterset_class = AccountFilter
    queryset = Account.objects.none()

    def get_queryset(self) -> QuerySet[Account]:
        return _whole(queries.accounts_visible_to(person(self.request)).filter(closed_at__isnull=True))

    def get_serializer_context(self) -> dict[str, Any]:
        return {**super().get_serializer_context(), "zone": organisation().zone}


@extend_schema(tags=["farmers"])
class OneAccount(RetrieveAPIView[Account]):
    """One account."""

    permission_classes = [Readers]
    serializer_class = AccountSerializer
    queryset = Account.objects.none()

    def get_queryset(self) -> QuerySet[Account]:
        return _whole(queries.accounts_visible_to(person(self.request)))


def _whole(found: QuerySet[Account]) -> QuerySet[Account]:
    return found.select_related("company", "farmer", "service_level")


def visible_account(request: Request, pk: int) -> Account:
    """Fetch an account through access: a foreign one is not there."""
    return get_object_or_404(_whole(queries.accounts_visible_to(person(request))), pk=pk)


@extend_schema(tags=["farmers"], request=None, responses=PortfoliosSerializer)
@api_view(["GET"])
@permission_classes([Heads])
def portfolios(request: Request) -> Response:
    """Every farmer's load, and whether the department must grow."""
    now, settings = timezone.now(), organisation()
    loads = queries.farmer_loads(at=now, settings=settings)
    signal = queries.hiring_signal(at=now, loads=loads, settings=settings)
    answer = {"count": len(loads), "next": None, "previous": None, "results": loads, "department": signal}
    return Response(PortfoliosSerializer(answer).data)
