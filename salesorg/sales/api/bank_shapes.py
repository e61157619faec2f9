"""What the bank's statements and lines look like over the API."""

import json
from typing import Any

from rest_framework import serializers

from salesorg.lib.api import MoneyField, PersonSerializer, StrictSerializer
from salesorg.sales.actions.ignore_line import REASONS
from salesorg.sales.api.payments import SoldShape
from salesorg.sales.models import BankLine, BankStatement, Payment, Sale


class BankStatementShape(serializers.ModelSerializer[BankStatement]):
    """A bank's file: `lines` written so far, `waiting` of them, the turnover; `error` is a code."""

    waiting = serializers.SerializerMethodField()
    uploaded_by = PersonSerializer(allow_null=True)

    class Meta:
        model = BankStatement
        fields = [
            "id", "file_name", "format", "status", "error", "lines", "waiting", "rejected", "came_in", "went_out",
            "stated_in", "stated_out", "uploaded_by", "uploaded_at", "finished_at",
        ]  # fmt: skip

    def get_waiting(self, statement: BankStatement) -> int:
        waiting: dict[int, int] = self.context.get("waiting", {})
        return waiting.get(statement.pk, 0)


class MappingField(serializers.JSONField):
    """JSON, column -> field, as an object or as its text (in a multipart form)."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            found = json.loads(data) if isinstance(data, str) else data
        except ValueError:
            found = None
        if not isinstance(found, dict) or not all(
            isinstance(one, str) for pair in found.items() for one in pair
        ):
            raise serializers.ValidationError("Must be a JSON object of texts: column -> field.")
        return found


class BankStatementInput(StrictSerializer):
    """`mapping` overrules what is guessed of the columns; 1C's format needs none."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    mapping = MappingField(required=False)
    order = serializers.ChoiceField(choices=["dmy", "mdy"], required=False)


class CandidateShape(serializers.Serializer[Any]):
    """A sale this line may be for; of money out the payment it may give back. `why` are codes, the best candidate first."""

    sale = SoldShape()
    payment = serializers.IntegerField(source="payment.pk", allow_null=True, default=None)
    open_amount = MoneyField()
    score = serializers.IntegerField(source="candidate.score")
    why = serializers.ListField(child=serializers.CharField(), source="candidate.why")


class BankLineShape(serializers.ModelSerializer[BankLine]):
    """One movement on our account; `candidates`, and the line of another statement that it `looks_like`, only while it waits."""

    payment = serializers.PrimaryKeyRelatedField[Payment](read_only=True)
    decided_by = PersonSerializer(allow_null=True)
    candidates = serializers.SerializerMethodField()
    looks_like = serializers.SerializerMethodField()

    class Meta:
        model = BankLine
        fields = [
            "id", "statement", "number", "external_id", "day", "amount", "currency", "payer", "payer_tax_id", "document",
            "purpose", "state", "why", "payment", "duplicate_of", "decided_by", "decided_at", "candidates",
            "looks_like",
        ]  # fmt: skip

    def get_candidates(self, line: BankLine) -> list[dict[str, Any]]:
        found: dict[int, list[Any]] = self.context.get("candidates", {})
        return [dict(CandidateShape(one).data) for one in found.get(line.pk, [])]

    def get_looks_like(self, line: BankLine) -> int | None:
        found: dict[int, int] = self.context.get("looks_like", {})
        return found.get(line.pk)


class MatchInput(StrictSerializer):
    """`beyond`: all of it, though less is owed. `confirm`: other money than the line or payment that looks like it."""

    sale = serializers.PrimaryKeyRelatedField(queryset=Sale.objects.all())
    beyond = serializers.BooleanField(default=False)
    confirm = serializers.BooleanField(default=False)


class ShareInput(StrictSerializer):
    sale = serializers.PrimaryKeyRelatedField(queryset=Sale.objects.all())
    amount = MoneyField()


class SplitInput(StrictSerializer):
    """The parts sum to the line."""

    parts = serializers.ListField(child=ShareInput(), allow_empty=False, max_length=20)
    beyond = serializers.BooleanField(default=False)
    confirm = serializers.BooleanField(default=False)


class IgnoreInput(StrictSerializer):
    reason = serializers.ChoiceField(choices=[(one.value, one.label) for one in REASONS])


class GiveBackInput(StrictSerializer):
    payment = serializers.PrimaryKeyRelatedField(queryset=Payment.objects.select_related("sale"))
    confirm = serializers.BooleanField(default=False)
