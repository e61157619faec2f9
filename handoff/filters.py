"""Filters of lists, the same for pages and API."""

from typing import Any

import django_filters as filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from handoff.models import Accrual, Agreement, Handoff
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


def beneficiaries(request: Any) -> QuerySet[User]:
    """Those who can earn commission, dismissed ones too."""
    return User.objects.filter(role__in=[Role.HUNTER, Role.HUNTERS_HEAD])


class LocalDay(filters.DateFilter):
    """A local day of the organisation, from its first instant or up to its last."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        from datetime import datetime, time, timedelta

        day = value + timedelta(days=1) if self.lookup_expr == "lt" else value
        return qs.filter(
            **{f"{self.field_name}__{self.lookup_expr}": datetime.combine(day, time(), organisation().zone)}
        )


class AccrualFilter(filters.FilterSet):
    company = filters.CharFilter(label=_("Client"), method="named_like")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=Accrual.Kind.choices, empty_label=_("All kinds"))
    posted_from = LocalDay(label=_("From"), field_name="posted_at", lookup_expr="gte")
    posted_to = LocalDay(label=_("To"), field_name="posted_at", lookup_expr="lt")

    class Meta:
        model = Accrual
        fields = ["agreement", "beneficiary", "payment", "kind"]

    def named_like(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        from salesorg.lib.names import search_key

        for word in search_key(value).split()[:6]:
            queryset = queryset.filter(payment__sale__company__search_key__contains=word)
        return queryset


class HandoffFilter(filters.FilterSet):
    class Meta:
        model = Handoff
        fields = ["company", "hunter", "farmer", "state"]


class AgreementFilter(filters.FilterSet):
    class Meta:
        model = Agreement
        fields = ["company", "hunter", "sale"]
