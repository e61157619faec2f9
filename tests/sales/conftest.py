"""Clients that owe, and statements that are read at once."""

import io
from collections.abc import Callable
from datetime import datetime

import pytest

from salesorg.clients.models import Company
from salesorg.people.models import Organisation, User
from salesorg.sales.actions import confirm_statement, read_statement, upload_statement
from salesorg.sales.models import BankStatement, Sale
from tests.factories import company
from tests.handoff.steps import first_sale, sell

INN = "7707083893"
Owes = Callable[..., Sale]


@pytest.fixture
def owes(hal: User, fay: User, fern: User, org: Organisation, at: datetime) -> Owes:
    """A client with this tax id, each call one more sale of this amount, in roubles."""
    Organisation.objects.update(currency="RUB")
    kept: dict[str, Company] = {}

    def sale(amount: str = "1000.00", tax_id: str = INN) -> Sale:
        if tax_id in kept:
            return sell(kept[tax_id], hal, Sale.Kind.REPEAT, amount, at)
        client = company(f"Client {tax_id or 'x'}", status=Company.Status.PROSPECT, tax_id=tax_id)
        made = first_sale(hal, at, amount, company=client).handoff.sale
        kept[tax_id] = Company.objects.get(pk=client.pk)
        return made

    return sale


def read(
    content: str | bytes, at: datetime, actor: User | None = None, name: str = "bank.txt"
) -> BankStatement:
    """A statement read to its end, its columns confirmed as they were guessed."""
    found = uploaded(content, at, actor, name)
    if found.status == BankStatement.Status.PREVIEW:
        mapping, order = found.reading["mapping"], found.reading["order"]
        found = confirm_statement(actor=actor, statement=found, mapping=mapping, order=order, at=at)
    return read_statement(statement=found, at=at)


def uploaded(
    content: str | bytes, at: datetime, actor: User | None = None, name: str = "bank.txt"
) -> BankStatement:
    """A statement as it is behind its upload."""
    data = (
        content
        if isinstance(content, bytes)
        else content.encode("cp1251" if "1CClient" in content else "utf-8")
    )
    return upload_statement(actor=actor, file=io.BytesIO(data), file_name=name, at=at)
