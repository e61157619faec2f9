"""Agreements, the ledger, and what a sale would pay."""

from django.db.models import QuerySet
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from handoff.api.handoffs import _input
from handoff.api.shapes import (
    AccrualShape,
    AgreementShape,
    PreviewInput,
    PreviewShape,
)
from handoff.filters import AccrualFilter, AgreementFilter
from handoff.models import Accrual, Agreement
from handoff.queries import (
    accruals_visible_to,
    agreements_visible_to,
    first_sale_would_pay,
)
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import person

R = Role
AGREED = role_permission(R.HUNTER, R.HUNTERS_HEAD, R.FINANCE, R.SALES_HEAD)
# All three stages are paid; each sees own lines.
READERS = role_permission(R.CALL_MANAGER, R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FINANCE, R.SALES_HEAD)


@extend_schema(tags=["handoff"])
class Agreements(generics.ListAPIView[Agreement]):
    """Commission agreements: one's own; all for finance and the head of sales."""

    queryset = Agreement.objects.none()
    serializer_class = AgreementShape
    permission_classes = [AGREED]
    filterset_class = AgreementFilter

    def get_queryset(self) -> QuerySet[Agreement]:
        return agreements_visible_to(person(self.request))


@extend_schema(tags=["handoff"])
class Accruals(generics.ListAPIView[Accrual]):
    """Signed lines of the commission ledger, newest first."""

    queryset = Accrual.objects.none()
    serializer_class = AccrualShape
    permission_classes = [READERS]
    filterset_class = AccrualFilter

    def get_queryset(self) -> QuerySet[Accrual]:
        return accruals_visible_to(person(self.request))


@extend_schema(tags=["handoff"], request=PreviewInput, responses=PreviewShape)
@api_view(["POST"])
@permission_classes([AGREED])
def preview(request: Request) -> Response:
    """What a first sale of `amount` would pay its hunter by the plan in force, by the ledger's own engine."""
    given = _input(request, PreviewInput)
    answer = first_sale_would_pay(
        hunter=person(request), amount=given["amount"], yearly=given.get("yearly"), at=timezone.now()
    )
    return Response(PreviewShape(answer).data)
