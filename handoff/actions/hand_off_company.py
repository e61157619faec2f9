from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from farmers.actions import open_account
from farmers.queries import farmer_for
from handoff import verbs
from handoff.checklist import bought_line
from handoff.models import Agreement, Handoff
from handoff.notifications import tell
from handoff.queries import head_who_takes, plan_in_force
from handoff.refusals import NobodyCanTake, NoPlan
from salesorg.clients.actions import record_activity
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.people.queries import organisation
from salesorg.sales.models import Sale


@dataclass(frozen=True)
class HandedOver:
    """What the first sale made beside itself. `account` is farmers.Account."""

    handoff: Handoff
    agreement: Agreement
    account: Any


@transaction.atomic
def hand_off_company(*, actor: User, company: Company, sale: Sale, at: datetime) -> HandedOver:
    """Hand the client of a first sale over: handoff, account and agreement, in the sale's own transaction.

    A step of the hunters' first sale: the caller holds the company's lock and has just written `sale`. The company
    becomes a client here. Nobody able to take it: the account goes to the head of the client department (or of sales)
    and the handoff stands in the queue. Refusals: `NobodyCanTake`, `NoPlan`.
    """
    choice = farmer_for(company=company, at=at)
    keeper = choice.farmer or head_who_takes(at)
    plan = plan_in_force(at)
    if keeper is None:
        raise NobodyCanTake
    if plan is None:
        raise NoPlan
    company.status = Company.Status.CLIENT
    company.save(update_fields=["status", "search_key"])
    org = organisation()
    handoff = Handoff.objects.create(
        company=company, sale=sale, hunter=sale.seller, farmer=choice.farmer, choice=choice.why, brief=_first_brief(sale),
        state=Handoff.State.OFFERED if choice.farmer else Handoff.State.UNASSIGNED,
        opened_at=at, due_at=org.working_week.add_hours(at, org.handoff_hours),
    )  # fmt: skip
    account = open_account(actor=actor, company=company, farmer=keeper, at=at)
    agreement = Agreement.objects.create(
        company=company, sale=sale, hunter=sale.seller, plan=plan, opened_at=at
    )
    record_activity(
        company=company, actor=actor, verb=verbs.HANDOFF_OPENED, at=at,
        handoff=handoff.pk, sale=sale.number, hunter=sale.seller_id, farmer=handoff.farmer_id, keeper=keeper.pk,
    )  # fmt: skip
    tell([keeper], "handoff_offered" if choice.farmer else "handoff_unassigned", handoff, at)
    return HandedOver(handoff, agreement, account)


def _first_brief(sale: Sale) -> str:
    """What the farmer must know at the least, so that no brief begins empty; the hunter goes on from here."""
    bought = "\n".join(
        bought_line(line.product.name, line.quantity) for line in sale.lines.select_related("product")
    )
    return "\n".join(filter(None, [bought, sale.note]))
