from datetime import date, datetime

from django.db import transaction

from farmers import verbs
from farmers.in_hand import account_in_hand
from farmers.models import Account, Promise
from farmers.neglect import local_day
from farmers.refusals import DueInPast, TextMissing
from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def make_promise(*, actor: User, account: Account, text: str, due_on: date, at: datetime) -> Promise:
    """Write down what was promised to a client, by which local day of the organisation (today is still in time).

    Refusals: `NotYours`, `NotYourAccount`, `TextMissing`, `DueInPast`.
    """
    account = account_in_hand(actor=actor, account=account)
    return write_promise(actor=actor, account=account, text=text, due_on=due_on, at=at)


def write_promise(*, actor: User, account: Account, text: str, due_on: date, at: datetime) -> Promise:
    """Write the promise onto an account that the caller holds, and its earliest day with it. A step."""
    if not text.strip():
        raise TextMissing
    if due_on < local_day(at, organisation().zone):
        raise DueInPast
    promise = Promise.objects.create(
        account=account, made_by=actor, text=text.strip(), due_on=due_on, made_at=at
    )
    account.promise_due_on = min(due_on, account.promise_due_on or due_on)
    account.save(update_fields=["promise_due_on"])
    record_activity(
        company=account.company_id, actor=actor, verb=verbs.PROMISE_MADE, at=at,
        account=account.pk, promise=promise.pk, note=promise.text, due_on=due_on.isoformat(),
    )  # fmt: skip
    return promise
