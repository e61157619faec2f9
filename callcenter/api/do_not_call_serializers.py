"""What the endpoints of forbidden numbers take and give."""

from typing import Any

from rest_framework import serializers

from callcenter.models import NumbersFile
from salesorg.clients.models import DoNotCall
from salesorg.lib.api import PersonSerializer, StrictSerializer

Out = serializers.Serializer[Any]


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
