"""What the administrator's endpoints take and give (contract.md)."""

from datetime import time
from typing import Any

from rest_framework import serializers

from callcenter.list_settings import LONGEST_RETRY_MINUTES
from callcenter.list_states import ListState
from callcenter.models import ImportJob, Lead, NumbersFile, Script
from callcenter.models.call_list import weekdays
from salesorg.clients.models import DoNotCall
from salesorg.lib.api import PersonSerializer, StrictSerializer
from salesorg.people.models import Role, Team, User

Out = serializers.Serializer[Any]


class AttemptRuleIn(StrictSerializer):
    """What this list does otherwise after one result; null is as usual."""

    disposition = serializers.CharField(max_length=20)
    retry_minutes = serializers.IntegerField(
        min_value=1, max_value=LONGEST_RETRY_MINUTES, required=False, allow_null=True, default=None
    )
    most = serializers.IntegerField(min_value=1, max_value=100, required=False, allow_null=True, default=None)


class CallListIn(StrictSerializer):
    """A list's settings; the calling window is in each company's local time, `calling_days` ISO weekdays.

    `people`, `teams`: ids of who calls it, nobody named means everybody. `expires_on`: the first day on which nobody does.
    """

    name = serializers.CharField(max_length=150)
    script = serializers.PrimaryKeyRelatedField(
        queryset=Script.objects.filter(versions__is_published=True).distinct(),
        required=False,
        allow_null=True,
    )
    priority = serializers.IntegerField(min_value=-1000, max_value=1000, default=0)
    region = serializers.RegexField(r"^[A-Za-z]{2}$", required=False, help_text="ISO 3166 alpha-2")
    calling_from = serializers.TimeField(default=time(9))
    calling_to = serializers.TimeField(default=time(18))
    calling_days = serializers.ListField(
        child=serializers.IntegerField(min_value=1, max_value=7),
        default=weekdays,
        allow_empty=False,
        max_length=7,
    )
    max_attempts = serializers.IntegerField(min_value=1, max_value=50, default=6)
    callback_days = serializers.IntegerField(min_value=1, max_value=365, default=60)
    paused = serializers.BooleanField(default=False)
    expires_on = serializers.DateField(required=False, allow_null=True)
    calls_a_day = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True)
    calls_in_all = serializers.IntegerField(min_value=1, max_value=1000, required=False, allow_null=True)
    spread_attempts = serializers.BooleanField(default=True)
    people = serializers.PrimaryKeyRelatedField(
        queryset=User.objects.filter(role=Role.CALL_MANAGER), many=True, required=False
    )
    teams = serializers.PrimaryKeyRelatedField(queryset=Team.objects.all(), many=True, required=False)
    attempt_rules = AttemptRuleIn(many=True, required=False)


class TeamOut(Out):
    """A team: `{id, name}`."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class AttemptRuleOut(Out):
    """A list's own rule for one result."""

    disposition = serializers.CharField()
    retry_minutes = serializers.IntegerField(allow_null=True)
    most = serializers.IntegerField(allow_null=True)


class CallListOut(Out):
    """A list with its counts: `done` needs no call any more, `due` waits for a call as far as its time goes.

    `callable_now`: those of the due that may be called at this hour where they are; `opens_at`: while there are none,
    when calling hours next begin where most of them are.
    """

    id = serializers.IntegerField(source="call_list.pk")
    name = serializers.CharField(source="call_list.name")
    script = serializers.IntegerField(source="call_list.script_id", allow_null=True)
    priority = serializers.IntegerField(source="call_list.priority")
    region = serializers.CharField(source="call_list.region")
    calling_from = serializers.TimeField(source="call_list.calling_from")
    calling_to = serializers.TimeField(source="call_list.calling_to")
    calling_days = serializers.ListField(child=serializers.IntegerField(), source="call_list.calling_days")
    max_attempts = serializers.IntegerField(source="call_list.max_attempts")
    callback_days = serializers.IntegerField(source="call_list.callback_days")
    paused = serializers.BooleanField(source="call_list.paused")
    expires_on = serializers.DateField(source="call_list.expires_on", allow_null=True)
    calls_a_day = serializers.IntegerField(source="call_list.calls_a_day", allow_null=True)
    calls_in_all = serializers.IntegerField(source="call_list.calls_in_all", allow_null=True)
    spread_attempts = serializers.BooleanField(source="call_list.spread_attempts")
    people = PersonSerializer(source="around.people", many=True)
    teams = TeamOut(source="around.teams", many=True)
    attempt_rules = AttemptRuleOut(source="around.rules", many=True)
    nobody_calls = serializers.BooleanField(help_text="assigned, and none of those named works here any more")
    expired = serializers.BooleanField()
    created_at = serializers.DateTimeField(source="call_list.created_at")
    leads = serializers.IntegerField(source="counts.leads")
    due = serializers.IntegerField(source="counts.due")
    callable_now = serializers.IntegerField()
    opens_at = serializers.DateTimeField(source="opening.at", allow_null=True, default=None)
    done = serializers.IntegerField(source="counts.done")
    waiting = serializers.IntegerField(source="counts.waiting")
    callbacks = serializers.IntegerField(source="counts.callbacks")
    claimed = serializers.IntegerField(source="counts.claimed")
    booked = serializers.IntegerField(source="counts.booked")
    closed = serializers.IntegerField(source="counts.closed")
    due_today = serializers.IntegerField(source="counts.due_today")
    due_tomorrow = serializers.IntegerField(source="counts.due_tomorrow")
    days_left = serializers.IntegerField(
        allow_null=True, help_text="working days at the pace of the last week"
    )


