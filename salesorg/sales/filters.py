"""Filters of lists, the same for pages and API."""

from datetime import date, datetime, time, timedelta

import django_filters as filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from salesorg.clients.models import Company
from salesorg.lib.filters import IdFilter
from salesorg.lib.money import ZERO
from salesorg.people.queries import organisation
from salesorg.sales.bank.amounts import parse_amount
from salesorg.sales.models import BankLine, Payment, Product
from salesorg.sales.queries import numbers_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
KINDS = [("payment", _("Payments")), ("refund", _("Refunds"))]


class PaymentFilter(filters.FilterSet):
    """`search`: a sale's number in any spelling or its digits, a part of the company's name, an amount, or the external id.

    `paid_from` and `paid_to` are local days of the organisation, both included.
    """

    sale = IdFilter()
    search = filters.CharFilter(label=_("Sale, company, amount or external id"), method="find")
    kind = filters.ChoiceFilter(label=_("Kind"), choices=KINDS, empty_label=_("Both"), method="of_kind")
    paid_from = filters.DateFilter(label=_("From"), method="since", widget=DAY)
    paid_to = filters.DateFilter(label=_("To"), method="until", widget=DAY)

    class Meta:
        model = Payment
        fields: list[str] = []

    def find(self, queryset: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        named = Company.objects.named_like(value).values("pk")
        bare = Payment.objects.order_by().values("pk")
        # Each by its own index: joined by «or» they would be looked for in every row.
        ways = [bare.filter(sale__company__in=named), bare.filter(sale__number__in=numbers_of(value.strip()))]
        if amount := parse_amount(value):
            ways.append(bare.filter(amount__in=[amount, -amount]))
        return queryset.filter(pk__in=bare.filter(external_id__iexact=value.strip()).union(*ways))

    def of_kind(self, queryset: QuerySet[Payment], name: str, value: str) -> QuerySet[Payment]:
        return queryset.filter(refund_of__isnull=value == "payment")

    def since(self, queryset: QuerySet[Payment], name: str, value: date) -> QuerySet[Payment]:
        return queryset.filter(paid_at__gte=midnight(value))

    def until(self, queryset: QuerySet[Payment], name: str, value: date) -> QuerySet[Payment]:
        return queryset.filter(paid_at__lt=midnight(value + timedelta(days=1)))


def midnight(day: date) -> datetime:
    """The first instant of a local day of the organisation."""
    return datetime.combine(day, time(), organisation().zone)


class ProductFilter(filters.FilterSet):
    class Meta:
        model = Product
        fields = ["sku"]


class BankLineFilter(filters.FilterSet):
    """`search`: a tax id, a document number, an amount, or a part of the payer's name."""

    statement = IdFilter()
    search = filters.CharFilter(label=_("Payer, tax id, amount or document"), method="find")
    state = filters.ChoiceFilter(label=_("State"), choices=BankLine.State.choices, empty_label=_("Any state"))
    day_from = filters.DateFilter(label=_("From"), field_name="day", lookup_expr="gte", widget=DAY)
    day_to = filters.DateFilter(label=_("To"), field_name="day", lookup_expr="lte", widget=DAY)

    class Meta:
        model = BankLine
        fields: list[str] = []

    def find(self, queryset: QuerySet[BankLine], name: str, value: str) -> QuerySet[BankLine]:
        if value.isdigit() and len(value) >= 10:
            return queryset.filter(payer_tax_id=value)
        amount = parse_amount(value) or ZERO
        found = (
            Q(payer__icontains=value) | Q(amount__in=[amount, -amount])
            if amount
            else Q(payer__icontains=value)
        )
        return queryset.filter(found | Q(document=value) if value.isdigit() else found)
