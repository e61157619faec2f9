from datetime import datetime

from callcenter.actions.pass_on_meeting import pass_on_meeting
from callcenter.audit_clock import begins_by
from callcenter.audit_queries import audits_to_pass_on
from callcenter.refusals import AuditDecided
from salesorg.people.queries import organisation


def sweep_audits(*, at: datetime) -> int:
    """Pass on what nobody looked at and what begins within two working hours; return how many. Run twice, the second finds none.

    Each in a transaction of its own: an administrator who decides at this moment wins or finds it passed on.
    """
    limit = begins_by(organisation().working_week, at)
    return sum(_passed_on(audit, at) for audit in audits_to_pass_on(limit))


def _passed_on(audit: int, at: datetime) -> bool:
    try:
        pass_on_meeting(actor=None, audit=audit, at=at)
    except AuditDecided:
        return False
    return True
