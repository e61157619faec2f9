"""What the call manager's endpoints take and give (contract.md)."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from callcenter.api.in_hand_serializers import LeadInHandOut, ScriptInCallOut
from callcenter.call_forms import SAID_LENGTH
from callcenter.labels import disposition_label
from callcenter.models import Call, Disposition
from callcenter.script_text import NO_ANSWER
from hunters.actions import InviteTo
from salesorg.lib.api import PersonSerializer, StrictSerializer
from salesorg.people.models import Role, User

Out = serializers.Serializer[Any]


class MeetingWishIn(StrictSerializer):
    """A meeting agreed on the phone; without `hunter` the fairest free one, without `minutes` the usual length."""

    # An integer and not a related field: fields are copied with their queryset for every call that is logged.
    hunter = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1
    )
    starts_at = serializers.DateTimeField()
    minutes = serializers.IntegerField(min_value=5, max_value=720, required=False)
    place = serializers.CharField(max_length=250, required=False, allow_blank=True, default="")
    video_link = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")
    contact = serializers.CharField(max_length=150, required=False, allow_blank=True, default="")
    # Who gets the invitation: an e-mail address of the company by its id, or a new one; neither: nobody.
    contact_point = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1
    )
    email = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")

    def validate_hunter(self, pk: int | None) -> User | None:
        if pk is None:
            return None
        found: User | None = User.objects.in_role(Role.HUNTER, Role.HUNTERS_HEAD).filter(pk=pk).first()
        if found is None:
            raise serializers.ValidationError(_("There is no such hunter."))
        return found

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        point, email = attrs.pop("contact_point", None), attrs.pop("email", "")
        wanted = point is not None or bool(email.strip())
        return {**attrs, "invite_to": InviteTo(point, email) if wanted else None}


class AnswerIn(StrictSerializer):
    """A branch that was followed: the step's code and the answer's place in it, or «none» for no suitable answer.

    `said`: with «none», what they said instead.
    """

    step = serializers.CharField(max_length=60)
    answer = serializers.JSONField()
    said = serializers.CharField(max_length=SAID_LENGTH, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if "said" in attrs and attrs["answer"] != NO_ANSWER:
            raise serializers.ValidationError({"said": [_("Only where no answer was suitable.")]})
        return attrs

    def validate_answer(self, value: Any) -> Any:
        if value == NO_ANSWER or (
            isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 100
        ):
            return value
        raise serializers.ValidationError(_("The place of an answer, or «none»."))


class CallIn(StrictSerializer):
    """A call to log; `next` asks for the next lead in the same round trip."""

    claim = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    disposition = serializers.CharField(max_length=20)
    note = serializers.CharField(
        max_length=5000, required=False, allow_blank=True, default="", trim_whitespace=False
    )
    callback_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    meeting = MeetingWishIn(required=False, allow_null=True, default=None)
    answers = serializers.ListField(child=AnswerIn(), required=False, max_length=200)
    phone = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1
    )
    next = serializers.BooleanField(required=False, default=False)


class CorrectionIn(StrictSerializer):
    """The result that was meant, with what it asks for; without `note` the call keeps its own."""

    disposition = serializers.CharField(max_length=20)
    note = serializers.CharField(
        max_length=5000,
        required=False,
        allow_blank=True,
        allow_null=True,
        default=None,
        trim_whitespace=False,
    )
    callback_at = serializers.DateTimeField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200, required=False, allow_blank=True, default="")
    meeting = MeetingWishIn(required=False, allow_null=True, default=None)
    phone = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1
    )


class ClaimOut(Out):
    """The lead in hand; the lease ends at `expires_at` unless it is renewed. Times of the talk by the exchange, or by hand."""

    id = serializers.IntegerField()
    started_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    is_inbound = serializers.BooleanField()
    answered_at = serializers.DateTimeField(allow_null=True)
    hung_up_at = serializers.DateTimeField(allow_null=True)
    lead = LeadInHandOut()
    script = ScriptInCallOut(allow_null=True)


class ClaimHeldOut(Out):
    detail = serializers.CharField()
    code = serializers.CharField()
    claim = ClaimOut(allow_null=True)


class LeaseOut(Out):
    id = serializers.IntegerField()
    expires_at = serializers.DateTimeField()


class LeadLeftOut(Out):
    """In which state the call left the lead; `next_attempt_at` is when it is due again, if it is."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    next_attempt_at = serializers.DateTimeField(allow_null=True)


class BookedMeetingOut(Out):
    """The meeting that the call booked."""

    id = serializers.IntegerField()
    hunter = PersonSerializer()
    starts_at = serializers.DateTimeField()
    ends_at = serializers.DateTimeField()
    place = serializers.CharField()
    video_link = serializers.CharField()
    on_hold = serializers.BooleanField(help_text="Waits for the administrator before the hunter gets it")
    invitation = serializers.CharField(
        allow_null=True, help_text="State of the mail to the client: queued; null if none goes out"
    )


class CallLoggedOut(Out):
    """`next`: the lead now in hand, or null when nothing is due; only there when it was asked for."""

    id = serializers.IntegerField()
    lead = LeadLeftOut()
    meeting = BookedMeetingOut(allow_null=True)
    next = ClaimOut(allow_null=True, required=False)


class CallCorrectedOut(Out):
    """The call with its right result, and what became of the lead."""

    id = serializers.IntegerField()
    lead = LeadLeftOut()
    meeting = BookedMeetingOut(allow_null=True)


class CallOut(serializers.ModelSerializer[Call]):
    """A logged call; the company by name only."""

    manager = PersonSerializer()
    disposition = serializers.CharField(source="disposition.code")
    company = serializers.SerializerMethodField()
    call_list = serializers.CharField(source="call_list.name")

    class Meta:
        model = Call
        fields = [
            "id", "at", "seconds", "talk_seconds", "wrap_up_seconds", "is_inbound", "manager", "company", "call_list", "disposition", "reached", "note", "reason", "meeting",
        ]  # fmt: skip

    def get_company(self, call: Call) -> dict[str, str | int]:
        return {"id": call.lead.company_id, "name": call.lead.company.name}


class DispositionOut(serializers.ModelSerializer[Disposition]):
    """How a call can end; `key` is a KeyboardEvent.code."""

    label = serializers.SerializerMethodField()  # type: ignore[assignment]

    class Meta:
        model = Disposition
        fields = [
            "code", "label", "key", "reached", "retry_minutes", "closes", "asks_callback", "books", "needs_reason",
            "forbids_calls", "marks_number_wrong", "colour", "icon",
        ]  # fmt: skip

    def get_label(self, disposition: Disposition) -> str:
        return disposition_label(disposition.code)
