"""Reads about accounts: one, all that somebody may see, a portfolio in its order of urgency."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, QuerySet, Sum

from farmers.models import Account, ServiceLevel, Touch, Urgency
from salesorg.clients.models import Company
from salesorg.lib.api import capped_count
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in

# Whoever of them holds an account keeps it in the queue for a farmer.
HEADS = (Role.FARMERS_HEAD, Role.SALES_HEAD)


@dataclass(frozen=True)
class Figures:
    """A portfolio today: `load` in load points, the rest in accounts."""

    accounts: int
    load: Decimal
    neglected: int
    due: int


def account_of(company: Company) -> Account | None:
    """Return the company's account, or None while it is no client."""
    return Account.objects.select_related("farmer", "service_level").filter(company=company).first()


def accounts_visible_to(person: User) -> QuerySet[Account]:
    """Return the accounts this person may see; the door for every list, detail, count and search."""
    return Account.objects.visible_to(person)


def accounts_servable_by(person: User) -> QuerySet[Account]:
    """Return the accounts on which this person may log touches, promises, requests and sales."""
    return Account.objects.servable_by(person).select_related("company", "farmer", "service_level")


def service_levels() -> QuerySet[ServiceLevel]:
    """Return the service levels, by code."""
    return ServiceLevel.objects.all()


def default_level() -> ServiceLevel:
    """Return the service level of a newly handed-over client."""
    return ServiceLevel.objects.order_by("-is_default", "code")[0]


def portfolio(person: User, *, today: date, asked: dict[str, Any]) -> QuerySet[Account]:
    """Return the open accounts that `person` may see, most urgent first, narrowed to what is `asked`.

    `asked`: `show` (neglected, promises, requests, due, queue), `level` and `farmer` (rows), `search` (part of a name).
    Neglected come first, then promises overdue, requests unanswered, then by the day of the next touch; the order is
    that of an index, so the first page costs the same however many accounts there are.
    """
    found = _shown(Account.objects.visible_to(person).open(), asked.get("show") or "", today)
    if asked.get("level"):
        found = found.filter(service_level=asked["level"])
    if asked.get("farmer"):
        found = found.filter(farmer=asked["farmer"])
    if asked.get("search"):
        found = found.filter(company__in=Company.objects.named_like(asked["search"]))
    if asked.get("show") == "queue":
        # Few, and found by whose they are: read and sorted, never looked for among all accounts in the order of urgency.
        return found.order_by(F("urgency") + 0, "next_touch_on", "id")
    return found.order_by("urgency", "next_touch_on", "id")


def _shown(found: "QuerySet[Account]", show: str, today: date) -> "QuerySet[Account]":
    if show == "neglected":
        return found.filter(urgency=Urgency.NEGLECTED)
    if show == "promises":
        return found.filter(promise_due_on__isnull=False, promise_due_on__lt=today)
    if show == "requests":
        return found.filter(request_due_at__isnull=False)
    if show == "due":
        return found.filter(next_touch_on__lte=today)
    if show == "queue":
        return found.filter(farmer__in=people_in(*HEADS))
    return found


def figures(person: User, *, today: date) -> Figures:
    """Return the figures of what `person` sees as the portfolio, counted from the indexes."""
    seen = Account.objects.visible_to(person).open()
    counted = seen.aggregate(
        accounts=Count("farmer_id"), neglected=Count("neglected_since"), load=Sum("service_level__weight")
    )
    return Figures(
        accounts=counted["accounts"],
        load=counted["load"] or Decimal("0.0"),
        neglected=counted["neglected"],
        due=capped_count(seen.filter(next_touch_on__lte=today)),
    )


def touch_that_counts(account: Account, recent: Sequence[Touch] = ()) -> Touch | None:
    """Return the last real touch, the one that keeps neglect away, or None if nobody has reached the client yet.

    `recent`: the newest touches, if the caller has them already.
    """
    if account.last_touch_at is None:
        return None
    among = next((touch for touch in recent if touch.is_real), None)
    return among or account.touches.filter(is_real=True).select_related("person").first()
