"""Booked meetings before they reach the hunter."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.generics import ListAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from callcenter import actions
from callcenter.audit_queries import audits, cases, decided_audits, waiting_audits
from callcenter.models import MeetingAudit
from salesorg.lib.api import PersonSerializer, StrictSerializer
from salesorg.people.guards import role_permission
from salesorg.people.models import Role
from salesorg.people.pages import api_once, person
from salesorg.people.queries import database_now

Watch = role_permission(Role.CALL_CENTER_ADMIN, Role.SALES_HEAD)
Decide = role_permission(Role.CALL_CENTER_ADMIN)


class SendBackIn(StrictSerializer):
    """Why; the call manager reads it."""

    reason = serializers.CharField(max_length=500)


class AuditOut(serializers.ModelSerializer[MeetingAudit]):
    """A booked meeting with what its call learnt; `passes_at`: when it passes on without anybody's look."""

    company = serializers.SerializerMethodField()
    call_manager = PersonSerializer(source="call.manager")
    hunter = PersonSerializer(source="call.meeting.hunter")
    meeting = serializers.IntegerField(source="call.meeting_id")
    starts_at = serializers.DateTimeField(source="call.meeting.starts_at")
    note = serializers.CharField(source="call.note")
    answers = serializers.SerializerMethodField()
    passes_at = serializers.SerializerMethodField()
    decided_by = PersonSerializer(allow_null=True)

    class Meta:
        model = MeetingAudit
        fields = [
            "id", "state", "company", "call", "call_manager", "meeting", "hunter", "starts_at", "passes_at", "note",
            "answers", "reason", "decided_by", "decided_at",
        ]  # fmt: skip

    def get_company(self, audit: MeetingAudit) -> dict[str, str | int]:
        return {"id": audit.call.lead.company_id, "name": audit.call.lead.company.name}

    @property
    def known(self) -> dict[int, Any]:
        """The cases by their audits' ids, read once for a page."""
        root: Any = self.root
        rows = root.instance if isinstance(root.instance, list) else [root.instance]
        if not hasattr(root, "audit_cases"):
            root.audit_cases = {case.audit.pk: case for case in cases(rows)}
        return root.audit_cases  # type: ignore[no-any-return]

    def get_answers(self, audit: MeetingAudit) -> list[dict[str, str]]:
        return [{"asked": asked, "said": said} for asked, said in self.known[audit.pk].learnt]

    def get_passes_at(self, audit: MeetingAudit) -> str:
        return str(self.known[audit.pk].passes_at.isoformat())


@extend_schema_view(
    get=extend_schema(
        tags=["callcenter"],
        parameters=[
            OpenApiParameter("state", str, enum=["waiting", "decided"], description="Default waiting.")
        ],
    )
)
class Audits(ListAPIView[MeetingAudit]):
    """What waits for the administrator's look, the earliest meeting first; or what was decided, newest first."""

    permission_classes = [Watch]
    serializer_class = AuditOut
    filter_backends = []
    queryset = MeetingAudit.objects.none()

    def get_queryset(self) -> QuerySet[MeetingAudit]:
        return decided_audits() if self.request.query_params.get("state") == "decided" else waiting_audits()


@extend_schema(tags=["callcenter"], request=None, responses=AuditOut)
@api_view(["POST"])
@permission_classes([Decide])
def approve(request: Request, pk: int) -> Response:
    """Pass the meeting on to its hunter."""
    return _decided(
        request,
        pk,
        "pass_on_meeting",
        lambda: actions.pass_on_meeting(actor=person(request), audit=pk, at=database_now()),
    )


@extend_schema(tags=["callcenter"], request=SendBackIn, responses=AuditOut)
@api_view(["POST"])
@permission_classes([Decide])
def send_back(request: Request, pk: int) -> Response:
    """Send the meeting back to the call manager who booked it."""
    get_object_or_404(audits(), pk=pk)
    asked = SendBackIn(data=request.data)
    asked.is_valid(raise_exception=True)
    return _decided(
        request,
        pk,
        "send_back_meeting",
        lambda: actions.send_back_meeting(
            actor=person(request), audit=pk, at=database_now(), **asked.validated_data
        ),
    )


def _decided(request: Request, pk: int, name: str, act: Any) -> Response:
    get_object_or_404(audits(), pk=pk)

    def effect() -> dict[str, Any]:
        act()
        return dict(AuditOut(audits().get(pk=pk)).data)

    return Response(api_once(request, name, effect))
