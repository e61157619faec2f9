"""What goes in and out, one serializer per direction."""

from decimal import Decimal
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hunters.models import Deal, DealStage, Meeting
from salesorg.lib.api import PersonSerializer, StrictSerializer
from salesorg.sales.queries import products_on_sale

OUTCOMES = [("held", "held"), ("no_show", "no_show"), ("cancelled", "cancelled")]


class CompanyRef(serializers.Serializer[Any]):
    """A company inside an answer; contacts never."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    status = serializers.CharField()
    time_zone = serializers.CharField()


class SlotOut(serializers.Serializer[Any]):
    """A free time of one hunter."""

    hunter = PersonSerializer()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()


class MeetingOut(serializers.ModelSerializer[Meeting]):
    """A meeting."""

    company = CompanyRef()
    hunter = PersonSerializer()
    booked_by = PersonSerializer()
    contact = serializers.CharField(source="contact_person.name", default="")

    class Meta:
        model = Meeting
        fields = [
            "id", "company", "hunter", "booked_by", "booked_at", "starts_at", "ends_at", "place", "video_link", "contact",
            "brief", "state", "on_hold", "on_target", "outcome_note", "outcome_at",
        ]  # fmt: skip


class DealOut(serializers.ModelSerializer[Deal]):
    """A deal; `stage` is the code of its column, `amount` in `currency`."""

    company = CompanyRef()
    hunter = PersonSerializer()
    stage = serializers.CharField(source="stage.code")
    currency = serializers.SerializerMethodField()
    sale = serializers.IntegerField(source="sale_id", allow_null=True)
    rotting = serializers.SerializerMethodField()

    class Meta:
        model = Deal
        fields = [
            "id", "company", "hunter", "title", "amount", "currency", "stage", "state", "cross_sell", "next_step",
            "next_step_on", "rotting", "position", "opened_at", "last_contact_at", "closed_at", "lost_reason", "sale",
        ]  # fmt: skip

    @extend_schema_field(serializers.CharField())
    def get_currency(self, deal: Deal) -> str:
        return str(self.context["currency"])

    @extend_schema_field(serializers.BooleanField())
    def get_rotting(self, deal: Deal) -> bool:
        return bool(getattr(deal, "is_rotting", False))


class StageOut(serializers.ModelSerializer[DealStage]):
    """A column of the pipeline."""

    name = serializers.CharField(source="label")

    class Meta:
        model = DealStage
        fields = ["code", "name", "position", "rotting_days"]


class OutcomeIn(StrictSerializer):
    """What became of a meeting."""

    outcome = serializers.ChoiceField(choices=OUTCOMES)
    on_target = serializers.BooleanField(required=False, allow_null=True, default=None)
    note = serializers.CharField(required=False, allow_blank=True, max_length=4000, default="")
    next_step = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    next_step_on = serializers.DateField(required=False, allow_null=True, default=None)
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True, default=None
    )


class OutcomeOut(MeetingOut):
    """The meeting with its outcome, and the deal it opened or carried on."""

    deal = DealOut(allow_null=True)

    class Meta(MeetingOut.Meta):
        fields = [*MeetingOut.Meta.fields, "deal"]


class RescheduleIn(StrictSerializer):
    """Another time for a meeting of the same length."""

    starts_at = serializers.DateTimeField()
    reason = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")


class DealIn(StrictSerializer):
    """A new deal; without a next step it gets one for the next working day. `hunter`: for the head only."""

    company = serializers.IntegerField()
    title = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
    amount = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal(0), required=False, default=Decimal(0)
    )
    next_step = serializers.CharField(required=False, max_length=200, default="")
    next_step_on = serializers.DateField(required=False, allow_null=True, default=None)
    hunter = serializers.IntegerField(required=False, allow_null=True, default=None)


class MoveIn(StrictSerializer):
    """The code of the stage, and the place in its column from the top."""

    stage = serializers.CharField(max_length=20)
    position = serializers.IntegerField(
        required=False, allow_null=True, min_value=0, max_value=10_000, default=None
    )


class LoseIn(StrictSerializer):
    """Why the deal was lost."""

    reason = serializers.CharField(max_length=200)


class LineIn(StrictSerializer):
    """A line of a sale; `price` per unit (default: the list price), `discount` in per cent."""

    product = serializers.PrimaryKeyRelatedField(queryset=products_on_sale())
    quantity = serializers.DecimalField(max_digits=10, decimal_places=2, min_value=Decimal("0.01"))
    price = serializers.DecimalField(
        max_digits=12, decimal_places=2, min_value=Decimal(0), required=False, allow_null=True, default=None
    )
    discount = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        min_value=Decimal(0),
        max_value=Decimal("99.99"),
        required=False,
        default=Decimal(0),
    )


class WinIn(StrictSerializer):
    """The lines of the sale."""

    lines = serializers.ListField(child=LineIn(), allow_empty=False, max_length=100)
    note = serializers.CharField(required=False, allow_blank=True, max_length=2000, default="")


class SaleRef(serializers.Serializer[Any]):
    """A sale inside an answer."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    kind = serializers.CharField()
    amount = serializers.DecimalField(max_digits=14, decimal_places=2)
    currency = serializers.CharField()
    sold_at = serializers.DateTimeField()
    company = CompanyRef()
    seller = PersonSerializer()


class HandoffRef(serializers.Serializer[Any]):
    """The handoff that a first sale opened; no `farmer`: it waits in the queue of the head of the client department."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    farmer = PersonSerializer(allow_null=True)
    opened_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField()


class AgreementRef(serializers.Serializer[Any]):
    """The hunter's commission agreement that a first sale made."""

    id = serializers.IntegerField()
    hunter = PersonSerializer()
    plan = serializers.CharField(source="plan.name")
    opened_at = serializers.DateTimeField()


class WonOut(serializers.Serializer[Any]):
    """What winning made; handoff and agreement at the company's first sale only."""

    sale = SaleRef()
    handoff = HandoffRef(allow_null=True)
    agreement = AgreementRef(allow_null=True)
