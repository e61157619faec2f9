"""Deals: list, open, move, lose, win."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from hunters import actions, queries
from hunters.api.meetings import Workers
from hunters.api.serializers import DealIn, DealOut, LoseIn, MoveIn, StageOut, WinIn, WonOut
from hunters.locking import next_working_day
from hunters.models import Deal, DealStage
from salesorg.clients.queries import companies_visible_to
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation, people_in
from salesorg.sales.actions import LineInput

Readers = role_permission(Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD)


class DealFilter(django_filters.FilterSet):
    """By company, stage (its code), hunter and state."""

    company = django_filters.NumberFilter("company")
    hunter = django_filters.NumberFilter("hunter")
    stage = django_filters.CharFilter("stage__code")
    state = django_filters.ChoiceFilter(choices=Deal.State.choices)

    class Meta:
        model = Deal
        fields: list[str] = []


class _Deals:
    """What the list and the single deal have in common."""

    request: Any

    def get_queryset(self) -> QuerySet[Deal]:
        return queries.with_rotting(queries.deals_visible_to(person(self.request)), timezone.now())

    def get_serializer_context(self) -> dict[str, Any]:
        return {"request": self.request, "currency": organisation().currency}


@extend_schema_view(
    get=extend_schema(tags=["hunters"], responses=DealOut),
    post=extend_schema(tags=["hunters"], request=DealIn, responses={201: DealOut}),
)
class Deals(_Deals, ListAPIView[Deal]):
    """Deals one may see; POST opens one with an own prospect, or a cross-sell with a handed-over client."""

    serializer_class = DealOut
    filterset_class = DealFilter
    queryset = Deal.objects.none()

    def get_permissions(self) -> list[Any]:
        return [Workers()] if self.request.method == "POST" else [Readers()]

    def post(self, request: Request) -> Response:
        asked = DealIn(data=request.data)
        asked.is_valid(raise_exception=True)
        data, at = dict(asked.validated_data), timezone.now()
        company = get_object_or_404(companies_visible_to(person(request)), pk=data.pop("company"))
        hunter = data.pop("hunter")
        data["hunter"] = (
            get_object_or_404(people_in(Role.HUNTER, Role.HUNTERS_HEAD), pk=hunter) if hunter else None
        )
        data["next_step"] = data["next_step"] or _("Agree on the next step")
        data["next_step_on"] = data["next_step_on"] or next_working_day(at)

        def effect() -> dict[str, Any]:
            return _answer(actions.open_deal(actor=person(request), company=company, at=at, **data))

        return Response(api_once(request, "open_deal", effect), status=201)


@extend_schema_view(get=extend_schema(tags=["hunters"]))
class OneDeal(_Deals, RetrieveAPIView[Deal]):
    """One deal."""

    permission_classes = [Readers]
    serializer_class = DealOut
    queryset = Deal.objects.none()


@extend_schema_view(get=extend_schema(tags=["hunters"]))
class Stages(ListAPIView[DealStage]):
    """The open stages of the pipeline in their order; won and lost are states of a deal."""

    permission_classes = [Readers]
    serializer_class = StageOut
    pagination_class = None
    filter_backends = []
    queryset = DealStage.objects.all()


def workable(request: Request, pk: int) -> Deal:
    """The deal if it is one's own (or one heads the hunters); else 404."""
    visible = queries.deals_visible_to(person(request))
    return get_object_or_404(visible & Deal.objects.workable_by(person(request)), pk=pk)


def _answer(deal: Deal) -> dict[str, Any]:
    return dict(DealOut(deal, context={"currency": organisation().currency}).data)


def _asked(serializer: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    asked = serializer(data=request.data)
    asked.is_valid(raise_exception=True)
    return dict(asked.validated_data)


@extend_schema(tags=["hunters"], request=MoveIn, responses=DealOut)
class Move(APIView):
    """Put an open deal into another stage."""

    permission_classes = [Workers]

    def post(self, request: Request, pk: int) -> Response:
        deal, data = workable(request, pk), _asked(MoveIn, request)

        def effect() -> dict[str, Any]:
            return _answer(actions.move_deal(actor=person(request), deal=deal, at=timezone.now(), **data))

        return Response(api_once(request, "move_deal", effect))


@extend_schema(tags=["hunters"], request=LoseIn, responses=DealOut)
class Lose(APIView):
    """Close an open deal without a sale."""

    permission_classes = [Workers]

    def post(self, request: Request, pk: int) -> Response:
        deal, data = workable(request, pk), _asked(LoseIn, request)

        def effect() -> dict[str, Any]:
            return _answer(actions.lose_deal(actor=person(request), deal=deal, at=timezone.now(), **data))

        return Response(api_once(request, "lose_deal", effect))


@extend_schema(tags=["hunters"], request=WinIn, responses={201: WonOut})
class Win(APIView):
    """Win a deal: at a company's first sale with handoff and agreement, in one transaction."""

    permission_classes = [Workers]

    def post(self, request: Request, pk: int) -> Response:
        deal, data = workable(request, pk), _asked(WinIn, request)
        lines = [_line(**line) for line in data["lines"]]

        def effect() -> dict[str, Any]:
            won = actions.win_deal(
                actor=person(request), deal=deal, lines=lines, note=data["note"], at=timezone.now()
            )
            return dict(WonOut(won).data)

        return Response(api_once(request, "win_deal", effect), status=201)


def _line(product: Any, quantity: Any, price: Any, discount: Any) -> LineInput:
    return LineInput(product, quantity, product.price if price is None else price, discount)
