from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from handoff import verbs
from handoff.models import ExchangeRate
from handoff.refusals import CurrencyUnknown, RateKnown, RateNotPositive, SameCurrency
from salesorg.clients.actions import record_activity
from salesorg.lib.refusals import NotYours, refusing
from salesorg.people.models import Role, User


@transaction.atomic
def record_exchange_rate(
    *, actor: User, currency: str, into: str, from_day: date, rate: Decimal, at: datetime
) -> ExchangeRate:
    """Record how many units of `into` one unit of `currency` is worth from a local day on, until the pair's next rate.

    Payments that waited for it are posted by the next accrual; what is posted keeps its rate. Finance only. Refusals:
    `NotYours`, `CurrencyUnknown`, `SameCurrency`, `RateNotPositive`, `RateKnown`.
    """
    if not actor.is_in(Role.FINANCE):
        raise NotYours
    for code in (currency, into):
        if len(code) != 3 or not (code.isascii() and code.isupper()):
            raise CurrencyUnknown
    if currency == into:
        raise SameCurrency
    if rate <= 0:
        raise RateNotPositive
    with refusing("exchange_rate_once_per_day", RateKnown), transaction.atomic():
        recorded = ExchangeRate.objects.create(
            currency=currency, into=into, from_day=from_day, rate=rate, recorded_by=actor, recorded_at=at
        )
    record_activity(
        company=None, actor=actor, verb=verbs.EXCHANGE_RATE_RECORDED, at=at,
        pair=f"{currency}/{into}", from_day=from_day.isoformat(), rate=str(rate),
    )  # fmt: skip
    return recorded
