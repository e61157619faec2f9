from datetime import datetime

from django.db import transaction

from callcenter import verbs
from salesorg.clients.actions import record_activity
from salesorg.clients.models import DoNotCall
from salesorg.people.queries import local_day

BATCH = 5000


def lift_expired_numbers(*, at: datetime) -> int:
    """Take off do-not-call what was forbidden only until today (the organisation's day); return how many, and say so once.

    Nothing returns to the queue by it: leads that were closed come back by recycling only. Run twice, or beside somebody who
    forbids a number for ever meanwhile, each number is judged again under its lock.
    """
    lifted = 0
    while number := _lift_some(at):
        lifted += number
    return lifted


@transaction.atomic
def _lift_some(at: datetime) -> int:
    expired = DoNotCall.objects.filter(expires_on__lte=local_day(at))
    some = list(expired.order_by("expires_on").values_list("pk", flat=True)[:BATCH])
    if not some:
        return 0
    lifted: int = expired.filter(pk__in=some)._raw_delete(expired.db)
    if lifted:
        record_activity(company=None, actor=None, verb=verbs.NUMBERS_LIFTED, at=at, numbers=lifted)
    return lifted
