"""What the endpoints of a call manager's day take and give: breaks, callbacks, look-ups."""

from typing import Any

from rest_framework import serializers

from callcenter.api.serializers import ClaimOut
from callcenter.look_up import Found
from callcenter.models import Break, Lead
from salesorg.lib.api import PersonSerializer, StrictSerializer

Out = serializers.Serializer[Any]


class MarkOut(Out):
    """Since when they talk, or since when it is wrap-up."""

    id = serializers.IntegerField()
    at = serializers.DateTimeField()


class BreakIn(StrictSerializer):
    reason = serializers.ChoiceField(choices=Break.Reason.choices)


class BreakOut(serializers.ModelSerializer[Break]):
    """A break; `ended_at` and `seconds` are null while it goes on."""

    class Meta:
        model = Break
        fields = ["id", "reason", "started_at", "ended_at", "seconds"]


class LookUpIn(StrictSerializer):
    """A number that calls us, in any spelling of the organisation's country."""

    phone = serializers.CharField(max_length=60)


class ColleagueOut(PersonSerializer):
    extension = serializers.CharField()


class LookUpOut(Out):
    """What the number comes to: the claim if the lead is in hand now, else to whom the call is put through, if to anybody."""

    found = serializers.ChoiceField(choices=[one.value for one in Found])
    claim = ClaimOut(allow_null=True)
    person = ColleagueOut(allow_null=True)


class CallbackMoveIn(StrictSerializer):
    callback_at = serializers.DateTimeField()
    reason = serializers.CharField(max_length=200)


class CallbackGiveUpIn(StrictSerializer):
    reason = serializers.CharField(max_length=200)


class CallbackOut(serializers.ModelSerializer[Lead]):
    """A promised callback; `time_zone` is the company's. No numbers: the queue brings them at its time."""

    company = serializers.SerializerMethodField()
    call_list = serializers.CharField(source="call_list.name")
    time_zone = serializers.CharField(source="company.time_zone")
    callback_at = serializers.DateTimeField(source="due_at")

    class Meta:
        model = Lead
        fields = ["id", "company", "call_list", "callback_at", "time_zone"]

    def get_company(self, lead: Lead) -> dict[str, str | int]:
        return {"id": lead.company_id, "name": lead.company.name}


class LeftOut(Out):
    """In which state the step left the lead, and when it is due."""

    id = serializers.IntegerField()
    state = serializers.CharField()
    due_at = serializers.DateTimeField()


class MyDayOut(Out):
    """Own figures of the organisation's local day, `norm` calls a day; `coming_up` own callbacks are due or soon will be."""

    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    held = serializers.IntegerField()
    norm = serializers.IntegerField()
    coming_up = serializers.IntegerField()
    breaks = BreakOut(many=True)
