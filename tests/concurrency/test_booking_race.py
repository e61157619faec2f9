"""Rivals about booked meetings: two administrators, the sweep beside them, several workers with one mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail

from callcenter.actions import log_call, pass_on_meeting, send_back_meeting, sweep_audits, take_next_lead
from callcenter.booking import MeetingWish
from callcenter.models import CallList, Lead, MeetingAudit
from callcenter.refusals import AuditDecided
from hunters.actions import InviteTo, reschedule_meeting, send_invitation
from hunters.models import Invitation, Meeting
from hunters.refusals import NoHunterFree, SlotTaken
from salesorg.clients.models import Ownership
from salesorg.people.models import Notice, Organisation, Role, User
from tests import factories
from tests.concurrency.rivals import at_once
from tests.hunters.steps import book

pytestmark = pytest.mark.django_db(transaction=True)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
ROUNDS = 5


@pytest.fixture
def audited(org: Organisation) -> Organisation:
    org.meetings_are_audited = True
    org.save()
    return org


def waiting(cara: User, at: datetime, starts_at: datetime) -> MeetingAudit:
    """A booked meeting on hold."""
    factories.lead(CallList.objects.first() or factories.call_list())
    claim = take_next_lead(actor=cara, at=at)
    assert claim
    wish = MeetingWish(starts_at=starts_at, place="Here", invite_to=InviteTo(email="a@b.example"))
    call = log_call(actor=cara, claim=claim, disposition="meeting_booked", note="", at=at, meeting=wish)
    return MeetingAudit.objects.get(call=call)


def test_two_administrators_decide_once(
    audited: Organisation, cara: User, hal: User, adam: User, at: datetime
) -> None:
    """Red without the company's lock before the audit is read: both find it waiting."""
    amy = factories.person("amy", Role.CALL_CENTER_ADMIN)
    for n in range(ROUNDS):
        audit = waiting(cara, at, at + DAY + n * HOUR).pk
        acts: list[Callable[[], object]] = [
            lambda audit=audit: pass_on_meeting(actor=adam, audit=audit, at=at),
            lambda audit=audit: send_back_meeting(actor=amy, audit=audit, reason="No", at=at),
            lambda audit=audit: pass_on_meeting(actor=amy, audit=audit, at=at),
            lambda audit=audit: send_back_meeting(actor=adam, audit=audit, reason="No", at=at),
        ]  # type: ignore[misc]
        answers = at_once(*acts)
        assert sorted(type(answer).__name__ for answer in answers) == ["AuditDecided"] * 3 + [
            "MeetingAudit"
        ], answers
        decided = MeetingAudit.objects.get(pk=audit)
        meeting, lead = Meeting.objects.get(call__audit=audit), Lead.objects.get(calls__audit=audit)
        given = Ownership.objects.filter(company=meeting.company).count()
        told = Notice.objects.filter(person=hal, key=f"meeting:{meeting.pk}:given").count()
        expected = {
            "approved": ("scheduled", "booked", 1, 1), "sent_back": ("withdrawn", "callback", 0, 0),
        }[decided.state]  # fmt: skip
        assert (meeting.state, lead.state, given, told) == expected
        Lead.objects.filter(pk=lead.pk).update(state="closed", closed_reason="not_a_fit", callback_owner=None)


def test_the_sweep_beside_an_administrator(
    audited: Organisation, cara: User, hal: User, adam: User, at: datetime
) -> None:
    audit = waiting(cara, at, at + DAY).pk
    late = at + DAY - HOUR
    answers = at_once(
        lambda: sweep_audits(at=late),
        lambda: sweep_audits(at=late),
        lambda: send_back_meeting(actor=adam, audit=audit, reason="No", at=late),
        alone=True,
    )
    swept = sum(answer for answer in answers if isinstance(answer, int))
    refused = [type(answer) for answer in answers if isinstance(answer, Exception)]
    assert (swept, refused) in [(1, [AuditDecided]), (0, [])], answers


def test_a_time_on_hold_is_given_to_nobody_else(
    audited: Organisation, cara: User, cody: User, hal: User, adam: User, at: datetime
) -> None:
    waiting(cara, at, at + DAY)
    answers = at_once(
        lambda: book(cody, factories.company(), hal, at + DAY, at=at),
        lambda: book(cody, factories.company(), None, at + DAY, at=at),
    )
    assert [type(answer) for answer in answers] == [SlotTaken, NoHunterFree], answers
    assert Meeting.objects.count() == 1


def test_one_mail_leaves_however_many_send_it(
    org: Organisation, cara: User, hal: User, adam: User, at: datetime
) -> None:
    """Red if the row is read and then marked instead of claimed by one conditional UPDATE."""
    for n in range(ROUNDS):
        meeting = book(cara, factories.company(), hal, at + DAY + n * HOUR, at=at)
        point = meeting.company.contact_points.create(kind="email", value=f"a{n}@b.example")
        row = Invitation.objects.create(
            meeting=meeting, contact_point=point, kind="invite", language="en", due_at=at, created_at=at
        ).pk
        answers = at_once(*[lambda row=row: send_invitation(invitation=row, at=at)] * 6, alone=True)
        assert sorted(answers, key=str) == [False] * 5 + [True], answers
        assert len(mail.outbox) == n + 1


def test_a_move_while_the_mail_leaves_still_tells_the_newer_time(
    org: Organisation, cara: User, hal: User, at: datetime
) -> None:
    meeting = book(cara, factories.company(), hal, at + DAY, at=at)
    point = meeting.company.contact_points.create(kind="email", value="a@b.example")
    row = Invitation.objects.create(
        meeting=meeting, contact_point=point, kind="invite", language="en", due_at=at, created_at=at
    ).pk
    at_once(
        lambda: send_invitation(invitation=row, at=at),
        lambda: reschedule_meeting(actor=hal, meeting=meeting, starts_at=at + 2 * DAY, at=at),
        alone=True,
    )
    for pk in Invitation.objects.filter(state="queued").values_list("pk", flat=True):
        send_invitation(invitation=pk, at=at)
    last = mail.outbox[-1]
    assert "Wednesday, 18 November 2026" in last.body
    assert len(mail.outbox) in (1, 2)
