from datetime import datetime

from django.db import transaction
from django.urls import reverse

from farmers.actions.move_account import move_account
from farmers.models import Account
from farmers.notifications import PORTFOLIO_RETURNED
from farmers.queries import department_head
from farmers.refusals import NoHead
from salesorg.clients.models import Company
from salesorg.lib.refusals import NotYours
from salesorg.people.actions import notify
from salesorg.people.models import Role, User
from salesorg.people.queries import people_in


@transaction.atomic
def return_portfolio_of(*, actor: User, person: User, at: datetime) -> int:
    """Give a leaving or moved person's accounts to the head of the client department; return how many.

    A step of the dismissal and of the change of role. Another head takes over from a head who leaves.
    Refusals: `NotYours`, `NoHead` (only if there are accounts).
    """
    if not actor.is_in(Role.ADMIN, Role.FARMERS_HEAD, Role.SALES_HEAD):
        raise NotYours
    held = Account.objects.open().filter(farmer=person)
    companies = list(Company.objects.locked().filter(account__in=held).order_by("pk"))
    if not companies:
        return 0
    head = _keeper(person, at)
    if head is None:
        raise NoHead
    for company in companies:
        move_account(actor=actor, company=company, farmer=head, at=at, reason="portfolio_returned")
    notify(
        people=[head], key=f"portfolio-returned:{person.pk}:{at.isoformat()}", kind=PORTFOLIO_RETURNED, at=at,
        url=reverse("farmers:portfolios"), data={"who": person.name, "count": len(companies)},
    )  # fmt: skip
    return len(companies)


def _keeper(leaving: User, at: datetime) -> User | None:
    """The head of the client department, another one if it is the head who leaves, else the head of sales."""
    head = department_head(at=at)
    if head is not None and head != leaving:
        return head
    others = people_in(Role.FARMERS_HEAD, Role.SALES_HEAD).exclude(pk=leaving.pk)
    return others.order_by("role", "id").first()
