"""Quality control over the API: the queue, reviews, answers."""

from collections.abc import Callable
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import (
    answer_review,
    change_review,
    choose_review,
    read_answer,
    save_review,
    see_review,
)
from callcenter.api.review_serializers import (
    ReviewAnswerIn,
    ReviewChangeIn,
    ReviewDetailOut,
    ReviewIn,
    ReviewOut,
    ReviewSaveIn,
)
from callcenter.models import Review
from callcenter.queries import calls_visible_to
from callcenter.review_queries import recording_of, review_page, reviews_visible_to
from callcenter.review_rows import MarksMissing
from salesorg.lib.filters import IdFilter
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now

Admin = role_permission(Role.CALL_CENTER_ADMIN)
CallManager = role_permission(Role.CALL_MANAGER)
Readers = role_permission(Role.CALL_MANAGER, Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)


class ReviewFilter(django_filters.FilterSet):
    """By manager, why it was picked, state (due, reviewed, unread answers) and when it was reviewed (`until` not included)."""

    manager = IdFilter("manager")
    picked = django_filters.ChoiceFilter(choices=Review.Picked.choices)
    state = django_filters.ChoiceFilter(
        choices=[("due", "due"), ("reviewed", "reviewed"), ("unread", "unread")], method="in_state"
    )
    since = django_filters.IsoDateTimeFilter("reviewed_at", lookup_expr="gte")
    until = django_filters.IsoDateTimeFilter("reviewed_at", lookup_expr="lt")

    class Meta:
        model = Review
        fields: list[str] = []

    def in_state(self, queryset: QuerySet[Review], name: str, value: str) -> QuerySet[Review]:
        if value == "due":
            return queryset.filter(reviewed_at__isnull=True).order_by("picked_at", "id")
        if value == "unread":
            unread = queryset.filter(answered_at__isnull=False, answer_read_at__isnull=True)
            return unread.order_by("answered_at", "id")
        return queryset.filter(reviewed_at__isnull=False)


class Reviews(GenericAPIView[Review]):
    """Own reviews (all for the administrator and the head of sales), due ones first; POST chooses a call by hand."""

    serializer_class = ReviewOut
    filterset_class = ReviewFilter
    queryset = Review.objects.none()

    def get_permissions(self) -> list[Any]:
        return [Admin()] if self.request.method == "POST" else [Readers()]

    def get_queryset(self) -> QuerySet[Review]:
        return reviews_visible_to(person(self.request))

    @extend_schema(tags=["callcenter"], responses=ReviewOut(many=True))
    def get(self, request: Request) -> Response:
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response(ReviewOut(page, many=True).data)

    @extend_schema(tags=["callcenter"], request=ReviewIn, responses={201: ReviewDetailOut})
    def post(self, request: Request) -> Response:
        given = ReviewIn(data=request.data)
        given.is_valid(raise_exception=True)
        call = get_object_or_404(calls_visible_to(person(request)), pk=given.validated_data["call"])
        answer = api_once(
            request, "choose_review",
            lambda: _json(request, choose_review(actor=person(request), call=call, at=database_now()).pk),
        )  # fmt: skip
        return Response(answer, status=201)


@extend_schema(tags=["callcenter"], responses=ReviewDetailOut)
@api_view(["GET"])
@permission_classes([Readers])
def one_review(request: Request, pk: int) -> Response:
    """One review; the call manager's first look is noted."""
    found = get_object_or_404(reviews_visible_to(person(request)), pk=pk)
    if found.seen_at is None and found.manager_id == person(request).pk:
        see_review(actor=person(request), review=found, at=database_now())
    return Response(_json(request, pk))


@extend_schema(tags=["callcenter"], request=ReviewSaveIn, responses=ReviewDetailOut)
@api_view(["POST"])
@permission_classes([Admin])
def save(request: Request, pk: int) -> Response:
    """Review a call: a mark for every criterion of the scorecard in use."""
    found = get_object_or_404(reviews_visible_to(person(request)), pk=pk)
    given = ReviewSaveIn(data=request.data)
    given.is_valid(raise_exception=True)
    data = given.validated_data
    marks = _by_key(data["marks"], "criterion")
    return _act(request, "save_review", pk, lambda: save_review(
        actor=person(request), review=found, marks=marks, comment=data["comment"], at=database_now(),
    ))  # fmt: skip


@extend_schema(tags=["callcenter"], request=ReviewChangeIn, responses=ReviewDetailOut)
@api_view(["POST"])
@permission_classes([Admin])
def change(request: Request, pk: int) -> Response:
    """Correct one's own review within a day."""
    found = get_object_or_404(reviews_visible_to(person(request)), pk=pk)
    given = ReviewChangeIn(data=request.data)
    given.is_valid(raise_exception=True)
    data = given.validated_data
    marks = _by_key(data["marks"], "position")
    return _act(request, "change_review", pk, lambda: change_review(
        actor=person(request), review=found, marks=marks, comment=data["comment"], at=database_now(),
    ))  # fmt: skip


@extend_schema(tags=["callcenter"], request=ReviewAnswerIn, responses=ReviewDetailOut)
@api_view(["POST"])
@permission_classes([CallManager])
def answer(request: Request, pk: int) -> Response:
    """The call manager's one answer."""
    found = get_object_or_404(reviews_visible_to(person(request)), pk=pk)
    given = ReviewAnswerIn(data=request.data)
    given.is_valid(raise_exception=True)
    return _act(request, "answer_review", pk, lambda: answer_review(
        actor=person(request), review=found, at=database_now(), **given.validated_data,
    ))  # fmt: skip


@extend_schema(tags=["callcenter"], request=None, responses=ReviewDetailOut)
@api_view(["POST"])
@permission_classes([Admin])
def read(request: Request, pk: int) -> Response:
    """An answer was read."""
    found = get_object_or_404(reviews_visible_to(person(request)), pk=pk)
    return _act(
        request,
        "read_answer",
        pk,
        lambda: read_answer(actor=person(request), review=found, at=database_now()),
    )


def _act(request: Request, name: str, pk: int, act: Callable[[], Review]) -> Response:
    def effect() -> dict[str, Any]:
        act()
        return _json(request, pk)

    return Response(api_once(request, name, effect))


def _by_key(marks: list[dict[str, int]], key: str) -> dict[int, int]:
    """Key -> met; one named twice is nothing that could be meant."""
    found = {mark[key]: mark["met"] for mark in marks}
    if len(found) != len(marks):
        raise MarksMissing
    return found


def _json(request: Request, pk: int) -> dict[str, Any]:
    review = get_object_or_404(review_page(person(request)).prefetch_related("marks"), pk=pk)
    recording = recording_of(review.call)
    context = {"recording_url": recording.recording_url if recording else ""}
    return dict(ReviewDetailOut(review, context=context).data)
