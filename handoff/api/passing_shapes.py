"""What goes in and out of the handoff's endpoints, field by field; the money's are in shapes.py."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from handoff.api.shapes import CompanyShape, SaleShape
from handoff.checklist import Promised
from handoff.models import Handoff, Letter, LetterTemplate
from handoff.turn import turn_of
from salesorg.lib.api import PersonSerializer, StrictSerializer


class PassedPromiseShape(serializers.Serializer[Any]):
    """What the hunter promised and passed on, as it stands on the account now."""

    id = serializers.IntegerField(source="promise_id")
    text = serializers.CharField(source="promise.text")
    due_on = serializers.DateField(source="promise.due_on")
    state = serializers.CharField(source="promise.state", help_text="open, kept, broken")


class HandoffShape(serializers.ModelSerializer[Handoff]):
    company = CompanyShape()
    sale = SaleShape()
    hunter = PersonSerializer()
    farmer = PersonSerializer(allow_null=True)
    how = serializers.CharField(source="introduced_how")
    promises_passed = PassedPromiseShape(source="passed_promises.all", many=True, read_only=True)
    whose_turn = serializers.SerializerMethodField(help_text="hunter, farmer, head, or empty when it is over")

    class Meta:
        model = Handoff
        fields = ["id", "company", "sale", "hunter", "farmer", "state", "brief", "promises", "promises_passed",
                  "no_promises", "introduction_arranged", "how", "contacts_given", "reaction", "reaction_note",
                  "whose_turn", "opened_at", "due_at", "introduced_at", "accepted_at", "returned_at", "return_reason",
                  "reminded_at", "escalated_at"]  # fmt: skip

    def get_whose_turn(self, handoff: Handoff) -> str:
        return turn_of(handoff.state, []).whose


class PromisedInput(StrictSerializer):
    text = serializers.CharField(max_length=500)
    due_on = serializers.DateField()


@extend_schema_field({"oneOf": [
    {"type": "string", "maxLength": 3000},
    {"type": "array", "maxItems": 50, "items": {"type": "object", "required": ["text", "due_on"], "properties": {
        "text": {"type": "string", "maxLength": 500}, "due_on": {"type": "string", "format": "date"},
    }}},
]})  # fmt: skip
class PromisesField(serializers.Field[Any, Any, Any, Any]):
    """A free remark (text), or the promises themselves: a list of `{text, due_on}`."""

    def to_internal_value(self, data: Any) -> str | list[Promised]:
        if not isinstance(data, list):
            return str(serializers.CharField(max_length=3000, allow_blank=True).run_validation(data))
        if len(data) > 50:
            raise serializers.ValidationError([_("At most 50 promises at once.")])
        each = PromisedInput(data=data, many=True)
        each.is_valid(raise_exception=True)
        return [Promised(**one) for one in each.validated_data]

    def to_representation(self, value: Any) -> Any:
        return value


class IntroduceInput(StrictSerializer):
    """The checklist. What was written before stays where a field is left out; steps left out count as done.

    `promises`: a free remark, or a list of real promises, which are the farmer's from now on. `no_promises`: true says that
    nothing was promised, false that there is something to be written down.
    """

    brief = serializers.CharField(max_length=5000, required=False, allow_blank=True)
    promises = PromisesField(required=False)
    no_promises = serializers.BooleanField(required=False)
    reaction = serializers.ChoiceField(choices=Handoff.Reaction.choices, required=False, allow_blank=True)
    reaction_note = serializers.CharField(max_length=500, required=False, allow_blank=True)
    introduction_arranged = serializers.BooleanField(default=True)
    how = serializers.ChoiceField(choices=Handoff.Introduced.choices, default=Handoff.Introduced.PERSON)
    contacts_given = serializers.BooleanField(default=True)


class ReturnInput(StrictSerializer):
    reason = serializers.CharField(max_length=500)


class AssignInput(StrictSerializer):
    """`farmer` is the person's id. `reason` is needed where the client is taken from the farmer it is offered to."""

    farmer = serializers.IntegerField(min_value=1)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class LetterShape(serializers.ModelSerializer[Letter]):
    """A letter of introduction; `to` is the client's address, masked."""

    farmer = PersonSerializer()
    to = serializers.CharField(source="contact_point.masked", default="")
    created_by = PersonSerializer()

    class Meta:
        model = Letter
        fields = ["id", "farmer", "to", "contact_point", "language", "subject", "body", "state", "created_at",
                  "created_by", "sent_at"]  # fmt: skip


class LetterInput(StrictSerializer):
    """`contact_point`: the id of one of the client's e-mail addresses. What is left out comes from the template."""

    contact_point = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    language = serializers.CharField(max_length=5, required=False)
    subject = serializers.CharField(max_length=200, required=False)
    body = serializers.CharField(max_length=10_000, required=False)


class LetterTemplateShape(serializers.ModelSerializer[LetterTemplate]):
    updated_by = PersonSerializer(allow_null=True)

    class Meta:
        model = LetterTemplate
        fields = ["language", "subject", "body", "updated_at", "updated_by"]


class LetterTemplateInput(StrictSerializer):
    subject = serializers.CharField(max_length=200)
    body = serializers.CharField(max_length=10_000)
