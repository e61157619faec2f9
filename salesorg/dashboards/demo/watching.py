"""The last days of the play as the administrator of the floor sees them: breaks, meetings that are audited, invitations."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import pairwise

from django.conf import settings

from callcenter.actions import end_break, pass_on_meeting, send_back_meeting, start_break, sweep_audits
from callcenter.audit_queries import waiting_audits
from hunters.actions import send_invitation
from hunters.queries import due_invitations
from salesorg.dashboards.demo.calling import PlannedCall
from salesorg.dashboards.demo.stage import Stage
from salesorg.people.models import User

LEFT_FOR_TODAY = 2
# One of them is a working day, whatever day it is.
SENT_BACK_DAYS_AGO = (1, 3)
MAILS = 50
LONGEST_CALL, LUNCH, REST = (timedelta(minutes=minutes) for minutes in (8, 30, 10))
NOON = 12.0
REASONS = {
    "en": "The note does not say who will be there. Call once more and ask for the director.",
    "ru": "Из заметки не видно, кто будет на встрече. Перезвоните и договоритесь с директором.",
}


@contextmanager
def watched(stage: Stage, day: date) -> Iterator[None]:
    """While it lasts, meetings wait for their audit and clients are invited by mail (which leads nowhere, as is said below).

    Both end with the play: whoever tries the demo books a meeting that is with its hunter at once.
    """
    if not stage.is_watched(day):
        yield
        return
    organisation, backend = stage.organisation, settings.EMAIL_BACKEND
    organisation.meetings_are_audited = True
    organisation.save(update_fields=["meetings_are_audited"])
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    try:
        yield
    finally:
        settings.EMAIL_BACKEND = backend
        organisation.meetings_are_audited = False
        organisation.save(update_fields=["meetings_are_audited"])


def audit(stage: Stage, day: date, at: datetime) -> None:
    """In the evening the administrator looks at what waits: one or two meetings of the last days are sent back, today's last ones wait."""
    if not stage.is_watched(day):
        return
    waiting = list(waiting_audits().order_by("pk"))
    is_today = day == stage.now.astimezone(stage.zone).date()
    adam = stage.person("adam")
    for place, one in enumerate(waiting[:-LEFT_FOR_TODAY] if is_today else waiting):
        if place == 0 and (stage.now.date() - day).days in SENT_BACK_DAYS_AGO:
            reason = REASONS.get(stage.scenery.language, REASONS["en"])
            send_back_meeting(actor=adam, audit=one.pk, reason=reason, at=at)
        else:
            pass_on_meeting(actor=adam, audit=one.pk, at=at)
    sweep_audits(at=at)
    for invitation in due_invitations(at, MAILS):
        send_invitation(invitation=invitation, at=at)


def rest(stage: Stage, day: date, planned: Sequence[PlannedCall]) -> None:
    """Today everybody has a short rest in the morning and lunch after noon, each between two calls."""
    if day != stage.now.astimezone(stage.zone).date():
        return
    calls: dict[User, list[datetime]] = defaultdict(list)
    for one in planned:
        calls[one.manager].append(one.at)
    noon = stage.moment(day, NOON)
    for place, (manager, moments) in enumerate(calls.items()):
        morning = [at for at in moments if at < noon]
        later = [at for at in moments if at >= noon]
        _pause(stage, manager, morning[1:], "rest", REST)
        _pause(stage, manager, later[place % 2 :], "lunch", LUNCH)


def _pause(stage: Stage, manager: User, moments: Sequence[datetime], reason: str, longest: timedelta) -> None:
    """Between the first two of these calls that leave time for it."""
    for before, after in pairwise(moments):
        starts, ends = before + LONGEST_CALL, min(before + LONGEST_CALL + longest, after)
        if ends - starts < longest / 2:
            continue
        if starts <= stage.now:
            start_break(actor=manager, reason=reason, at=starts)
        if ends <= stage.now:
            end_break(actor=manager, at=ends)
        return