def list_json(state: ListState) -> dict[str, Any]:
    """One list as an answer."""
    return dict(CallListOut(state).data)


class ImportIn(StrictSerializer):
    """A file and, if the guess is not to be trusted, which column becomes which field."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    mapping = serializers.JSONField(
        required=False, help_text='{"Column": "field"}; the other columns as guessed'
    )

    def validate_mapping(self, value: Any) -> dict[str, str]:
        if not isinstance(value, dict) or not all(isinstance(field, str) for field in value.values()):
            raise serializers.ValidationError("An object of column names and fields.")
        return value


class ImportOut(serializers.ModelSerializer[ImportJob]):
    """How far an import is and what came of it; `report` is the address of its rows as CSV."""

    created_by = PersonSerializer(allow_null=True)
    report = serializers.SerializerMethodField()
    possible_duplicates = serializers.SerializerMethodField(help_text="pairs still to be decided")

    class Meta:
        model = ImportJob
        fields = [
            "id", "call_list", "file_name", "status", "error", "mapping", "region", "rows", "rows_done", "created",
            "duplicates", "dnc", "clients", "rejected", "created_by", "created_at", "finished_at", "report",
            "possible_duplicates",
        ]  # fmt: skip

    def get_possible_duplicates(self, job: ImportJob) -> int:
        return int(self.context["to_decide"](job.pk))

    def get_report(self, job: ImportJob) -> str:
        return str(self.context["report_url"](job.pk))


class DoNotCallIn(StrictSerializer):
    """A number in any spelling; without a country code it is read as one of the organisation's country."""

    phone = serializers.CharField(max_length=40)
    reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=DoNotCall.Reason.OTHER
    )
    expires_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text="the first day on which it may be called again",
    )


class DoNotCallOut(Out):
    """A forbidden number, masked: lists show no whole number."""

    id = serializers.IntegerField()
    phone = serializers.CharField(source="__str__")
    reason = serializers.CharField()
    added_by = PersonSerializer(allow_null=True)
    added_at = serializers.DateTimeField()
    expires_on = serializers.DateField(allow_null=True)


class NumbersFileIn(StrictSerializer):
    """A file of numbers; `reason` and `expires_on` hold for rows that name none of their own."""

    file = serializers.FileField(allow_empty_file=True, max_length=255)
    reason = serializers.CharField(max_length=200, required=False, default=DoNotCall.Reason.OTHER)
    expires_on = serializers.DateField(required=False, allow_null=True, default=None)


class NumbersFileOut(serializers.ModelSerializer[NumbersFile]):
    """How far a file of numbers is: `added` newly, `known` before, `rejected` rows, `closed` leads."""

    created_by = PersonSerializer(allow_null=True)

    class Meta:
        model = NumbersFile
        fields = [
            "id", "file_name", "status", "error", "rows", "rows_done", "added", "known", "rejected", "closed", "unread",
            "created_by", "created_at", "finished_at",
        ]  # fmt: skip


class ForbiddenOut(Out):
    """`numbers` newly on the list (0: it was there), `closed` leads closed by it."""

    phone = serializers.CharField()
    numbers = serializers.IntegerField()
    closed = serializers.IntegerField()


class LeadOut(serializers.ModelSerializer[Lead]):
    """A lead in a list; phones masked."""

    company = serializers.SerializerMethodField()
    phones = serializers.SerializerMethodField()
    callback_owner = PersonSerializer(allow_null=True)

    class Meta:
        model = Lead
        fields = [
            "id", "company", "phones", "call_list", "state", "due_at", "attempts", "last_call_at", "callback_owner",
            "closed_reason",
        ]  # fmt: skip

    def get_company(self, lead: Lead) -> dict[str, str | int]:
        company = lead.company
        return {"id": company.pk, "name": company.name, "city": company.city, "time_zone": company.time_zone}

    def get_phones(self, lead: Lead) -> list[str]:
        return [point.masked for point in lead.company.contact_points.all() if point.kind == "phone"]
