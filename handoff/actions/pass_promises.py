from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from farmers.actions import pass_promise_on
from handoff.checklist import Promised
from handoff.models import Handoff, HandoffPromise
from salesorg.people.models import User


@transaction.atomic
def pass_promises(
    *, actor: User, handoff: Handoff, promises: Iterable[Promised], at: datetime
) -> list[HandoffPromise]:
    """Write down what the hunter promised the client; it is the account's, and so the farmer's, from this moment.

    What is written down already is not doubled; returned are the new ones. A step of the introduction and of its
    preparation: the caller holds the company's lock and has decided that `actor` may. Refusals: those of the farmers'
    `pass_promise_on` (`TextMissing`, `DueInPast`).
    """
    known = set(handoff.passed_promises.values_list("promise__text", "promise__due_on"))
    asked = dict.fromkeys(Promised(one.text.strip(), one.due_on) for one in promises)
    return [_pass_on(actor, handoff, one, at) for one in asked if one not in known]


def _pass_on(actor: User, handoff: Handoff, one: Promised, at: datetime) -> HandoffPromise:
    promise = pass_promise_on(actor=actor, company=handoff.company, text=one.text, due_on=one.due_on, at=at)
    return HandoffPromise.objects.create(handoff=handoff, promise=promise)
