"""Plans, rates of exchange and forecasts, field by field. Rates are fractions of one."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from handoff.api.shapes import TierShape
from handoff.models import CommissionPlan, ExchangeRate
from salesorg.lib.api import MoneyField, PersonSerializer, StrictSerializer


class RateField(serializers.DecimalField):
    """A fraction of one: 0.0300 is three per cent."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"max_digits": 5, "decimal_places": 4} | options))


class VersionShape(serializers.ModelSerializer[CommissionPlan]):
    """A version of the plan; it holds from `in_force_from` until the next begins. `used`: agreements were made by it."""

    bonus_rate = RateField()
    cross_sell_rate = RateField()
    repeat_rate = RateField()
    trailing = TierShape(source="tiers.all", many=True)
    cap = MoneyField(allow_null=True)
    cap_per_month = MoneyField(allow_null=True)
    meeting_pay = MoneyField()
    used = serializers.BooleanField()

    class Meta:
        model = CommissionPlan
        fields = ["id", "name", "in_force_from", "currency", "bonus_rate", "cross_sell_rate", "trailing",
                  "duration_months", "cap", "cap_per_month", "meeting_pay", "repeat_rate", "on_leaving",
                  "on_lost_client", "net_of_vat", "used"]  # fmt: skip


class TierInput(StrictSerializer):
    from_month = serializers.IntegerField(min_value=0, max_value=600)
    rate = RateField(min_value=0, max_value=1)


class PlanInput(StrictSerializer):
    """A version in force from a local day on, today or later. What is left out has the default of product.md 6."""

    name = serializers.CharField(max_length=100)
    from_day = serializers.DateField()
    currency = serializers.CharField(min_length=3, max_length=3)
    bonus_rate = RateField(min_value=0, max_value=1)
    cross_sell_rate = RateField(min_value=0, max_value=1)
    trailing = serializers.ListField(child=TierInput(), min_length=1, max_length=60)
    duration_months = serializers.IntegerField(min_value=1, max_value=600, allow_null=True, default=36)
    cap = serializers.DecimalField(12, 2, min_value=0, allow_null=True, default=None)
    cap_per_month = serializers.DecimalField(12, 2, min_value=0, allow_null=True, default=None)
    meeting_pay = serializers.DecimalField(12, 2, min_value=0, default=Decimal("0.00"))
    repeat_rate = RateField(min_value=0, max_value=1, default=Decimal("0.0000"))
    on_leaving = serializers.ChoiceField(CommissionPlan.Policy.choices, default="ends")
    on_lost_client = serializers.ChoiceField(CommissionPlan.Policy.choices, default="ends")
    net_of_vat = serializers.BooleanField(default=False)


class PairShape(serializers.Serializer[Any]):
    name = serializers.CharField(source="label")
    then = MoneyField()
    would = MoneyField()
    difference = MoneyField()


class MonthPairShape(serializers.Serializer[Any]):
    month = serializers.DateField(format="%Y-%m", source="label")
    then = MoneyField()
    would = MoneyField()
    difference = MoneyField()


class ComparisonShape(serializers.Serializer[Any]):
    """What the ledger holds for the payments of twelve months (`then`), and what it would hold under the draft."""

    currency = serializers.CharField()
    since = serializers.DateField()
    payments = serializers.IntegerField()
    unpriced = serializers.IntegerField(help_text="Payments without a rate of exchange into the currency")
    total = PairShape()
    kinds = PairShape(many=True)
    months = MonthPairShape(many=True)
    people = PairShape(many=True)


class ExchangeRateShape(serializers.ModelSerializer[ExchangeRate]):
    """Units of `into` for one unit of `currency`, from a local day on until the pair's next rate."""

    recorded_by = PersonSerializer(allow_null=True)

    class Meta:
        model = ExchangeRate
        fields = ["id", "currency", "into", "from_day", "rate", "recorded_by", "recorded_at"]


class ExchangeRateInput(StrictSerializer):
    currency = serializers.CharField(min_length=3, max_length=3)
    into = serializers.CharField(min_length=3, max_length=3)
    from_day = serializers.DateField()
    rate = serializers.DecimalField(max_digits=16, decimal_places=8)


class MonthAheadShape(serializers.Serializer[Any]):
    month = serializers.DateField(format="%Y-%m")
    payments = MoneyField()
    commission = MoneyField()


class ClientAheadShape(serializers.Serializer[Any]):
    agreement = serializers.IntegerField(source="agreement.pk")
    company = serializers.CharField(source="agreement.company.name")
    paid = MoneyField()
    commission = MoneyField()
    rate = RateField(source="standing.rate")
    next_day = serializers.DateField(source="standing.next_day", allow_null=True)
    next_rate = RateField(source="standing.next_rate", allow_null=True)
    ends_on = serializers.DateField(source="standing.ends_on", allow_null=True)
    cap_left = MoneyField(allow_null=True)


class ForecastShape(serializers.Serializer[Any]):
    """The next twelve months, if each client pays in each month what it paid in the same month a year before."""

    currency = serializers.CharField()
    commission = MoneyField()
    payments = MoneyField()
    unpriced = serializers.IntegerField()
    months = MonthAheadShape(many=True)
    clients = ClientAheadShape(many=True)
