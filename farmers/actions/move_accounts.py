from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from farmers.actions.move_account import move_account
from farmers.models import Account
from farmers.notifications import CLIENTS_GIVEN
from farmers.refusals import PortfolioChanged
from salesorg.clients.models import Company
from salesorg.people.actions import notify
from salesorg.people.models import User


@transaction.atomic
def move_accounts(
    *, actor: User, keeper: User, moves: Mapping[int, User], reason: str, at: datetime
) -> list[Company]:
    """Pass many clients of `keeper` on at once, all or none, and return them; each new farmer is told once.

    `moves`: account id -> new farmer. A step: the caller has decided that `actor` may. Promises, requests and the history
    are the account's and go along. Refusals: `PortfolioChanged` (one of them is no longer the keeper's), those of
    `move_account`.
    """
    companies = list(Company.objects.locked().filter(account__in=moves).order_by("pk"))
    accounts = {
        account.company_id: account
        for account in Account.objects.open().filter(pk__in=moves, farmer=keeper, company__in=companies)
    }
    if len(accounts) != len(moves):
        raise PortfolioChanged
    for company in companies:
        farmer = moves[accounts[company.pk].pk]
        move_account(actor=actor, company=company, farmer=farmer, at=at, reason=reason)
    for farmer in sorted(set(moves.values()), key=lambda one: one.pk):
        count = sum(one == farmer for one in moves.values())
        notify(
            people=[farmer], key=f"clients-given:{farmer.pk}:{keeper.pk}:{at.isoformat()}", kind=CLIENTS_GIVEN, at=at,
            url=reverse("farmers:desk"), data={"who": actor.name, "from": keeper.name, "count": count},
        )  # fmt: skip
    return companies
