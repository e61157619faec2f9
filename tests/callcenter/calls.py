"""Calls as rows, of any time, for what only reads them; how a call is logged is tested where it is."""

from datetime import datetime, timedelta

from callcenter.models import Call, Claim, Disposition, Lead
from hunters.models import Meeting
from salesorg.people.models import User

DISPOSED = Claim.Ending.DISPOSED


def held(lead: Lead, manager: User, since: datetime, **fields: object) -> Claim:
    """A lead in somebody's hand."""
    lead.state = Lead.State.CLAIMED
    lead.save()
    return Claim.objects.create(
        lead=lead, manager=manager, started_at=since, expires_at=since + timedelta(hours=2), **fields
    )


def called(lead: Lead, manager: User, at: datetime, code: str = "no_answer", **fields: object) -> Call:
    """A call that ended at `at`."""
    how = Disposition.objects.get(code=code)
    claim = Claim.objects.create(
        lead=lead, manager=manager, started_at=at - timedelta(minutes=3), expires_at=at + timedelta(minutes=17),
        ended_at=at, ending=DISPOSED,
    )  # fmt: skip
    return Call.objects.create(
        lead=lead, claim=claim, manager=manager, call_list=lead.call_list, disposition=how, reached=how.reached, at=at,
        seconds=180, **fields,
    )  # fmt: skip


def booked(lead: Lead, manager: User, hunter: User, at: datetime, state: str = "scheduled") -> Call:
    """A call that booked a meeting the next day, in `state` by now."""
    starts = at + timedelta(days=1)
    outcome = {} if state == "scheduled" else {"outcome_at": starts + timedelta(hours=1)}
    meeting = Meeting.objects.create(
        company=lead.company, hunter=hunter, booked_by=manager, booked_at=at, starts_at=starts,
        ends_at=starts + timedelta(hours=1), state=state, **outcome,
    )  # fmt: skip
    return called(lead, manager, at, "meeting_booked", meeting=meeting)
