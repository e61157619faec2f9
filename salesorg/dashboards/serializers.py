"""What the boards' API takes and gives."""

from typing import Any, get_args

from rest_framework import serializers

from callcenter.funnel import Split

SPLITS = [split for split in get_args(Split) if split != "person_and_list"]


class DaysSerializer(serializers.Serializer[Any]):
    """What may be asked of a period; a day that is no day is a 400 here, where a page falls back to this month."""

    to = serializers.DateField(required=False)

    def get_fields(self) -> dict[str, Any]:
        return super().get_fields() | {"from": serializers.DateField(required=False)}

    def validate(self, asked: dict[str, Any]) -> dict[str, Any]:
        if asked.get("from") and asked.get("to") and asked["to"] < asked["from"]:
            raise serializers.ValidationError({"to": ["The last day is before the first."]})
        return asked


class FunnelQuery(DaysSerializer):
    """What may be asked of the funnel."""

    by = serializers.ChoiceField(choices=SPLITS, default="person")
    count = serializers.ChoiceField(choices=["cohort", "event"], default="cohort")


class StepsSerializer(serializers.Serializer[Any]):
    """How many got to each step, and which share of the step before that is (null of nothing)."""

    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    held = serializers.IntegerField()
    first_sales = serializers.IntegerField()
    repeat = serializers.IntegerField()
    conversions = serializers.DictField(
        child=serializers.DecimalField(max_digits=12, decimal_places=4, allow_null=True)
    )


class FunnelRowSerializer(StepsSerializer):
    """One person, list, script or month (`key` null: sales without a call of ours, or calls without a script)."""

    key = serializers.CharField(allow_null=True)
    name = serializers.CharField()


class FunnelSerializer(serializers.Serializer[Any]):
    """The funnel of a period."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    by = serializers.ChoiceField(choices=SPLITS)
    count = serializers.ChoiceField(choices=["cohort", "event"])
    total = StepsSerializer()
    rows = FunnelRowSerializer(many=True)


class NormSerializer(serializers.Serializer[Any]):
    """One department against its norm."""

    code = serializers.CharField()
    name = serializers.CharField()
    level = serializers.ChoiceField(choices=["green", "amber", "red"])
    reason = serializers.CharField()
    employed = serializers.IntegerField()
    present = serializers.IntegerField()
    wanted = serializers.IntegerField()


class RevenueSerializer(serializers.Serializer[Any]):
    """Revenue in one currency: first sales, later ones, payments less refunds."""

    currency = serializers.CharField()
    new = serializers.DecimalField(max_digits=16, decimal_places=2)
    new_sales = serializers.IntegerField()
    repeat = serializers.DecimalField(max_digits=16, decimal_places=2)
    repeat_sales = serializers.IntegerField()
    total = serializers.DecimalField(max_digits=16, decimal_places=2)
    received = serializers.DecimalField(max_digits=16, decimal_places=2)


class RevenueAnswerSerializer(serializers.Serializer[Any]):
    """The revenue of a period, the organisation's currency first."""

    first_day = serializers.DateField()
    last_day = serializers.DateField()
    employees = serializers.IntegerField()
    per_employee = serializers.DecimalField(max_digits=16, decimal_places=2, allow_null=True)
    currency = serializers.CharField()
    sums = RevenueSerializer(many=True)
