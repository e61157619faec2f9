"""Reads about meetings that wait for the administrator's look before their hunter gets them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from callcenter.audit_clock import passes_at
from callcenter.models import MeetingAudit
from callcenter.script_text import answers_in_words
from salesorg.people.queries import organisation

AT_ONCE = 500


@dataclass(frozen=True)
class AuditCase:
    """An audit with what the call learnt (question, answer), and when the meeting passes on by itself."""

    audit: MeetingAudit
    learnt: list[tuple[str, str]]
    passes_at: datetime


def audits() -> QuerySet[MeetingAudit]:
    """Return all audits with call, company, script and meeting; the door for lists (guarded by role)."""
    return MeetingAudit.objects.select_related(
        "call__manager", "call__call_list", "call__lead__company", "call__script_version__script",
        "call__meeting__hunter", "call__meeting__company", "call__meeting__contact_person", "decided_by",
    )  # fmt: skip


def waiting_audits() -> QuerySet[MeetingAudit]:
    """Return what waits, the earliest meeting first."""
    waiting = audits().filter(state=MeetingAudit.State.WAITING, call__meeting__on_hold=True)
    return waiting.order_by("call__meeting__starts_at", "pk")


def decided_audits() -> QuerySet[MeetingAudit]:
    """Return what was decided, the newest booking first."""
    return audits().exclude(state=MeetingAudit.State.WAITING).order_by("-pk")


def audits_to_pass_on(limit: datetime) -> list[int]:
    """Return the ids of waiting audits whose meeting begins by `limit` or is off the table already."""
    waiting = MeetingAudit.objects.filter(state=MeetingAudit.State.WAITING)
    due = waiting.filter(call__meeting__starts_at__lte=limit) | waiting.filter(call__meeting__on_hold=False)
    return list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


def cases(found: Iterable[MeetingAudit]) -> list[AuditCase]:
    """Return the audits with what their calls learnt. No query but the organisation's."""
    week = organisation().working_week
    return [
        AuditCase(audit, _learnt(audit), passes_at(week, audit.call.meeting.starts_at))
        for audit in found
        if audit.call.meeting is not None
    ]


def _learnt(audit: MeetingAudit) -> list[tuple[str, str]]:
    read = audit.call.script_version
    return list(answers_in_words(read.steps, audit.call.answers)) if read else []
