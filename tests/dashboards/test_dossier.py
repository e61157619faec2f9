"""The whole story on one page: from the first call to the payments, for who may see the client and nobody else."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from handoff.actions import introduce_farmer
from handoff.checklist import Checklist, Promised
from handoff.models import Handoff
from hunters.actions import record_outcome, win_deal
from hunters.models import Deal
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.actions import record_payment
from salesorg.sales.models import Sale
from tests import factories
from tests.hunters.steps import book, lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of_fay(cara: User, hal: User, fay: User, fern: User, at: datetime) -> Company:
    """Booked by Cara, met and won by Hal, introduced to Fay with a promise."""
    company = factories.company(name="Acme Dairy")
    meeting = book(cara, company, hal, at + timedelta(days=1), at=at)
    later = at + timedelta(days=2)
    record_outcome(
        actor=hal, meeting=meeting, outcome="held", at=later, note="Two old lines.", on_target=True,
        next_step="Send it", next_step_on=later.date() + timedelta(days=1), amount=Decimal(2000),
    )  # fmt: skip
    won = win_deal(actor=hal, deal=Deal.objects.get(), lines=lines(factories.product()), note="", at=later)
    assert won
    told = Checklist(
        brief="Ask for Ann.", introduction_arranged=True, how="call", contacts_given=True, reaction="glad"
    )
    introduce_farmer(
        actor=hal, handoff=Handoff.objects.get(), checklist=told, at=later,
        promises=[Promised("A visit in December", (later + timedelta(days=20)).date())],
    )  # fmt: skip
    record_payment(
        actor=None, sale=Sale.objects.get(), amount=Decimal("500.00"), currency="USD", paid_at=later, external_id="B-1",
        at=later,
    )  # fmt: skip
    return company


def page(person: User, company: Company) -> tuple[int, str]:
    client = Client()
    client.force_login(person)
    answer = client.get(f"/companies/{company.pk}/story/")
    return answer.status_code, answer.content.decode()


def test_the_farmer_reads_everything_at_once(client_of_fay: Company, fay: User) -> None:
    status, shown = page(fay, client_of_fay)
    assert status == 200
    for words in (
        "Wants to hear of scanners", "Two old lines.", "Ask for Ann.", "A visit in December", "Scanner", "Cara", "Hal",
        "$2,000.00", "$500.00", "Glad", "Won", "Ann Lee",
    ):  # fmt: skip
        assert words in shown, words
    phone = client_of_fay.contact_points.get(kind="phone")
    assert phone.value not in shown
    assert phone.masked in shown


def test_who_may_read_it(
    client_of_fay: Company, hal: User, hugo: User, flo: User, fern: User, hera: User, sue: User, cara: User, finn: User,
) -> None:  # fmt: skip
    assert [page(one, client_of_fay)[0] for one in (hal, fern, hera, sue)] == [200] * 4
    assert [page(one, client_of_fay)[0] for one in (hugo, flo)] == [404, 404]
    assert [page(one, client_of_fay)[0] for one in (cara, finn)] == [403, 403]


def test_a_prospect_has_a_story_too(cara: User, hal: User, at: datetime) -> None:
    company = factories.company()
    book(cara, company, hal, at + timedelta(days=1), at=at)
    status, shown = page(hal, company)
    assert (status, "Scheduled" in shown) == (200, True)
