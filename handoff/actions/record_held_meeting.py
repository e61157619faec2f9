from datetime import datetime

from django.db import transaction

from handoff.models import HeldMeeting
from salesorg.clients.models import Company
from salesorg.people.models import Role, User


@transaction.atomic
def record_held_meeting(
    *, reference: int, company: Company, booked_by: User, held_at: datetime
) -> HeldMeeting | None:
    """Note that a meeting was held, so that the ledger pays who booked it; `reference` is the meeting's id.

    A step of the hunters' outcome. None, and no pay, where nobody of the call centre booked it. Once per meeting,
    however often it is sent. Source: product.md 4.5, issue 4.
    """
    if not booked_by.is_in(Role.CALL_MANAGER):
        return None
    held, _new = HeldMeeting.objects.get_or_create(
        reference=reference, defaults={"company": company, "booked_by": booked_by, "held_at": held_at}
    )
    return held
