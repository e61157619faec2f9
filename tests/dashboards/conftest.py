"""A small department's story, told through the actions, for everything that reads it from the roof."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from callcenter.actions import log_call, take_next_lead
from callcenter.booking import MeetingWish
from callcenter.models import Call, CallList
from callcenter.queue_bound import forget
from farmers.actions import record_repeat_sale
from farmers.queries import account_of
from hunters.actions import record_outcome, win_deal
from hunters.models import Deal
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.actions import record_payment
from salesorg.sales.models import Sale
from tests.factories import call_list, company, lead, product
from tests.hunters.steps import lines

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass
class Story:
    """Five calls by cara, one by cody: four reached, three meetings, two held, one first sale, one repeat."""

    client: Company
    prospect: Company
    lead: Company
    called: CallList
    first: Sale


def call(manager: User, disposition: str, at: datetime, **more: object) -> Call:
    forget()
    claim = take_next_lead(actor=manager, at=at)
    assert claim is not None
    return log_call(actor=manager, claim=claim, disposition=disposition, note="A note", at=at, **more)  # type: ignore[arg-type]


def book(manager: User, hunter: User, at: datetime, starts_at: datetime) -> Call:
    wish = MeetingWish(starts_at=starts_at, hunter=hunter, minutes=60, place="There", contact="Ann")
    return call(manager, "meeting_booked", at, meeting=wish)


@pytest.fixture
def story(
    cara: User, cody: User, hal: User, hera: User, fay: User, fern: User, finn: User, at: datetime
) -> Story:
    listed = call_list("Hospitals")
    for name in ("Ёлка", "Beta", "Gamma", "Delta", "Epsilon", "Zeta"):
        lead(listed, company=company(name))
    won = book(cara, hal, at, at + DAY)
    lost = book(cara, hal, at, at + DAY + 2 * HOUR)
    gone = book(cody, hal, at, at + DAY + 4 * HOUR)
    call(cara, "no_answer", at)
    call(cara, "not_interested", at, reason="no_need")
    call(cara, "busy", at)
    later = at + DAY + 6 * HOUR
    for made, outcome in ((won, "held"), (lost, "held"), (gone, "no_show")):
        assert made.meeting is not None
        record_outcome(
            actor=hal,
            meeting=made.meeting,
            outcome=outcome,
            on_target=True if outcome == "held" else None,
            at=later,
        )
    deal = Deal.objects.get(meeting=won.meeting)
    item = product()
    first = win_deal(actor=hal, deal=deal, lines=lines(item), note="", at=later).sale
    client = Company.objects.get(pk=won.lead.company_id)
    account = account_of(client)
    assert account is not None
    record_repeat_sale(
        actor=fay, account=account, lines=lines(item, "1", "500.00"), note="", at=later + 3 * DAY
    )
    record_payment(
        actor=finn,
        sale=first,
        amount=Decimal("1500.00"),
        currency="USD",
        paid_at=later,
        external_id="P-1",
        at=later,
    )
    return Story(
        client,
        Company.objects.get(pk=lost.lead.company_id),
        Company.objects.get(pk=gone.lead.company_id),
        listed,
        first,
    )
