"""What every API view shares: strict input, capped pages, refusals as answers."""

from collections.abc import Sized
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import cached_property
from rest_framework import serializers, status
from rest_framework.pagination import PageNumberPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler

from salesorg.lib.refusals import ActionRefused, KeyReused, NotYours

COUNT_CAP = 10_001


class StrictSerializer(serializers.Serializer[Any]):
    """A serializer for input that answers 400 to a field it does not know.

    A silently dropped `owner` or `amount` would let a caller believe it was taken.
    """

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict) and (unknown := sorted(set(data) - set(self.fields))):
            raise serializers.ValidationError({name: ["Unknown field."] for name in unknown})
        return super().to_internal_value(data)


class PersonSerializer(serializers.Serializer[Any]):
    """A person inside an answer: `{id, username, name}` and nothing more."""

    id = serializers.IntegerField(source="pk")
    username = serializers.CharField()
    name = serializers.CharField()


class MoneyField(serializers.DecimalField):
    """An amount of money as a decimal string with two places; its currency stands beside it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=14, decimal_places=2, **options)


class CappedPagination(PageNumberPagination):
    """Pages of 50 (at most 200); `count` stops at 10,001, because nobody reads an exact million and counting costs."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200

    def get_paginated_response(self, data: Any) -> Response:
        assert self.page is not None
        return Response({"count": self.page.paginator.count, "next": self.get_next_link(),
                         "previous": self.get_previous_link(), "results": data})  # fmt: skip

    def django_paginator_class(self, queryset: Any, page_size: int) -> Any:  # type: ignore[override]
        from django.core.paginator import Paginator

        class Capped(Paginator):  # type: ignore[type-arg]
            @cached_property
            def count(self) -> int:
                return capped_count(queryset)

        return Capped(queryset, page_size)


def capped_count(rows: Sized) -> int:
    """Return the number of rows, or 10,001 for «more than ten thousand»; reads no more than that many."""
    if isinstance(rows, QuerySet):
        return rows.order_by()[:COUNT_CAP].count()
    return len(rows)


def answer_refusals(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF exception handler: a rule's refusal is 409 `{detail, code}`, a role's 403, a reused key 422."""
    if isinstance(error, ActionRefused):
        code: int = status.HTTP_409_CONFLICT
        if isinstance(error, KeyReused):
            code = status.HTTP_422_UNPROCESSABLE_ENTITY
        elif isinstance(error, NotYours):
            code = status.HTTP_403_FORBIDDEN
        return Response({"detail": str(error), "code": error.code, **error.extra}, status=code)
    response = exception_handler(error, context)
    if response is not None and isinstance(response.data, dict) and "detail" in response.data:
        fallback = "not_found" if isinstance(error, Http404) else "permission_denied"
        plain = isinstance(error, Http404 | PermissionDenied)
        response.data.setdefault(
            "code", fallback if plain else getattr(response.data["detail"], "code", "error")
        )
    return response
