"""The wallboard as data."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter.floor_queries import floor_at
from salesorg.lib.api import PersonSerializer
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.queries import database_now

Out = serializers.Serializer[Any]


class AlarmOut(Out):
    """What wants somebody now: `no_admin`, `nobody_calling`, `nothing_due`, or of a person `idle`, `wrap_up`,
    `not_started`, `below_norm`; `level` red or yellow."""

    kind = serializers.CharField()
    level = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    person = PersonSerializer(allow_null=True)


class CallerOut(Out):
    """One call manager on the floor: busy, break, idle, absent or not_started, since when, and today's figures.

    `phase` of a busy one: ringing, talking or wrap_up; `reason` of a break.
    """

    person = PersonSerializer()
    state = serializers.CharField()
    phase = serializers.CharField()
    reason = serializers.CharField()
    since = serializers.DateTimeField(allow_null=True)
    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    last_hour = serializers.IntegerField(source="hour_calls")
    last_hour_reached = serializers.IntegerField(source="figures.hour_reached")
    last_hour_booked = serializers.IntegerField(source="figures.hour_booked")
    expected = serializers.IntegerField()
    alarms = serializers.ListField(child=serializers.CharField(), source="alarm_kinds")


class StaffingOut(Out):
    level = serializers.ChoiceField(choices=["green", "amber", "red"])
    reasons = serializers.ListField(child=serializers.CharField())


class DriestOut(Out):
    """The list that runs dry first."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    days_left = serializers.IntegerField()


class ListsNowOut(Out):
    """What there is to call: `due` now in `open_lists`; `days_left` working days at the pace of the last week."""

    due = serializers.IntegerField()
    open_lists = serializers.IntegerField()
    lists = serializers.IntegerField()
    left = serializers.IntegerField()
    days_left = serializers.IntegerField(allow_null=True)
    driest = DriestOut(allow_null=True, source="driest_list")


class HourOut(Out):
    """One clock hour of today; `norm` is asked of all who are present."""

    hour = serializers.IntegerField()
    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    norm = serializers.IntegerField()


class WallboardOut(Out):
    """The floor now; `expected` is what the norm asks of all by now, `hour_norm` of all in an hour."""

    at = serializers.DateTimeField()
    present = serializers.IntegerField()
    busy = serializers.IntegerField()
    in_call = serializers.IntegerField()
    wrapping_up = serializers.IntegerField()
    idle = serializers.IntegerField()
    on_break = serializers.IntegerField()
    calls = serializers.IntegerField()
    reached = serializers.IntegerField()
    booked = serializers.IntegerField()
    last_hour = serializers.IntegerField(source="hour_calls")
    hour_norm = serializers.IntegerField()
    expected = serializers.IntegerField()
    staffing = StaffingOut()
    lists = ListsNowOut()
    alarms = AlarmOut(many=True)
    hours = HourOut(many=True, source="by_hour")
    callers = CallerOut(many=True)


@extend_schema(tags=["callcenter"], responses=WallboardOut)
@api_view(["GET"])
@permission_classes([role_permission(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)])
def wallboard(request: Request) -> Response:
    """Who is in a call, in wrap-up, idle, on a break; what today brought against the norm; what alarms."""
    return Response(WallboardOut(floor_at(database_now())).data)
