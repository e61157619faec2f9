"""Possible duplicates over the API: read, decide, take back."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import keep_apart, merge_companies, reopen_duplicate
from callcenter.api.lists import Admin
from callcenter.duplicate_queries import Shown, possible_duplicates, sides_of
from callcenter.models import PossibleDuplicate
from salesorg.lib.api import PersonSerializer, StrictSerializer
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now

State = PossibleDuplicate.State


class SideOut(serializers.Serializer[Any]):
    """One company of a pair, phones masked; of a client the name alone. `hindrance`: why it cannot be absorbed."""

    id = serializers.IntegerField(source="company.pk")
    name = serializers.CharField(source="company.name")
    is_client = serializers.BooleanField()
    city = serializers.SerializerMethodField()
    phones = serializers.SerializerMethodField()
    call_list = serializers.SerializerMethodField()
    calls = serializers.IntegerField()
    owner = serializers.CharField()
    hindrance = serializers.CharField()

    def get_city(self, side: Any) -> str:
        return "" if side.is_client else str(side.company.city)

    def get_phones(self, side: Any) -> list[str]:
        return [] if side.is_client else list(side.phones)

    def get_call_list(self, side: Any) -> int | None:
        return side.lead.call_list_id if side.lead and not side.is_client else None


class DuplicateOut(serializers.Serializer[Any]):
    """Two companies that may be one, the older one first."""

    id = serializers.IntegerField(source="pair.pk")
    reason = serializers.ChoiceField(choices=PossibleDuplicate.Reason.choices, source="pair.reason")
    state = serializers.ChoiceField(choices=State.choices, source="pair.state")
    found_at = serializers.DateTimeField(source="pair.found_at")
    decided_at = serializers.DateTimeField(source="pair.decided_at", allow_null=True)
    decided_by = PersonSerializer(source="pair.decided_by", allow_null=True)
    first = SideOut()
    second = SideOut()


class DecisionIn(StrictSerializer):
    """`merge` needs `keep`, the id of the company that stays."""

    decision = serializers.ChoiceField(choices=["keep_apart", "merge"])
    keep = serializers.IntegerField(required=False, min_value=1)

    def validate(self, attrs: Any) -> Any:
        if attrs["decision"] == "merge" and "keep" not in attrs:
            raise serializers.ValidationError({"keep": ["Say which company stays."]})
        return attrs


class Duplicates(GenericAPIView[PossibleDuplicate]):
    """Pairs in one state, the newest first."""

    permission_classes = [Admin]
    serializer_class = DuplicateOut
    filter_backends = []
    queryset = PossibleDuplicate.objects.none()

    def get_queryset(self) -> QuerySet[PossibleDuplicate]:
        asked = self.request.query_params.get("state", State.OPEN)
        if asked not in State.values:
            raise serializers.ValidationError({"state": ["Unknown state."]})
        return possible_duplicates(asked)

    @extend_schema(
        tags=["callcenter"],
        responses=DuplicateOut(many=True),
        parameters=[OpenApiParameter("state", str, enum=State.values)],
    )
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.get_queryset())
        return self.get_paginated_response(DuplicateOut(sides_of(page or []), many=True).data)


@extend_schema(tags=["callcenter"], request=DecisionIn, responses=DuplicateOut)
@api_view(["POST"])
@permission_classes([Admin])
def decide(request: Request, pk: int) -> Response:
    """Keep the two apart or make them one; 409 with the sentence why not."""
    pair = get_object_or_404(PossibleDuplicate, pk=pk)
    given = DecisionIn(data=request.data)
    given.is_valid(raise_exception=True)
    return Response(
        api_once(request, "decide_duplicate", lambda: _decided(request, pair, given.validated_data))
    )


def _decided(request: Request, pair: PossibleDuplicate, data: dict[str, Any]) -> Any:
    if data["decision"] == "merge":
        return _out(merge_companies(actor=person(request), pair=pair, keep=data["keep"], at=database_now()))
    return _out(keep_apart(actor=person(request), pair=pair, at=database_now()))


@extend_schema(tags=["callcenter"], request=None, responses=DuplicateOut)
@api_view(["POST"])
@permission_classes([Admin])
def undo(request: Request, pk: int) -> Response:
    """Take the decision back; 409 when a merge can no longer be undone."""
    pair = get_object_or_404(PossibleDuplicate, pk=pk)
    return Response(
        api_once(
            request, "reopen_duplicate",
            lambda: _out(reopen_duplicate(actor=person(request), pair=pair, at=database_now())),
        )
    )  # fmt: skip


def _out(pair: PossibleDuplicate) -> Any:
    found = PossibleDuplicate.objects.select_related("first", "second", "decided_by").get(pk=pair.pk)
    shown: list[Shown] = sides_of([found])
    return DuplicateOut(shown[0]).data
