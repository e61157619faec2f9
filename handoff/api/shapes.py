"""What goes in and out, field by field."""

from typing import Any

from rest_framework import serializers

from handoff.models import Accrual, Agreement, Statement
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


class NothingInput(StrictSerializer):
    """No fields."""


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
    cap_per_month = MoneyField(allow_null=True)
    on_leaving = serializers.CharField()
    on_lost_client = serializers.CharField()
    net_of_vat = serializers.BooleanField()
    currency = serializers.CharField()


class AgreementShape(serializers.ModelSerializer[Agreement]):
    """`earned` by its own hunter so far (what the caps count), and of what kinds, in the plan's currency."""

    company = CompanyShape()
    earned = MoneyField()
    bonus = MoneyField()
    trailing = MoneyField()
    cross_sell = MoneyField()
    sale = SaleShape()
    hunter = PersonSerializer()
    plan = PlanShape()

    class Meta:
        model = Agreement
        fields = ["id", "company", "sale", "hunter", "plan", "opened_at", "ended_at", "end_reason", "earned",
                  "bonus", "trailing", "cross_sell"]  # fmt: skip


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
    company = CompanyShape(allow_null=True)
    sale = SaleShape(source="payment.sale", allow_null=True)
    payment = PaidShape(allow_null=True)
    meeting = serializers.IntegerField(
        source="held_meeting.reference", allow_null=True, help_text="The held meeting that it pays"
    )
    statement = serializers.SerializerMethodField()

    class Meta:
        model = Accrual
        fields = ["id", "agreement", "beneficiary", "company", "sale", "payment", "meeting", "plan", "kind", "rate", "vat_rate", "exchange_rate",
                  "amount", "currency", "posted_at", "statement"]  # fmt: skip

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
    """`yearly`: what the client would buy in a year; left out: as the caller's clients usually do."""

    amount = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0)
    yearly = serializers.DecimalField(max_digits=12, decimal_places=2, min_value=0, required=False)


class PreviewShape(serializers.Serializer[Any]):
    """What a first sale of the amount would pay its hunter."""

    bonus = MoneyField()
    trailing_first_year = MoneyField()
    cross_sell = MoneyField()
    bonus_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    trailing_rate = serializers.DecimalField(max_digits=5, decimal_places=4)
    trailing_12_months = MoneyField()
    yearly = MoneyField(help_text="What the client is assumed to buy in its first year")
    yearly_from = serializers.ChoiceField(["given", "portfolio", "sale"])
    currency = serializers.CharField()
