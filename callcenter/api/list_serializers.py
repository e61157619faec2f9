"""What the endpoints of call lists take and give (contract.md)."""

from datetime import time
from typing import Any

from rest_framework import serializers

from callcenter.list_settings import LONGEST_RETRY_MINUTES
from callcenter.list_states import ListState
from callcenter.models import Script
from callcenter.models.call_list import weekdays
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
