"""What the administrator's endpoints take and give (contract.md)."""

from datetime import time
from typing import Any

from rest_framework import serializers

from callcenter.list_counts import ListCounts
from callcenter.list_queries import Conversion, ListState
from callcenter.models import CallList, ImportJob, Lead, Script, ScriptVersion
from callcenter.models.call_list import weekdays
from salesorg.clients.models import DoNotCall
from salesorg.lib.api import PersonSerializer, StrictSerializer

Out = serializers.Serializer[Any]


class CallListIn(StrictSerializer):
    """A list's settings; the calling window is in each company's local time, `calling_days` ISO weekdays."""

    name = serializers.CharField(max_length=150)
    script = serializers.PrimaryKeyRelatedField(
        queryset=Script.objects.all(), required=False, allow_null=True
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
    paused = serializers.BooleanField(default=False)


class CallListOut(Out):
    """A list with its counts: `done` needs no call any more, `due` may be called now as far as its time goes."""

    id = serializers.IntegerField(source="call_list.pk")
    name = serializers.CharField(source="call_list.name")
    script = serializers.IntegerField(source="call_list.script_id", allow_null=True)
    priority = serializers.IntegerField(source="call_list.priority")
    region = serializers.CharField(source="call_list.region")
    calling_from = serializers.TimeField(source="call_list.calling_from")
    calling_to = serializers.TimeField(source="call_list.calling_to")
    calling_days = serializers.ListField(child=serializers.IntegerField(), source="call_list.calling_days")
    max_attempts = serializers.IntegerField(source="call_list.max_attempts")
    paused = serializers.BooleanField(source="call_list.paused")
    created_at = serializers.DateTimeField(source="call_list.created_at")
    leads = serializers.IntegerField(source="counts.leads")
    due = serializers.IntegerField(source="counts.due")
    done = serializers.IntegerField(source="counts.done")
    waiting = serializers.IntegerField(source="counts.waiting")
    callbacks = serializers.IntegerField(source="counts.callbacks")
    claimed = serializers.IntegerField(source="counts.claimed")
    booked = serializers.IntegerField(source="counts.booked")
    closed = serializers.IntegerField(source="counts.closed")
    days_left = serializers.IntegerField(
        allow_null=True, help_text="working days at the pace of the last week"
    )


def list_json(call_list: CallList, counts: ListCounts, days_left: int | None = None) -> dict[str, Any]:
    """One list as an answer."""
    return dict(CallListOut(ListState(call_list, counts, days_left)).data)


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

    class Meta:
        model = ImportJob
        fields = [
            "id", "call_list", "file_name", "status", "error", "mapping", "region", "rows", "rows_done", "created",
            "duplicates", "dnc", "clients", "rejected", "created_by", "created_at", "finished_at", "report",
        ]  # fmt: skip

    def get_report(self, job: ImportJob) -> str:
        return str(self.context["report_url"](job.pk))


class DoNotCallIn(StrictSerializer):
    """A number in any spelling; without a country code it is read as one of the organisation's country."""

    phone = serializers.CharField(max_length=40)
    reason = serializers.CharField(
        max_length=200, required=False, allow_blank=True, default=DoNotCall.Reason.OTHER
    )


class DoNotCallOut(Out):
    """A forbidden number, masked: lists show no whole number."""

    id = serializers.IntegerField()
    phone = serializers.CharField(source="__str__")
    reason = serializers.CharField()
    added_by = PersonSerializer(allow_null=True)
    added_at = serializers.DateTimeField()


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


class ScriptOut(Out):
    """A script with its published version (null when there is none) and that version's last 30 days."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    version = serializers.IntegerField(allow_null=True)
    steps = serializers.JSONField()
    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()


def script_json(script: Script, version: ScriptVersion | None, brought: Conversion) -> dict[str, Any]:
    """One script as an answer."""
    return {
        "id": script.pk, "name": script.name, "version": version.number if version else None,
        "steps": version.steps if version else {}, "calls": brought.calls, "reached": brought.reached,
        "booked": brought.booked,
    }  # fmt: skip
