"""Steps that the tests of money begin with; each goes through the actions."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import transaction

from farmers.models import Account, Promise
from handoff.actions import HandedOver, accept_handoff, hand_off_company, introduce_farmer
from handoff.checklist import Checklist
from handoff.models import (
    Accrual,
    CommissionPlan,
    Handoff,
    HandoffPromise,
    HeldMeeting,
    Letter,
    LetterTemplate,
)
from salesorg.clients.actions import change_owner
from salesorg.clients.models import Activity, Company, Ownership
from salesorg.people.models import Notice, User
from salesorg.sales.actions import LineInput, record_payment, record_sale, refund_payment
from salesorg.sales.models import Payment, Product, Sale
from tests.factories import company as make_company
from tests.factories import product as make_product

DONE = Checklist(brief="Two lines.", introduction_arranged=True, how="person", contacts_given=True, no_promises=True)  # fmt: skip
_ids = count(100)


@transaction.atomic
def first_sale(
    hunter: User,
    at: datetime,
    amount: str = "1000.00",
    *,
    product: Product | None = None,
    company: Company | None = None,
) -> HandedOver:
    """What the hunters' `close_first_sale` does: lock, sale, hand over."""
    found = company or make_company(status=Company.Status.PROSPECT)
    locked = Company.objects.locked().get(pk=found.pk)
    change_owner(company=locked, owner=hunter, stage=Ownership.Stage.HUNTING, at=at, reason="test")
    sale = sell(locked, hunter, Sale.Kind.FIRST, amount, at, product)
    return hand_off_company(actor=hunter, company=locked, sale=sale, at=at)


def sell(
    company: Company, seller: User, kind: Sale.Kind, amount: str, at: datetime, product: Product | None = None
) -> Sale:
    """One sale of one line."""
    line = LineInput(product or make_product(), Decimal(1), Decimal(amount))
    return record_sale(company=company, seller=seller, kind=kind, lines=[line], at=at)


def pay(sale: Sale, amount: str | Decimal, at: datetime, paid_at: datetime | None = None) -> Payment:
    """Money for a sale."""
    return record_payment(
        actor=None, sale=sale, amount=Decimal(amount), currency=sale.currency, paid_at=paid_at or at,
        external_id=f"P-{next(_ids)}", at=at,
    )  # fmt: skip


def give_back(payment: Payment, amount: str | Decimal, at: datetime) -> Payment:
    """Money back."""
    return refund_payment(
        actor=None,
        payment=payment,
        amount=Decimal(amount),
        refunded_at=at,
        external_id=f"R-{next(_ids)}",
        at=at,
    )


def introduce(handoff: Handoff, at: datetime) -> Handoff:
    """The complete introduction by the handoff's hunter."""
    return introduce_farmer(actor=handoff.hunter, handoff=handoff, checklist=DONE, at=at)


def accept(handoff: Handoff, at: datetime) -> Handoff:
    """Introduction and acceptance by the handoff's farmer."""
    introduced = introduce(handoff, at)
    assert introduced.farmer is not None
    return accept_handoff(actor=introduced.farmer, handoff=introduced, at=at)


@transaction.atomic
def killed_after(act: Callable[[], object]) -> None:
    """The work is done, and its process ends before the commit."""
    act()
    raise KeyboardInterrupt


WATCHED = (
    Handoff,
    HandoffPromise,
    Promise,
    Account,
    Letter,
    LetterTemplate,
    Company,
    Ownership,
    Activity,
    Notice,
)


def everything() -> dict[str, list[Any]]:
    """Every row that a step of a handoff could touch."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in WATCHED}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """What happens inside is refused and leaves every row as it was."""
    before = everything()
    yield
    assert everything() == before


def held(caller: User, at: datetime, amount: str = "25.00") -> Accrual:
    """What a held meeting gave its call manager, as the engine posts it."""
    meeting = HeldMeeting.objects.create(
        reference=next(_ids), company=make_company(), booked_by=caller, held_at=at
    )
    return Accrual.objects.create(
        beneficiary=caller, held_meeting=meeting, plan=CommissionPlan.objects.first(), kind="meeting", rate=0,
        amount=Decimal(amount), currency="USD", posted_at=at,
    )  # fmt: skip
