"""What is done with an account; the same actions as the pages."""

from collections.abc import Callable
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from farmers import actions, queries
from farmers.access import KEEPERS
from farmers.api import shapes
from farmers.api.reads import Heads, Readers, visible_account
from farmers.models import Promise, Touch
from farmers.models import Request as ClientRequest
from farmers.neglect import local_day
from salesorg.people.guards import role_permission
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation
from salesorg.sales.actions import LineInput

Keepers = role_permission(*KEEPERS)


def valid(serializer: type[serializers.Serializer[Any]], request: Request) -> dict[str, Any]:
    """Return the checked body, or answer 400."""
    given = serializer(data=request.data)
    given.is_valid(raise_exception=True)
    return given.validated_data  # type: ignore[no-any-return]


class _OfAccount(ListAPIView[Any]):
    """What happened with one account, newest first; POST adds to it."""

    filter_backends = []

    def get_permissions(self) -> list[Any]:
        return [Keepers()] if self.request.method == "POST" else [Readers()]

    def created(self, request: Request, name: str, act: Callable[[], Any]) -> Response:
        """Act once and answer 201 with what was made."""
        shape = self.get_serializer_class()
        return Response(api_once(request, name, lambda: shape(act()).data), status=201)


@extend_schema_view(
    get=extend_schema(tags=["farmers"], responses=shapes.TouchSerializer),
    post=extend_schema(tags=["farmers"], request=shapes.TouchInput, responses={201: shapes.TouchSerializer}),
)
class Touches(_OfAccount):
    """Contacts with a client."""

    serializer_class = shapes.TouchSerializer
    queryset = Touch.objects.none()

    def get_queryset(self) -> Any:
        return visible_account(self.request, self.kwargs["pk"]).touches.select_related("person")

    def post(self, request: Request, pk: int) -> Response:
        account, data = visible_account(request, pk), valid(shapes.TouchInput, request)
        moment = data.pop("next_touch_at")
        if moment and not data["next_touch_on"]:
            data["next_touch_on"] = local_day(moment, organisation().zone)
        data["touched_at"] = data.pop("at")

        def act() -> Touch:
            return actions.log_touch(actor=person(request), account=account, at=timezone.now(), **data)

        return self.created(request, "log_touch", act)


@extend_schema_view(
    get=extend_schema(tags=["farmers"], responses=shapes.PromiseSerializer),
    post=extend_schema(
        tags=["farmers"], request=shapes.PromiseInput, responses={201: shapes.PromiseSerializer}
    ),
)
class Promises(_OfAccount):
    """What was promised to a client."""

    serializer_class = shapes.PromiseSerializer
    queryset = Promise.objects.none()

    def get_queryset(self) -> Any:
        return (
            visible_account(self.request, self.kwargs["pk"])
            .promises.select_related("made_by")
            .order_by("-id")
        )

    def post(self, request: Request, pk: int) -> Response:
        account, data = visible_account(request, pk), valid(shapes.PromiseInput, request)

        def act() -> Promise:
            return actions.make_promise(actor=person(request), account=account, at=timezone.now(), **data)

        return self.created(request, "make_promise", act)


@extend_schema_view(
    get=extend_schema(tags=["farmers"], responses=shapes.ClientRequestSerializer),
    post=extend_schema(
        tags=["farmers"], request=shapes.ClientRequestInput, responses={201: shapes.ClientRequestSerializer}
    ),
)
class Requests(_OfAccount):
    """What a client asked for or complained about."""

    serializer_class = shapes.ClientRequestSerializer
    queryset = ClientRequest.objects.none()

    def get_queryset(self) -> Any:
        asked = visible_account(self.request, self.kwargs["pk"]).requests
        return asked.select_related("registered_by").order_by("-id")

    def post(self, request: Request, pk: int) -> Response:
        account, data = visible_account(request, pk), valid(shapes.ClientRequestInput, request)

        def act() -> ClientRequest:
            return actions.register_request(actor=person(request), account=account, at=timezone.now(), **data)

        return self.created(request, "register_request", act)


@extend_schema(tags=["farmers"], request=shapes.RepeatSaleInput, responses={201: shapes.RepeatSaleSerializer})
@api_view(["POST"])
@permission_classes([Keepers])
def sales(request: Request, pk: int) -> Response:
    """Record a repeat sale."""
    account, data = visible_account(request, pk), valid(shapes.RepeatSaleInput, request)

    def act() -> Any:
        sale = actions.record_repeat_sale(
            actor=person(request), account=account, lines=[_line(line) for line in data["lines"]], note=data["note"],
            at=timezone.now(),
        )  # fmt: skip
        return shapes.RepeatSaleSerializer(sale).data

    return Response(api_once(request, "record_repeat_sale", act), status=201)


def _line(line: dict[str, Any]) -> LineInput:
    price = line["product"].price if line["price"] is None else line["price"]
    return LineInput(
        product=line["product"], quantity=line["quantity"], price=price, discount=line["discount"]
    )


@extend_schema(tags=["farmers"], request=shapes.ReassignInput, responses=shapes.AccountSerializer)
@api_view(["POST"])
@permission_classes([Heads])
def reassign(request: Request, pk: int) -> Response:
    """Give the client to another farmer."""
    account, data = visible_account(request, pk), valid(shapes.ReassignInput, request)

    def act() -> Any:
        actions.reassign_account(actor=person(request), account=account, at=timezone.now(), **data)
        return shapes.AccountSerializer(visible_account(request, pk)).data

    return Response(api_once(request, "reassign_account", act))


@extend_schema(tags=["farmers"], request=shapes.SettleInput, responses=shapes.PromiseSerializer)
@api_view(["POST"])
@permission_classes([Keepers])
def settle(request: Request, pk: int) -> Response:
    """Say that a promise was kept or broken."""
    seen = queries.accounts_visible_to(person(request))
    promise = get_object_or_404(Promise.objects.select_related("account"), pk=pk, account__in=seen)
    data = valid(shapes.SettleInput, request)

    def act() -> Any:
        settled = actions.settle_promise(actor=person(request), promise=promise, at=timezone.now(), **data)
        return shapes.PromiseSerializer(settled).data

    return Response(api_once(request, "settle_promise", act))


@extend_schema(tags=["farmers"], request=shapes.AnswerInput, responses=shapes.ClientRequestSerializer)
@api_view(["POST"])
@permission_classes([Keepers])
def answer(request: Request, pk: int) -> Response:
    """Answer a client's request."""
    seen = queries.accounts_visible_to(person(request))
    asked = get_object_or_404(ClientRequest.objects.select_related("account"), pk=pk, account__in=seen)
    data = valid(shapes.AnswerInput, request)

    def act() -> Any:
        answered = actions.answer_request(actor=person(request), request=asked, at=timezone.now(), **data)
        return shapes.ClientRequestSerializer(answered).data

    return Response(api_once(request, "answer_request", act))
