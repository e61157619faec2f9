"""The step of `log_call` that hands a company on to the hunters, and the audit that may stand between."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from callcenter.audit_clock import passes_by_itself
from callcenter.booking import MeetingWish
from callcenter.claim_lock import Held
from callcenter.models import Call, MeetingAudit, ScriptVersion
from callcenter.script_text import answers_in_words
from hunters.actions import schedule_meeting
from salesorg.clients.models import Company
from salesorg.people.actions import notify
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation, people_in


def book_meeting(
    actor: User, held: Held, wish: MeetingWish, note: str, answers: list[Any], at: datetime
) -> int:
    """Hand the company on to the hunters, with what was learnt, in this very transaction; return the meeting's id."""
    own = organisation()
    meeting = schedule_meeting(
        actor=actor, company=Company.objects.get(pk=held.company), hunter=wish.hunter, starts_at=wish.starts_at,
        minutes=wish.minutes or own.meeting_minutes, place=wish.place, video_link=wish.video_link, contact=wish.contact,
        brief=_brief(held, note, answers), invite_to=wish.invite_to, at=at,
        on_hold=own.meetings_are_audited and not passes_by_itself(own.working_week, wish.starts_at, at),
    )  # fmt: skip
    return meeting.pk


def open_audit(call: Call, at: datetime) -> MeetingAudit | None:
    """Let the meeting of a call just logged wait for the administrator's look, if that is the rule here.

    One that begins too soon for that was passed on already: its audit says so.
    """
    if call.meeting is None or not organisation().meetings_are_audited:
        return None
    if not call.meeting.on_hold:
        return MeetingAudit.objects.create(call=call, state=MeetingAudit.State.IN_TIME, decided_at=at)
    audit = MeetingAudit.objects.create(call=call)
    notify(
        people=people_in(Role.CALL_CENTER_ADMIN), key=f"audit:{audit.pk}", kind="audit_waiting", at=at,
        url=reverse("callcenter:audits"), data={"company": call.meeting.company.name},
    )  # fmt: skip
    return audit


def _brief(held: Held, note: str, answers: list[Any]) -> str:
    """The note, then what the company answered to the script."""
    read = ScriptVersion.objects.filter(pk=held.script_version or 0).first()
    learnt = answers_in_words(read.steps, answers) if read else ()
    return "\n".join(
        line for line in [note.strip(), *(f"{asked} - {said}" for asked, said in learnt)] if line
    )
