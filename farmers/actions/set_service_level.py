from datetime import datetime

from django.db import transaction

from farmers import verbs
from farmers.in_hand import counts_from, recount
from farmers.models import Account, ServiceLevel
from farmers.neglect import next_touch_day
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.lib.refusals import NotYours
from salesorg.people.models import Role, User
from salesorg.people.queries import organisation


@transaction.atomic
def set_service_level(*, actor: User, account: Account, level: ServiceLevel, at: datetime) -> Account:
    """Serve a client by another level: next touch, neglect and load follow from the same last touch.

    A flag that no longer holds is cleared at once; a stricter level raises one with the next sweep. Setting the level
    it has changes nothing. The head of the client department only. Refusal: `NotYours`.
    """
    if not actor.is_in(Role.FARMERS_HEAD):
        raise NotYours
    company = Company.objects.locked().get(pk=account.company_id)
    account = Account.objects.select_for_update(of=("self",), no_key=True).get(company=company)
    if account.service_level_id == level.pk:
        return account
    before, account.service_level, settings = account.service_level.code, level, organisation()
    account.next_touch_on = next_touch_day(counts_from=counts_from(account, settings), limits=level.limits)
    recount(account, settings=settings, at=at)
    account.save(update_fields=[
        "service_level", "next_touch_on", "neglected_from", "lost_from", "neglected_since", "lost_since",
    ])  # fmt: skip
    record_activity(
        company=company, actor=actor, verb=verbs.SERVICE_LEVEL_SET, at=at,
        account=account.pk, level=level.code, before=before,
    )  # fmt: skip
    return account
