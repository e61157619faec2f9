"""What goes in and out about lines, statements, corrections and disputes."""

from typing import Any

from rest_framework import serializers

from handoff.api.shapes import CompanyShape, PaidShape, SaleShape, StatementShape
from handoff.models import Accrual, Dispute
from handoff.queries.pay_lines import PayLine
from salesorg.lib.api import MoneyField, PersonSerializer, StrictSerializer


class PayLineShape(serializers.Serializer[Any]):
    """A signed line of the ledger and what it traces to; what a line does not have is null."""

    id = serializers.IntegerField(source="line.pk")
    beneficiary = PersonSerializer(source="line.beneficiary")
    kind = serializers.ChoiceField(source="line.kind", choices=Accrual.Kind.choices)
    agreement = serializers.IntegerField(source="line.agreement_id", allow_null=True)
    company = CompanyShape(source="client", allow_null=True)
    sale = SaleShape(source="line.payment.sale", allow_null=True)
    payment = PaidShape(source="line.payment", allow_null=True)
    meeting_held_at = serializers.DateTimeField(source="line.held_meeting.held_at", allow_null=True)
    rate = serializers.DecimalField(source="line.rate", max_digits=5, decimal_places=4)
    vat_rate = serializers.DecimalField(source="line.vat_rate", max_digits=4, decimal_places=3)
    exchange_rate = serializers.DecimalField(source="line.exchange_rate", max_digits=16, decimal_places=8)
    plan = serializers.CharField(source="plan.name", allow_null=True)
    amount = MoneyField(source="line.amount")
    currency = serializers.CharField(source="line.currency")
    corrects = serializers.IntegerField(source="line.corrects_id", allow_null=True)
    reason = serializers.CharField(source="line.reason")
    posted_at = serializers.DateTimeField(source="line.posted_at")
    statement = serializers.SerializerMethodField(help_text="Id of the statement that holds it, or null")
    why_nothing = serializers.CharField(source="why", help_text="Why a line of zero is zero; else empty")
    corrected_by = MoneyField(source="corrected", allow_null=True, help_text="Sum of its corrections")
    dispute = serializers.IntegerField(source="disputed", allow_null=True, help_text="Its open dispute")

    def get_statement(self, row: PayLine) -> str | None:
        return row.statement_key or None


class KindSumShape(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=Accrual.Kind.choices)
    lines = serializers.IntegerField(source="n")
    total = MoneyField()


class FullStatementShape(StatementShape):
    """A statement with its sums by kind and its lines, kind after kind; at most 200 lines, more by `?page=`."""

    kinds = KindSumShape(many=True)
    lines = PayLineShape(many=True)


class UnseenShape(serializers.Serializer[Any]):
    """A payment that the ledger has not seen; `waits_for_rate`: no exchange rate into the plan's currency yet."""

    payment = PaidShape(source="*")
    company = CompanyShape(source="sale.company")
    waits_for_rate = serializers.SerializerMethodField()

    def get_waits_for_rate(self, payment: Any) -> bool:
        return bool(payment.currency != payment.sale.company.agreement.plan.currency)


class LeftOutShape(serializers.Serializer[Any]):
    """What an open statement does not hold, and why. Of each at most fifty."""

    waiting = PayLineShape(many=True, help_text="Bonuses whose handoff is not accepted")
    waiting_count = serializers.IntegerField()
    waiting_sum = MoneyField()
    later = StatementShape(many=True, help_text="Later open months")
    nothing = PayLineShape(many=True, help_text="In it, but earned nothing: see `why_nothing`")
    nothing_count = serializers.IntegerField()
    unseen = UnseenShape(many=True)


class ArithmeticShape(serializers.Serializer[Any]):
    """`received` x rate = `earned`; less what was `posted` before = `difference`; a cap may cut it."""

    paid = MoneyField()
    refunded = MoneyField()
    received = MoneyField()
    earned = MoneyField()
    posted = MoneyField()
    difference = MoneyField()
    cut_by = MoneyField()


