from datetime import datetime

from django.db import transaction

from farmers import verbs
from farmers.in_hand import account_in_hand
from farmers.models import Account, Request
from farmers.refusals import ReceivedInFuture, TextMissing
from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def register_request(
    *, actor: User, account: Account, text: str, at: datetime, kind: str = Request.Kind.REQUEST,
    received_at: datetime | None = None,
) -> Request:  # fmt: skip
    """Write down what a client asked for or complained about; the first answer is due in working hours.

    How many is a setting of the service level (`answer_hours`); they are counted from `received_at` (default: `at`,
    which is now). Refusals: `NotYours`, `NotYourAccount`, `TextMissing`, `ReceivedInFuture`.
    """
    account = account_in_hand(actor=actor, account=account)
    if not text.strip():
        raise TextMissing
    received_at = received_at or at
    if received_at > at:
        raise ReceivedInFuture
    due_at = organisation().working_week.add_hours(received_at, account.service_level.answer_hours)
    request = Request.objects.create(
        account=account, kind=Request.Kind(kind), text=text.strip(), registered_by=actor, received_at=received_at,
        answer_due_at=due_at, first_due_at=due_at,
    )  # fmt: skip
    account.request_due_at = min(due_at, account.request_due_at or due_at)
    account.save(update_fields=["request_due_at"])
    record_activity(
        company=account.company, actor=actor, verb=verbs.REQUEST_REGISTERED, at=at,
        account=account.pk, request=request.pk, kind=request.kind, note=request.text,
    )  # fmt: skip
    return request
