from datetime import datetime

from django.db import transaction
from django.urls import reverse

from farmers.queries import account_of
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.clients.queries import company_by_phone
from salesorg.dashboards import verbs
from salesorg.people.actions import notify
from salesorg.people.models import Notice, User
from salesorg.people.queries import absent_on, local_day, organisation


@transaction.atomic
def announce_call(*, phone: str, call_id: str, at: datetime) -> Company | None:
    """A client is ringing: tell its own farmer, or the deputy while the farmer is away, with a link to the card.

    `phone` in any spelling (of the organisation's country), `call_id` the exchange's own name of the call: told again,
    nothing happens again. Returns the client, or None if the number is nobody's or no client's. Source: product.md 4.4.
    """
    found = company_by_phone(phone, organisation().country)
    account = account_of(found) if found else None
    if found is None or account is None or account.closed_at is not None:
        return None
    # The exchange may say it twice at once: the second waits here, and then finds the notice.
    Company.objects.locked().get(pk=found.pk)
    key = f"call:{call_id}"
    if Notice.objects.filter(key=key).exists():
        return found
    who = _on_duty(account.farmer, at)
    url = reverse("dashboards:company", args=[found.pk])
    notify(people=[who], key=key, kind="client_is_calling", at=at, url=url, data={"company": found.name})
    record_activity(company=found, actor=None, verb=verbs.CLIENT_CALLED, at=at, farmer=who.pk, call=call_id)
    return found


def _on_duty(farmer: User, at: datetime) -> User:
    away = (
        absent_on(local_day(at))
        .filter(person=farmer, deputy__is_active=True)
        .select_related("deputy")
        .first()
    )
    return away.deputy if away and away.deputy else farmer
