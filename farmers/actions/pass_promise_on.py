from datetime import date, datetime

from django.db import transaction

from farmers.actions.make_promise import write_promise
from farmers.models import Account, Promise
from farmers.refusals import NoAccount
from salesorg.clients.models import Company
from salesorg.people.models import User


@transaction.atomic
def pass_promise_on(*, actor: User, company: Company, text: str, due_on: date, at: datetime) -> Promise:
    """Put what the hunter promised a client onto its account, which is the farmer's from the first minute.

    A step of the handoff: the caller holds the company's lock and has decided that `actor` may.
    Refusals: `NoAccount`, `TextMissing`, `DueInPast`.
    """
    account = Account.objects.select_for_update(of=("self",), no_key=True).filter(company=company).first()
    if account is None:
        raise NoAccount
    return write_promise(actor=actor, account=account, text=text, due_on=due_on, at=at)
