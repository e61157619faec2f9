"""Handoffs: list, introduce, accept, return, assign."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.decorators import api_view, permission_classes
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from handoff import actions
from handoff.api.passing_shapes import AssignInput, HandoffShape, IntroduceInput, ReturnInput
from handoff.api.shapes import NothingInput
from handoff.checklist import Checklist
from handoff.filters import HandoffFilter
from handoff.models import Handoff
from handoff.queries import handoffs_visible_to
from salesorg.lib.api import StrictSerializer
from salesorg.people.guards import role_permission
from salesorg.people.models import Role, User
from salesorg.people.pages import api_once, person

R = Role
READERS = role_permission(R.HUNTER, R.HUNTERS_HEAD, R.FARMER, R.FARMERS_HEAD, R.SALES_HEAD)
INTRODUCERS = role_permission(R.HUNTER, R.HUNTERS_HEAD)
TAKERS = role_permission(R.FARMER, R.FARMERS_HEAD)
ASSIGNERS = role_permission(R.FARMERS_HEAD, R.SALES_HEAD)


@extend_schema(tags=["handoff"])
class Handoffs(generics.ListAPIView[Handoff]):
    """The handoffs that the caller may see, those whose clock runs out first at the head."""

    queryset = Handoff.objects.none()
    serializer_class = HandoffShape
    permission_classes = [READERS]
    filterset_class = HandoffFilter

    def get_queryset(self) -> QuerySet[Handoff]:
        return handoffs_visible_to(person(self.request)).prefetch_related("passed_promises__promise")


@extend_schema(tags=["handoff"])
class OneHandoff(generics.RetrieveAPIView[Handoff]):
    """One handoff."""

    queryset = Handoff.objects.none()
    serializer_class = HandoffShape
    permission_classes = [READERS]

    def get_queryset(self) -> QuerySet[Handoff]:
        return handoffs_visible_to(person(self.request)).prefetch_related("passed_promises__promise")


@extend_schema(tags=["handoff"], request=IntroduceInput, responses=HandoffShape)
@api_view(["POST"])
@permission_classes([INTRODUCERS])
def introduce(request: Request, pk: int) -> Response:
    """The hunter has introduced the farmer to the client."""
    handoff, given = _visible(request, pk), _input(request, IntroduceInput)
    said = given.pop("promises", handoff.promises)
    promises, remark = (said, handoff.promises) if isinstance(said, list) else ([], said)
    kept = {name: getattr(handoff, name) for name in ("brief", "no_promises", "reaction", "reaction_note")}
    # Left out, the step of the promises counts as done like every other; said to be false, it is done by real promises only.
    done = given.get("no_promises") is not False
    if promises:
        kept["no_promises"] = False
    checklist = Checklist(**{**kept, "promises": remark, "promises_passed": done, **given})

    def act() -> Handoff:
        return actions.introduce_farmer(
            actor=person(request), handoff=handoff, checklist=checklist, promises=promises, at=timezone.now()
        )

    return _answer(request, "introduce_farmer", act)


@extend_schema(tags=["handoff"], request=NothingInput, responses=HandoffShape)
@api_view(["POST"])
@permission_classes([TAKERS])
def accept(request: Request, pk: int) -> Response:
    """The farmer takes the client over; the hunter's bonus becomes payable."""
    handoff, _given = _visible(request, pk), _input(request, NothingInput)
    return _answer(
        request,
        "accept_handoff",
        lambda: actions.accept_handoff(actor=person(request), handoff=handoff, at=timezone.now()),
    )


@extend_schema(tags=["handoff"], request=ReturnInput, responses=HandoffShape)
@api_view(["POST"])
@permission_classes([TAKERS])
def give_back(request: Request, pk: int) -> Response:
    """The farmer returns the client to the head, with a reason."""
    handoff, given = _visible(request, pk), _input(request, ReturnInput)
    return _answer(
        request,
        "return_handoff",
        lambda: actions.return_handoff(actor=person(request), handoff=handoff, at=timezone.now(), **given),
    )


@extend_schema(tags=["handoff"], request=AssignInput, responses=HandoffShape)
@api_view(["POST"])
@permission_classes([ASSIGNERS])
def assign(request: Request, pk: int) -> Response:
    """The head gives the client to a farmer; the clock starts anew."""
    handoff, given = _visible(request, pk), _input(request, AssignInput)
    farmer = User.objects.filter(pk=given["farmer"]).first()
    if farmer is None:
        raise ValidationError({"farmer": ["There is no such person."]})
    return _answer(
        request,
        "assign_handoff",
        lambda: actions.assign_handoff(
            actor=person(request),
            handoff=handoff,
            farmer=farmer,
            at=timezone.now(),
            reason=given["reason"],
            asks_why=False,
        ),
    )


def _visible(request: Request, pk: int) -> Handoff:
    return get_object_or_404(handoffs_visible_to(person(request)), pk=pk)


def _input(request: Request, shape: type[StrictSerializer]) -> dict[str, Any]:
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)


def _answer(request: Request, action: str, act: Callable[[], Handoff]) -> Response:
    return Response(api_once(request, action, lambda: dict(HandoffShape(act()).data)))
