from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from callcenter.phone_queries import callback_owner_of
from farmers.queries import account_of
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.clients.queries import company_by_phone
from salesorg.dashboards import verbs
from salesorg.people.actions import notify
from salesorg.people.models import Notice, User
from salesorg.people.queries import absent_on, local_day, organisation


@dataclass(frozen=True)
class _Listener:
    """Who is told that a company rings, and where the link leads."""

    who: User
    kind: str
    url: str


@transaction.atomic
def announce_call(*, phone: str, call_id: str, at: datetime) -> Company | None:
    """A company is ringing: tell the one who waits for it, with a link.

    Of a client the farmer, or the deputy while the farmer is away; of a lead the call manager who promised a callback; else nobody.
    `phone` in any spelling (of the organisation's country), `call_id` the exchange's own name of the call: told again,
    nothing happens again. Returns the company, or None if nobody was told. Source: product.md 4.4.
    """
    found = company_by_phone(phone, organisation().country)
    listener = _listener(found, at) if found else None
    if found is None or listener is None:
        return None
    # The exchange may say it twice at once: the second waits here, and then finds the notice.
    Company.objects.locked().get(pk=found.pk)
    key = f"call:{call_id}"
    if Notice.objects.filter(key=key).exists():
        return found
    notify(
        people=[listener.who],
        key=key,
        kind=listener.kind,
        at=at,
        url=listener.url,
        data={"company": found.name},
    )
    if listener.kind == "client_is_calling":
        record_activity(
            company=found, actor=None, verb=verbs.CLIENT_CALLED, at=at, farmer=listener.who.pk, call=call_id
        )
    return found


def _listener(company: Company, at: datetime) -> _Listener | None:
    account = account_of(company)
    if account is not None and account.closed_at is None:
        url = reverse("dashboards:company", args=[company.pk])
        return _Listener(_on_duty(account.farmer, at), "client_is_calling", url)
    owner = callback_owner_of(company)
    return _Listener(owner, "lead_is_calling", reverse("callcenter:callbacks")) if owner else None


def _on_duty(farmer: User, at: datetime) -> User:
    away = (
        absent_on(local_day(at))
        .filter(person=farmer, deputy__is_active=True)
        .select_related("deputy")
        .first()
    )
    return away.deputy if away and away.deputy else farmer
