"""Leads over the API: found by company, list, state, result, or by an exact number."""

from dataclasses import asdict
from typing import Any, cast

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.actions import find_by_number
from callcenter.api.lead_serializers import LeadOut
from callcenter.api.lists import Admin, Watchers
from callcenter.labels import DISPOSITIONS
from callcenter.lead_search import LeadsAsked, find_leads
from callcenter.models import Disposition, Lead
from salesorg.lib.api import StrictSerializer
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now


class LeadFilter(django_filters.FilterSet):
    """`search`: part of the company's name or a whole tax id; `city`: its beginning; `result`: how the last call ended;
    `due=true`: those whose time has come."""

    search = django_filters.CharFilter(method="found_later")
    city = django_filters.CharFilter(method="found_later")
    call_list = django_filters.NumberFilter(method="found_later")
    state = django_filters.ChoiceFilter(choices=Lead.State.choices, method="found_later")
    due = django_filters.BooleanFilter(method="found_later")
    result = django_filters.ChoiceFilter(choices=list(DISPOSITIONS.items()), method="found_later")

    def found_later(self, queryset: QuerySet[Lead], name: str, value: Any) -> QuerySet[Lead]:
        """`filter_queryset` asks one query function for all of them: the order depends on what is asked."""
        return queryset

    def filter_queryset(self, queryset: QuerySet[Lead]) -> QuerySet[Lead]:
        given = self.form.cleaned_data
        asked = LeadsAsked(
            search=given["search"] or "", city=given["city"] or "", state=given["state"] or "", due=bool(given["due"]),
            call_list=int(given["call_list"]) if given["call_list"] else None, result=_result(given["result"]),
        )  # fmt: skip
        return find_leads(person(cast(Request, self.request)), asked, at=database_now()).leads


def _result(code: str) -> int | None:
    return Disposition.objects.filter(code=code).values_list("pk", flat=True).first() if code else None


@extend_schema(tags=["callcenter"])
class Leads(ListAPIView[Lead]):
    """All leads, phones masked."""

    permission_classes = [Watchers]
    serializer_class = LeadOut
    filterset_class = LeadFilter
    queryset = Lead.objects.none()


class NumberIn(StrictSerializer):
    """A number in any spelling; without a country code it is read as one of the organisation's country."""

    phone = serializers.CharField(max_length=60)


class LeadFoundOut(serializers.Serializer[Any]):
    """`lead`: the id of the lead that has this number, or null; `is_client`: the number is a client's."""

    lead = serializers.IntegerField(allow_null=True)
    is_client = serializers.BooleanField()


@extend_schema(tags=["callcenter"], request=NumberIn, responses=LeadFoundOut)
@api_view(["POST"])
@permission_classes([Admin])
def by_number(request: Request) -> Response:
    """The lead with exactly this number; counts against the day's quota of looks, found or not."""
    given = NumberIn(data=request.data)
    given.is_valid(raise_exception=True)
    number = given.validated_data["phone"]
    answer = api_once(request, "find_by_number", lambda: asdict(
        find_by_number(actor=person(request), number=number, at=database_now())
    ))  # fmt: skip
    return Response(answer)
