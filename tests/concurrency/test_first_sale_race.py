"""One client, won by two hunters or in two tabs at the same moment: one wins, the other is refused, nobody sees a 500."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from rest_framework.test import APIClient

from handoff.queries import agreement_of, handoffs_visible_to
from hunters.actions import Won, open_deal, record_outcome, win_deal
from hunters.models import Deal
from hunters.refusals import AlreadyClient, DealClosed
from salesorg.clients.models import Company, Ownership
from salesorg.people.models import User
from salesorg.sales.models import Product, Sale
from tests import factories
from tests.concurrency.rivals import at_once
from tests.hunters.steps import book, lines

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def deal(hal: User, hera: User) -> Deal:
    """Hal's deal with a prospect."""
    now = timezone.now()
    meeting = book(hera, factories.company(), hal, now + DAY, at=now)
    made = record_outcome(actor=hal, meeting=meeting, outcome="held", at=now).deal
    assert made is not None
    return made


@pytest.fixture
def scanner(org: object) -> Product:
    """Something to sell."""
    return factories.product()


def one_of_everything(company: Company, hal: User, sue: User) -> None:
    """One first sale, one handoff, one agreement naming the hunter, one current owner, who is a farmer."""
    company.refresh_from_db()
    assert company.status == "client"
    assert Sale.objects.filter(company=company).count() == 1
    assert handoffs_visible_to(sue).filter(company=company).count() == 1
    agreement = agreement_of(company)
    assert agreement is not None
    assert agreement.hunter == hal
    assert Ownership.objects.current().get(company=company).owner.role == "farmer"


def test_two_tabs_win_one_deal_once(
    deal: Deal, hal: User, fay: User, fern: User, sue: User, scanner: Product
) -> None:
    """Red without the company's lock: the second then breaks a constraint of the handoff."""
    now = timezone.now()
    answers = at_once(*[lambda: win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=now)] * 4)
    assert sum(isinstance(answer, Won) for answer in answers) == 1, answers
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {DealClosed}, answers
    one_of_everything(deal.company, hal, sue)


def test_two_deals_with_one_prospect_make_one_first_sale(
    deal: Deal, hal: User, hugo: User, fay: User, fern: User, sue: User, scanner: Product
) -> None:
    """The other hunter's deal is written around the actions: nobody but the owner can open one."""
    now = timezone.now()
    rival = Deal.objects.create(
        company=deal.company, hunter=hugo, stage=deal.stage, next_step="Call", next_step_on=now.date(), opened_at=now,
        last_contact_at=now,
    )  # fmt: skip
    answers = at_once(
        lambda: win_deal(actor=hal, deal=deal, lines=lines(scanner), note="", at=now),
        lambda: win_deal(actor=hugo, deal=rival, lines=lines(scanner), note="", at=now),
    )
    assert sum(isinstance(answer, Won) for answer in answers) == 1, answers
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {AlreadyClient}, answers
    one_of_everything(deal.company, Sale.objects.get().seller, sue)


def test_two_deals_of_one_hunter_too(
    deal: Deal, hal: User, fay: User, fern: User, sue: User, scanner: Product
) -> None:
    now = timezone.now()
    other = open_deal(
        actor=hal, company=deal.company, next_step="Call", next_step_on=date(2100, 1, 1), at=now
    )
    answers = at_once(*(
        lambda each=each: win_deal(actor=hal, deal=each, lines=lines(scanner), note="", at=now) for each in (deal, other)
    ))  # fmt: skip
    assert sum(isinstance(answer, Won) for answer in answers) == 1, answers
    assert {type(answer) for answer in answers if isinstance(answer, Exception)} == {AlreadyClient}, answers
    one_of_everything(deal.company, hal, sue)


@pytest.mark.parametrize(
    "keys", [["same", "same"], ["one", "two"], ["", ""]], ids=["one key", "two keys", "no key"]
)
def test_a_first_sale_sent_twice_by_the_api(
    keys: list[str], deal: Deal, hal: User, fay: User, fern: User, sue: User, scanner: Product
) -> None:
    url = f"/api/v1/hunters/deals/{deal.pk}/win/"
    body = {"lines": [{"product": scanner.pk, "quantity": "1", "price": "10.00"}], "note": ""}

    def send(key: str) -> tuple[int, object]:
        client = APIClient()
        client.force_authenticate(hal)
        headers = {"Idempotency-Key": key} if key else {}
        answer = client.post(url, body, format="json", headers=headers)
        return answer.status_code, answer.json()

    # Each request opens the durable transaction itself.
    answers = at_once(*(lambda key=key: send(key) for key in keys), alone=True)
    codes = sorted(answer[0] for answer in answers if isinstance(answer, tuple))
    # One key: the twin that comes while the first runs is told so (409), the one that comes after gets its answer (201).
    assert codes in ([[201, 201], [201, 409]] if keys[0] == "same" else [[201, 409]]), answers
    one_of_everything(deal.company, hal, sue)
    if keys[0] == "same":
        assert send("same")[0] == 201


def test_a_first_sale_posted_twice_from_two_tabs(
    deal: Deal, hal: User, fay: User, fern: User, sue: User, scanner: Product
) -> None:
    url = reverse("hunters:win", args=[deal.pk])
    form = {
        "lines-TOTAL_FORMS": "1",
        "lines-INITIAL_FORMS": "0",
        "lines-0-product": scanner.pk,
        "lines-0-quantity": "1",
    }
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(hal, backend="django.contrib.auth.backends.ModelBackend")
    answers = at_once(
        *(lambda n=n, client=client: client.post(url, form | {"idempotency_key": f"tab{n}"}).status_code
          for n, client in enumerate(clients)),
        alone=True,
    )  # fmt: skip
    assert sorted(map(str, answers)) == ["302", "422"], answers
    one_of_everything(deal.company, hal, sue)


def test_the_database_refuses_a_first_sale_without_a_handoff_at_commit(
    deal: Deal, hal: User, at: datetime
) -> None:
    answers = at_once(
        lambda: Sale.objects.create(
            number="S-0", company=deal.company, seller=hal, kind="first", amount=1, currency="USD", sold_at=at
        )
    )
    assert "first_sale_has_a_handoff" in str(getattr(answers[0], "__cause__", "").diag.constraint_name), (
        answers
    )
    assert not Sale.objects.exists()
