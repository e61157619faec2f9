from datetime import datetime

from django.db import transaction
from django.db.models import Min

from farmers import verbs
from farmers.in_hand import account_in_hand
from farmers.models import Request
from farmers.refusals import AlreadyAnswered, TextMissing
from salesorg.clients.actions import record_activity
from salesorg.people.models import User
from salesorg.people.queries import organisation


@transaction.atomic
def answer_request(
    *, actor: User, request: Request, answer: str, at: datetime, final: bool = True
) -> Request:
    """Write down what the client was answered. With `final=False` the matter stays open and a next answer becomes due.

    The next answer is due after as many working hours as the first was. Refusals: `NotYours`, `NotYourAccount`,
    `TextMissing`, `AlreadyAnswered`.
    """
    account = account_in_hand(actor=actor, account=request.account)
    request = Request.objects.get(pk=request.pk)
    if request.answered_at is not None:
        raise AlreadyAnswered
    if not answer.strip():
        raise TextMissing
    request.answer, request.first_answered_at = answer.strip(), request.first_answered_at or at
    if final:
        request.answered_at = at
    else:
        hours = account.service_level.answer_hours
        request.answer_due_at = organisation().working_week.add_hours(at, hours)
    request.save(update_fields=["answer", "first_answered_at", "answered_at", "answer_due_at"])
    open_requests = account.requests.filter(answered_at__isnull=True)
    account.request_due_at = open_requests.aggregate(due=Min("answer_due_at"))["due"]
    account.save(update_fields=["request_due_at"])
    record_activity(
        company=account.company, actor=actor, verb=verbs.REQUEST_ANSWERED, at=at,
        account=account.pk, request=request.pk, final=final, note=request.answer,
    )  # fmt: skip
    return request