class DisputeShape(serializers.ModelSerializer[Dispute]):
    line = serializers.IntegerField(source="accrual_id")
    amount = MoneyField(source="accrual.amount")
    currency = serializers.CharField(source="accrual.currency")
    opened_by = PersonSerializer()
    answered_by = PersonSerializer(allow_null=True)
    correction = serializers.IntegerField(source="correction_id", allow_null=True)
    correction_amount = MoneyField(source="correction.amount", allow_null=True)

    class Meta:
        model = Dispute
        fields = ["id", "line", "amount", "currency", "state", "opened_by", "opened_at", "text", "answered_by",
                  "answered_at", "answer", "correction", "correction_amount"]  # fmt: skip


class TraceShape(serializers.Serializer[Any]):
    """One line, how it came about, and what followed."""

    line = PayLineShape(source="row")
    arithmetic = ArithmeticShape(allow_null=True)
    corrections = serializers.SerializerMethodField(help_text="Ids of the lines that correct it")
    disputes = DisputeShape(many=True)

    def get_corrections(self, trace: Any) -> list[int]:
        return [one.pk for one in trace.corrections]


class MonthInput(StrictSerializer):
    """The month, e.g. 2026-11."""

    month = serializers.DateField(input_formats=["%Y-%m", "%Y-%m-%d"])


class MonthPaidShape(serializers.Serializer[Any]):
    """How many statements were marked as paid."""

    paid = serializers.IntegerField()


class ClosingShape(serializers.Serializer[Any]):
    """How far the closing of a whole month is; over when `finished_at` is there."""

    id = serializers.IntegerField(source="pk")
    month = serializers.DateField(format="%Y-%m")
    people = serializers.IntegerField(source="whole")
    done = serializers.IntegerField()
    asked_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class CorrectLineInput(StrictSerializer):
    """`amount` is signed; `currency` must be that of the line."""

    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    currency = serializers.CharField(max_length=3)
    reason = serializers.CharField(max_length=500)


class CorrectPayInput(CorrectLineInput):
    """`person` is the id of whose pay it is; `currency` must be the organisation's."""

    person = serializers.IntegerField(min_value=1)


class DisputeInput(StrictSerializer):
    text = serializers.CharField(max_length=1000)


class RefuseInput(StrictSerializer):
    answer = serializers.CharField(max_length=1000)


class GrantInput(RefuseInput):
    """`amount` is the signed difference, in the line's `currency`."""

    amount = serializers.DecimalField(max_digits=12, decimal_places=2)
    currency = serializers.CharField(max_length=3)


class PayMonthShape(serializers.Serializer[Any]):
    month = serializers.DateField(format="%Y-%m")
    first_sales = MoneyField(source="new")
    trailing = MoneyField()
    other = MoneyField()
    earned = MoneyField(source="total")
    closed = MoneyField()
    paid = MoneyField()


class PayOfShape(serializers.Serializer[Any]):
    person = PersonSerializer()
    first_sales = MoneyField(source="new")
    trailing = MoneyField()
    other = MoneyField()
    earned = MoneyField(source="total")
    payable = MoneyField()
    waiting = MoneyField()
    closed = MoneyField()


class OwedShape(serializers.Serializer[Any]):
    payable = MoneyField()
    waiting = MoneyField()
    closed = MoneyField()


class EndingShape(serializers.Serializer[Any]):
    agreement = serializers.IntegerField(source="agreement.pk")
    company = CompanyShape(source="agreement.company")
    hunter = PersonSerializer(source="agreement.hunter")
    ends_on = serializers.DateField()
    trailing = MoneyField()


class OverviewShape(serializers.Serializer[Any]):
    """Commissions of twelve months, per month and person; what is owed; agreements that end within ninety days."""

    currency = serializers.CharField()
    owed = OwedShape()
    months = PayMonthShape(many=True)
    people = PayOfShape(many=True)
    ending = EndingShape(many=True)
