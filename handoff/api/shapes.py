"""What goes in and out, field by field."""

from typing import Any

from rest_framework import serializers

from handoff.models import Accrual, Agreement, Handoff, Statement
from salesorg.lib.api import MoneyField, PersonSerializer, StrictSerializer


class CompanyShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()


class SaleShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    number = serializers.CharField()
    amount = MoneyField()
    currency = serializers.CharField()
    kind = serializers.CharField()
    sold_at = serializers.DateTimeField()


class HandoffShape(serializers.ModelSerializer[Handoff]):
    company = CompanyShape()
    sale = SaleShape()
    hunter = PersonSerializer()
    farmer = PersonSerializer(allow_null=True)
    how = serializers.CharField(source="introduced_how")

    class Meta:
        model = Handoff
        fields = ["id", "company", "sale", "hunter", "farmer", "state", "brief", "promises", "introduction_arranged",
                  "how", "contacts_given", "opened_at", "due_at", "introduced_at", "accepted_at", "returned_at",
                  "return_reason", "escalated_at"]  # fmt: skip


class IntroduceInput(StrictSerializer):
    """The checklist. What was written before stays where a field is left out; steps left out count as done."""

    brief = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    promises = serializers.CharField(max_length=3000, required=False, allow_blank=True)
    introduction_arranged = serializers.BooleanField(default=True)
    how = serializers.ChoiceField(choices=Handoff.Introduced.choices, default=Handoff.Introduced.PERSON)
    contacts_given = serializers.BooleanField(default=True)


class NothingInput(StrictSerializer):
    """No fields."""


class ReturnInput(StrictSerializer):
    reason = serializers.CharField(max_length=500)


class AssignInput(StrictSerializer):
    """`farmer` is the person's id."""

    farmer = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class TierShape(serializers.Serializer[Any]):
    from_month = serializers.IntegerField()
    rate = serializers.DecimalField(max_digits=5, decimal_places=4)


class PlanShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    bonus_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    cross_sell_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    trailing = TierShape(source="tiers.all", many=True)
    duration_months = serializers.IntegerField(allow_null=True)
    cap = MoneyField(allow_null=True)
    net_of_vat = serializers.BooleanField()


class AgreementShape(serializers.ModelSerializer[Agreement]):
    company = CompanyShape()
    sale = SaleShape()
    hunter = PersonSerializer()
    plan = PlanShape()

    class Meta:
        model = Agreement
        fields = ["id", "company", "sale", "hunter", "plan", "opened_at", "ended_at", "end_reason"]


class PaidShape(serializers.Serializer[Any]):
    id = serializers.IntegerField(source="pk")
    amount = MoneyField()
    currency = serializers.CharField()
    paid_at = serializers.DateTimeField()
    external_id = serializers.CharField()
    refund_of = serializers.IntegerField(source="refund_of_id", allow_null=True)


class AccrualShape(serializers.ModelSerializer[Accrual]):
    """A signed line of the ledger and what it traces to; `statement` is empty while no statement holds it."""

    beneficiary = PersonSerializer()
    company = CompanyShape(source="payment.sale.company")
    sale = SaleShape(source="payment.sale")
    payment = PaidShape()
    statement = serializers.SerializerMethodField()

    class Meta:
        model = Accrual
        fields = ["id", "agreement", "beneficiary", "company", "sale", "payment", "kind", "rate", "vat_rate", "amount",
                  "currency", "posted_at", "statement"]  # fmt: skip

    def get_statement(self, line: Accrual) -> str | None:
        settled = getattr(line, "statement_line", None)
        return settled.statement.key if settled else None


class StatementShape(serializers.Serializer[Any]):
    """A person's month. `id` names person and month and stays the same when an open one is closed and paid."""

    id = serializers.CharField(source="key")
    number = serializers.CharField()
    person = PersonSerializer()
    month = serializers.DateField(format="%Y-%m", help_text="The month, e.g. 2026-11")
    state = serializers.ChoiceField(choices=["open", *Statement.State.values])
    total = MoneyField()
    currency = serializers.CharField()
    lines_count = serializers.IntegerField()
    closed_at = serializers.DateTimeField(allow_null=True)
    paid_at = serializers.DateTimeField(allow_null=True)


class PreviewInput(StrictSerializer):
    amount = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0)


class PreviewShape(serializers.Serializer[Any]):
    """What a first sale of the amount would pay its hunter."""

    bonus = MoneyField()
    trailing_first_year = MoneyField()
    cross_sell = MoneyField()
    bonus_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    trailing_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    currency = serializers.CharField()
