"""The way into every decision about a booked meeting: company locked first, then the audit anew."""

from callcenter.models import MeetingAudit
from callcenter.refusals import AuditDecided
from salesorg.clients.models import Company


def lock_audit(audit: int) -> MeetingAudit:
    """Return the waiting audit with call, lead and meeting, under its company's lock. Refusal: `AuditDecided`.

    Two administrators at once: the second waits for the company and then finds it decided.
    """
    Company.objects.locked().get(lead__calls__audit=audit)
    found = MeetingAudit.objects.select_related("call__meeting", "call__lead", "call__manager").get(pk=audit)
    if found.state != MeetingAudit.State.WAITING:
        raise AuditDecided
    return found
