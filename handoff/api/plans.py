"""Plans, rates of exchange, and what would be paid."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from handoff import actions
from handoff.access import SEES_ALL_MONEY
from handoff.api.handoffs import _input
from handoff.api.plan_shapes import (
    ComparisonShape,
    ExchangeRateInput,
    ExchangeRateShape,
    ForecastShape,
    PlanInput,
    VersionShape,
)
from handoff.api.shapes import NothingInput
from handoff.draft_plan import DraftPlan
from handoff.models import CommissionPlan
from handoff.queries import exchange_rates, plans, portfolio_forecast
from handoff.queries.comparison import Comparison, what_it_would_have_cost
from salesorg.lib.api import CappedPagination
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person

R = Role
READERS = role_permission(*SEES_ALL_MONEY)


@extend_schema(tags=["handoff"], methods=["GET"], responses=VersionShape(many=True))
@extend_schema(tags=["handoff"], methods=["POST"], request=PlanInput, responses={201: VersionShape})
@api_view(["GET", "POST"])
@permission_classes([READERS])
def versions(request: Request) -> Response:
    """All versions of the commission plan, newest first; a new one by the head of sales."""
    if request.method == "GET":
        pages = CappedPagination()
        page = pages.paginate_queryset(plans(), request)
        return pages.get_paginated_response(VersionShape(page or [], many=True).data)
    actor = person(request)
    if not actor.is_in(R.SALES_HEAD):
        raise PermissionDenied
    draft = _draft(request)

    def act() -> dict[str, Any]:
        made = actions.publish_plan(actor=actor, draft=draft, at=timezone.now())
        return dict(VersionShape(plans().get(pk=made.pk)).data)

    return Response(api_once(request, "publish_plan", act), status=201)


@extend_schema(tags=["handoff"], request=PlanInput, responses=ComparisonShape)
@api_view(["POST"])
@permission_classes([READERS])
def compare(request: Request) -> Response:
    """What a version would have cost over the last twelve months; nothing is written."""
    found = what_it_would_have_cost(_draft(request), timezone.now())
    return Response(ComparisonShape(_listed(found)).data)


@extend_schema(tags=["handoff"], request=NothingInput, responses={204: None})
@api_view(["POST"])
@permission_classes([role_permission(R.SALES_HEAD)])
def withdraw(request: Request, pk: int) -> Response:
    """Take back a version that is not in force yet."""
    _input(request, NothingInput)

    def act() -> None:
        found = get_object_or_404(CommissionPlan, pk=pk)
        actions.withdraw_plan(actor=person(request), plan=found, at=timezone.now())

    api_once(request, "withdraw_plan", act)
    return Response(status=204)


@extend_schema(tags=["handoff"], methods=["GET"], responses=ExchangeRateShape(many=True))
@extend_schema(
    tags=["handoff"], methods=["POST"], request=ExchangeRateInput, responses={201: ExchangeRateShape}
)
@api_view(["GET", "POST"])
@permission_classes([READERS])
def rates(request: Request) -> Response:
    """Rates of exchange, newest day first; a new one by finance."""
    if request.method == "GET":
        pages = CappedPagination()
        page = pages.paginate_queryset(exchange_rates(), request)
        return pages.get_paginated_response(ExchangeRateShape(page or [], many=True).data)
    actor = person(request)
    if not actor.is_in(R.FINANCE):
        raise PermissionDenied
    given = _input(request, ExchangeRateInput)

    def act() -> dict[str, Any]:
        return dict(
            ExchangeRateShape(actions.record_exchange_rate(actor=actor, at=timezone.now(), **given)).data
        )

    return Response(api_once(request, "record_exchange_rate", act), status=201)


@extend_schema(tags=["handoff"], responses=ForecastShape)
@api_view(["GET"])
@permission_classes([role_permission(R.HUNTER, R.HUNTERS_HEAD)])
def forecast(request: Request) -> Response:
    """What one's own agreements would pay over the next twelve months."""
    return Response(ForecastShape(portfolio_forecast(person(request), timezone.now())).data)


def _draft(request: Request) -> DraftPlan:
    given = _input(request, PlanInput)
    tiers = tuple((tier["from_month"], tier["rate"]) for tier in given.pop("trailing"))
    return DraftPlan(**given, tiers=tiers)


def _listed(found: Comparison) -> dict[str, Any]:
    return {
        **vars(found),
        "kinds": found.by_kind,
        "months": found.by_month,
        "people": found.by_person,
    }
