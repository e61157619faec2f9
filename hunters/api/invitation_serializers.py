"""The client's invitation in and out."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from hunters.api.serializers import MeetingOut
from hunters.models import Invitation, Meeting
from hunters.queries import invitations_of
from salesorg.lib.api import StrictSerializer


class InvitationOut(serializers.ModelSerializer[Invitation]):
    """One mail to the client about a meeting; `to` is masked. `failed` within five minutes of a try: it is being sent."""

    to = serializers.CharField(source="contact_point.masked", default="")

    class Meta:
        model = Invitation
        fields = [
            "id",
            "kind",
            "state",
            "to",
            "sequence",
            "language",
            "tries",
            "due_at",
            "created_at",
            "sent_at",
        ]


class OneMeetingOut(MeetingOut):
    """A meeting with the mails that went to the client about it, newest first."""

    invitations = serializers.SerializerMethodField()

    class Meta(MeetingOut.Meta):
        fields = [*MeetingOut.Meta.fields, "invitations"]

    @extend_schema_field(InvitationOut(many=True))
    def get_invitations(self, meeting: Meeting) -> Any:
        return InvitationOut(invitations_of(meeting), many=True).data


class InviteIn(StrictSerializer):
    """To whom: an e-mail address the company has (the contact point's id), or a new one."""

    contact_point = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=2**63 - 1
    )
    email = serializers.CharField(required=False, allow_blank=True, max_length=200, default="")
