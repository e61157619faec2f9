"""Filters of lists, the same for pages and API."""

from datetime import date, timedelta
from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handoff.models import Accrual, Agreement, Handoff
from salesorg.clients.models import Company
from salesorg.lib.filters import IdFilter
from salesorg.people.models import Role
from salesorg.sales.filters import DAY, midnight


class LocalDay(filters.DateFilter):
    """A local day of the organisation, from its first instant (`gte`) or up to its last (`lt`)."""

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        if not value:
            return qs
        moment = midnight(value + timedelta(days=1) if self.lookup_expr == "lt" else value)
        return qs.filter(**{f"{self.field_name}__{self.lookup_expr}": moment})


class AccrualFilter(filters.FilterSet):
    agreement = IdFilter()
    beneficiary = IdFilter()
    payment = IdFilter()
    company = filters.CharFilter(label=_("Client"), method="named_like")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Accrual.Kind.choices, empty_label=_("All kinds"))
    posted_from = LocalDay(label=_("From"), field_name="posted_at", lookup_expr="gte", widget=DAY)
    posted_to = LocalDay(label=_("To"), field_name="posted_at", lookup_expr="lt", widget=DAY)

    class Meta:
        model = Accrual
        fields: list[str] = []

    def named_like(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        named = Company.objects.named_like(value)
        if getattr(getattr(self.request, "user", None), "role", "") == Role.CALL_MANAGER:
            return queryset.filter(held_meeting__company__in=named)
        return queryset.filter(payment__sale__company__in=named)


class HandoffFilter(filters.FilterSet):
    company = IdFilter()
    hunter = IdFilter()
    farmer = IdFilter()
    state = filters.ChoiceFilter(choices=Handoff.State.choices)

    class Meta:
        model = Handoff
        fields: list[str] = []


class AgreementFilter(filters.FilterSet):
    company = IdFilter()
    hunter = IdFilter()
    sale = IdFilter()
    named = filters.CharFilter(label=_("Client"), method="named_like")
    state = filters.ChoiceFilter(
        label=_("State"), empty_label=_("All"), method="in_state",
        choices=[("going_on", _("Goes on")), ("ended", _("Ended"))],
    )  # fmt: skip

    class Meta:
        model = Agreement
        fields: list[str] = []

    def named_like(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(company__in=Company.objects.named_like(value))

    def in_state(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return queryset.filter(ended_at__isnull=value == "going_on")
