"""Steps of the hunters' tests, through the actions."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection

from hunters.actions import schedule_meeting
from hunters.models import Deal, Meeting, MeetingMove
from salesorg.clients.models import Activity, Company, Ownership
from salesorg.people.models import Notice, User
from salesorg.sales.actions import LineInput
from salesorg.sales.models import Product, Sale


def book(
    actor: User,
    company: Company,
    hunter: User | None,
    starts_at: datetime,
    *,
    at: datetime,
    minutes: int = 60,
) -> Meeting:
    """Schedule a meeting with the usual rest."""
    return schedule_meeting(
        actor=actor, company=company, hunter=hunter, starts_at=starts_at, minutes=minutes, place="Their office",
        contact="Ann Lee", brief="Wants to hear of scanners", at=at,
    )  # fmt: skip


def lines(product: Product, quantity: str = "2", price: str = "1000.00") -> list[LineInput]:
    """One line."""
    return [LineInput(product=product, quantity=Decimal(quantity), price=Decimal(price))]


def everything() -> dict[str, Any]:
    """Every row that an action of the hunters may write: equal before and after a refusal."""
    tables = (Meeting, MeetingMove, Deal, Activity, Ownership, Notice, Sale, Company)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in tables}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """Assert that the block leaves every row as it was."""
    before = everything()
    yield
    assert everything() == before


def check_deferred() -> None:
    """Let the constraint triggers that wait for the commit speak now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
