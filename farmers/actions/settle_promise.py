from datetime import datetime

from django.db import transaction
from django.db.models import Min

from farmers import verbs
from farmers.in_hand import account_in_hand
from farmers.models import Promise
from farmers.neglect import local_day
from farmers.refusals import AlreadySettled
from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def settle_promise(*, actor: User, promise: Promise, kept: bool, at: datetime) -> Promise:
    """Say that a promise was kept or broken; it cannot be said twice.

    Refusals: `NotYours`, `NotYourAccount`, `AlreadySettled`.
    """
    account = account_in_hand(actor=actor, account=promise.account)
    promise = Promise.objects.get(pk=promise.pk)
    if promise.state != Promise.State.OPEN:
        raise AlreadySettled
    promise.state = Promise.State.KEPT if kept else Promise.State.BROKEN
    promise.settled_at = at
    promise.save(update_fields=["state", "settled_at"])
    due_on = account.promises.filter(state=Promise.State.OPEN).aggregate(due=Min("due_on"))["due"]
    overdue = due_on is not None and due_on < local_day(at, organisation().zone)
    account.promise_due_on, account.promise_overdue_since = due_on, due_on if overdue else None
    account.save(update_fields=["promise_due_on", "promise_overdue_since"])
    record_activity(
        company=account.company, actor=actor, verb=verbs.PROMISE_KEPT if kept else verbs.PROMISE_BROKEN, at=at,
        account=account.pk, promise=promise.pk, note=promise.text,
    )  # fmt: skip
    return promise
