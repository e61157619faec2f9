"""Free time and meetings."""

import re
from datetime import datetime
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import ListAPIView, RetrieveAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from hunters import queries
from hunters.actions import record_outcome, reschedule_meeting
from hunters.api.invitation_serializers import OneMeetingOut
from hunters.api.serializers import DealOut, MeetingOut, OutcomeIn, OutcomeOut, RescheduleIn, SlotOut
from hunters.models import Meeting
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import organisation, people_in

Bookers = role_permission(
    Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.HUNTER, Role.HUNTERS_HEAD, Role.SALES_HEAD
)
Workers = role_permission(Role.HUNTER, Role.HUNTERS_HEAD)
# A plus sign that nobody encoded arrives as a space.
LOST_PLUS = re.compile(r" (\d\d:?\d\d)$")
MOST_SLOTS = 5000


@extend_schema(
    tags=["hunters"],
    parameters=[
        OpenApiParameter("from", OpenApiTypes.DATETIME, description="Not before this time; default now."),
        OpenApiParameter(
            "to", OpenApiTypes.DATETIME,
            description="Until this time; default the organisation's meeting horizon, at most 92 days ahead.",
        ),
        OpenApiParameter("minutes", OpenApiTypes.INT, description="Length; default the organisation's."),
        OpenApiParameter("hunter", OpenApiTypes.INT, description="Only this hunter."),
    ],
    responses=SlotOut(many=True),
)  # fmt: skip
class Slots(APIView):
    """Free slots of the hunters in working hours, by start, the fairest hunter first within a start."""

    permission_classes = [Bookers]

    def get(self, request: Request) -> Response:
        at, asked = timezone.now(), request.query_params
        minutes = _number(asked.get("minutes"), "minutes", 5, 720) or organisation().meeting_minutes
        hunter = None
        if number := _number(asked.get("hunter"), "hunter", 1, 2**62):
            hunter = get_object_or_404(people_in(Role.HUNTER, Role.HUNTERS_HEAD), pk=number)
        found = queries.free_slots(
            start=_moment(asked.get("from"), "from") or at,
            end=_moment(asked.get("to"), "to") or queries.default_horizon(at),
            minutes=minutes, at=at, hunter=hunter,
        )  # fmt: skip
        return Response(SlotOut(found[:MOST_SLOTS], many=True).data)


def _moment(text: str | None, name: str) -> datetime | None:
    if not text:
        return None
    try:
        return serializers.DateTimeField().run_validation(LOST_PLUS.sub(r"+\1", text))  # type: ignore[no-any-return]
    except ValidationError as error:
        raise ValidationError({name: error.detail}) from error


def _number(text: str | None, name: str, least: int, most: int) -> int | None:
    if not text:
        return None
    try:
        return serializers.IntegerField(min_value=least, max_value=most).run_validation(text)  # type: ignore[no-any-return]
    except ValidationError as error:
        raise ValidationError({name: error.detail}) from error


class MeetingFilter(django_filters.FilterSet):
    """By state, people, company and start (`from` included, `to` not); `owed`: over, and no outcome yet."""

    hunter = django_filters.NumberFilter("hunter")
    booked_by = django_filters.NumberFilter("booked_by")
    company = django_filters.NumberFilter("company")
    state = django_filters.ChoiceFilter(choices=Meeting.State.choices)
    owed = django_filters.BooleanFilter(method="only_owed")

    class Meta:
        model = Meeting
        fields: list[str] = []

    def only_owed(self, found: QuerySet[Meeting], name: str, value: bool) -> QuerySet[Meeting]:
        return found.filter(state="scheduled", ends_at__lte=timezone.now()) if value else found


# `from` is a word of the language, so these two cannot be written as attributes.
MeetingFilter.base_filters["from"] = django_filters.IsoDateTimeFilter("starts_at", lookup_expr="gte")
MeetingFilter.base_filters["to"] = django_filters.IsoDateTimeFilter("starts_at", lookup_expr="lt")


@extend_schema_view(get=extend_schema(tags=["hunters"]))
class Meetings(ListAPIView[Meeting]):
    """Meetings one may see, earliest first: own ones, for heads all, for call managers those they booked."""

    permission_classes = [Bookers]
    serializer_class = MeetingOut
    filterset_class = MeetingFilter
    queryset = Meeting.objects.none()

    def get_queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_visible_to(person(self.request))


@extend_schema_view(get=extend_schema(tags=["hunters"]))
class OneMeeting(RetrieveAPIView[Meeting]):
    """One meeting, with the mails that went to the client about it."""

    permission_classes = [Bookers]
    serializer_class = OneMeetingOut
    queryset = Meeting.objects.none()

    def get_queryset(self) -> QuerySet[Meeting]:
        return queries.meetings_visible_to(person(self.request))


def own_meeting(request: Request, pk: int) -> Meeting:
    """The meeting if it is one's own (or one heads the hunters); else 404."""
    visible = queries.meetings_visible_to(person(request))
    return get_object_or_404(visible & Meeting.objects.held_by(person(request)), pk=pk)


@extend_schema(tags=["hunters"], request=OutcomeIn, responses=OutcomeOut)
class Outcome(APIView):
    """Record what became of a meeting; held opens a deal."""

    permission_classes = [Workers]

    def post(self, request: Request, pk: int) -> Response:
        meeting = own_meeting(request, pk)
        asked = OutcomeIn(data=request.data)
        asked.is_valid(raise_exception=True)

        def effect() -> dict[str, Any]:
            done = record_outcome(
                actor=person(request), meeting=meeting, at=timezone.now(), **asked.validated_data
            )
            context = {"currency": organisation().currency}
            deal = dict(DealOut(done.deal, context=context).data) if done.deal else None
            return {**MeetingOut(done.meeting).data, "deal": deal}

        return Response(api_once(request, "record_outcome", effect))


@extend_schema(tags=["hunters"], request=RescheduleIn, responses=MeetingOut)
class Reschedule(APIView):
    """Move a meeting to another time; the old one is kept in its history."""

    permission_classes = [Workers]

    def post(self, request: Request, pk: int) -> Response:
        meeting = own_meeting(request, pk)
        asked = RescheduleIn(data=request.data)
        asked.is_valid(raise_exception=True)

        def effect() -> dict[str, Any]:
            moved = reschedule_meeting(
                actor=person(request), meeting=meeting, at=timezone.now(), **asked.validated_data
            )
            return dict(MeetingOut(moved).data)

        return Response(api_once(request, "reschedule_meeting", effect))
