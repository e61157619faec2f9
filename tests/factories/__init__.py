"""Rows to begin a test with. What a stage does is never faked here: call its actions for that."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from callcenter.models import CallList, Lane, Lead
from salesorg.clients.models import Company, ContactPoint
from salesorg.people.models import Role, User
from salesorg.sales.models import Product

PASSWORD = "salesorg-demo"
MADE_AT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
_number = count(1)


def person(username: str, role: Role, **fields: object) -> User:
    """A person who can log in with PASSWORD."""
    defaults: dict[str, object] = {
        "name": username.title(),
        "time_zone": "America/New_York",
        "hired_at": MADE_AT,
    }
    return User.objects.create_user(username, PASSWORD, role=role, **(defaults | fields))


def company(name: str = "", *, phone: str = "", **fields: object) -> Company:
    """A company in New York with one phone."""
    n = next(_number)
    defaults: dict[str, object] = {
        "name": name or f"Company {n:04d}", "time_zone": "America/New_York", "country": "US", "city": "Albany",
        "created_at": MADE_AT,
    }  # fmt: skip
    made = Company.objects.create(**(defaults | fields))
    ContactPoint.objects.create(company=made, kind="phone", value=phone or f"+1212555{n:04d}")
    return made


def call_list(name: str = "Hospitals", **fields: object) -> CallList:
    """A call list that may be called on any day from 9 to 18."""
    return CallList.objects.create(name=name, created_at=MADE_AT, **fields)


def lead(of: CallList, *, due_at: datetime = MADE_AT, **fields: object) -> Lead:
    """A lead that is due, of a company of its own."""
    found = fields.pop("company", None) or company()
    assert isinstance(found, Company)
    lane, _ = Lane.objects.get_or_create(call_list=of, time_zone=found.time_zone)
    return Lead.objects.create(company=found, call_list=of, lane=lane, due_at=due_at, **fields)


def product(name: str = "Scanner", price: str = "1000.00") -> Product:
    """Something to sell."""
    return Product.objects.create(sku=f"SKU-{next(_number)}", name=name, price=Decimal(price))
