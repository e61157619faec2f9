"""What goes in and out, field by field."""

from datetime import datetime, time
from decimal import Decimal
from typing import Any

from rest_framework import serializers

from farmers.models import Account, Promise, Request, Touch
from salesorg.lib.api import PersonSerializer, StrictSerializer
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation
from salesorg.sales.models import Product


class ClientSerializer(serializers.Serializer[Any]):
    """The company of an account."""

    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class AccountSerializer(serializers.ModelSerializer[Account]):
    """A client in care. Days are local days of the organisation; `next_touch_at` is the beginning of `next_touch_on`."""

    company = ClientSerializer()
    farmer = PersonSerializer()
    service_level = serializers.CharField(source="service_level.code")
    next_touch_at = serializers.SerializerMethodField()

    class Meta:
        model = Account
        fields = ["id", "company", "farmer", "service_level", "opened_at", "last_touch_at", "next_touch_at",
                  "next_touch_on", "quiet_until", "neglected_from", "lost_from", "neglected_since", "lost_since",
                  "promise_due_on", "request_due_at"]  # fmt: skip

    def get_next_touch_at(self, account: Account) -> datetime:
        zone = self.context.get("zone") or organisation().zone
        return datetime.combine(account.next_touch_on, time(0), zone)


class TouchSerializer(serializers.ModelSerializer[Touch]):
    person = PersonSerializer()

    class Meta:
        model = Touch
        fields = ["id", "kind", "is_real", "at", "note", "person"]


class PromiseSerializer(serializers.ModelSerializer[Promise]):
    made_by = PersonSerializer()

    class Meta:
        model = Promise
        fields = ["id", "text", "due_on", "state", "made_by", "made_at", "settled_at"]


class ClientRequestSerializer(serializers.ModelSerializer[Request]):
    """`answer_due_at` is when the next answer is due; `first_due_at` was the first."""

    registered_by = PersonSerializer()

    class Meta:
        model = Request
        fields = ["id", "kind", "text", "registered_by", "received_at", "answer_due_at", "first_due_at",
                  "first_answered_at", "answered_at", "answer"]  # fmt: skip


class RepeatSaleSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    number = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    currency = serializers.CharField()
    kind = serializers.CharField()
    sold_at = serializers.DateTimeField()


class FarmerLoadSerializer(serializers.Serializer[Any]):
    """One farmer; `load` and `capacity` in load points."""

    farmer = PersonSerializer()
    accounts = serializers.IntegerField()
    load = serializers.DecimalField(max_digits=8, decimal_places=1)
    capacity = serializers.DecimalField(max_digits=8, decimal_places=1)
    neglected = serializers.IntegerField()
    full = serializers.BooleanField()
    overloaded = serializers.BooleanField()
    idle = serializers.BooleanField()
    present = serializers.BooleanField()


class DepartmentSerializer(serializers.Serializer[Any]):
    """`hire` people by the day `by` (0 and null: nobody); the rest is the arithmetic."""

    hire = serializers.IntegerField()
    by = serializers.DateField(allow_null=True)
    free = serializers.DecimalField(max_digits=8, decimal_places=1)
    pace_per_week = serializers.DecimalField(max_digits=10, decimal_places=3)
    nobody_free = serializers.BooleanField()


class PortfoliosSerializer(serializers.Serializer[Any]):
    count = serializers.IntegerField()
    next = serializers.CharField(allow_null=True)
    previous = serializers.CharField(allow_null=True)
    results = FarmerLoadSerializer(many=True)
    department = DepartmentSerializer()


class TouchInput(StrictSerializer):
    """`at` is when it happened (default: now); only real touches keep neglect away. `next_touch_at` counts by its day."""

    kind = serializers.ChoiceField(choices=Touch.Kind.choices)
    note = serializers.CharField(max_length=5000, required=False, allow_blank=True, default="")
    is_real = serializers.BooleanField(default=True)
    at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    next_touch_on = serializers.DateField(required=False, allow_null=True, default=None)
    next_touch_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    quiet_until = serializers.DateField(required=False, allow_null=True, default=None)


class PromiseInput(StrictSerializer):
    text = serializers.CharField(max_length=500)
    due_on = serializers.DateField()


class SettleInput(StrictSerializer):
    kept = serializers.BooleanField()


class ClientRequestInput(StrictSerializer):
    text = serializers.CharField(max_length=1000)
    kind = serializers.ChoiceField(choices=Request.Kind.choices, default=Request.Kind.REQUEST)
    received_at = serializers.DateTimeField(required=False, allow_null=True, default=None)


class AnswerInput(StrictSerializer):
    answer = serializers.CharField(max_length=1000)
    final = serializers.BooleanField(default=True)


class RepeatSaleLineInput(StrictSerializer):
    """Without a price the list price is taken; `discount` in per cent."""

    product = serializers.PrimaryKeyRelatedField[Product](queryset=Product.objects.filter(is_active=True))
    quantity = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=Decimal("0.01"))
    price = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True, default=None
    )
    discount = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=Decimal(0), max_value=Decimal("99.99"), default=Decimal(0)
    )


class RepeatSaleInput(StrictSerializer):
    lines = RepeatSaleLineInput(many=True, allow_empty=False, max_length=200)  # type: ignore[call-arg]
    note = serializers.CharField(max_length=2000, required=False, allow_blank=True, default="")


class ReassignInput(StrictSerializer):
    """`farmer` is the new one's id."""

    farmer = serializers.PrimaryKeyRelatedField[User](
        queryset=User.objects.in_role(Role.FARMER, Role.FARMERS_HEAD)
    )
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
