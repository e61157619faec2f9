"""What people are told about handoffs and pay. The sentence is chosen and translated when it is read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from handoff.models import Accrual, Agreement, Dispute, Handoff, Statement
from salesorg.clients.models import Company
from salesorg.people.actions import notify
from salesorg.people.models import User

NOTICE_TEXTS = {
    "handoff_offered": _("%(company)s is handed over to you by %(hunter)s."),
    "handoff_unassigned": _("Nobody could take %(company)s from %(hunter)s; it stands in your queue."),
    "handoff_introduced": _("%(hunter)s has introduced you to %(company)s; accept the client."),
    "handoff_accepted": _(
        "%(company)s is accepted by its farmer; your bonus becomes payable as the client pays."
    ),
    "handoff_returned": _("%(company)s was returned by the farmer: %(reason)s"),
    "handoff_assigned": _("%(company)s will be looked after by %(farmer)s; introduce the new manager."),
    "handoff_reminder_hunter": _("The clock of %(company)s runs out soon: introduce the farmer."),
    "handoff_reminder_farmer": _("The clock of %(company)s runs out soon: accept the client or return it."),
    "handoff_reminder_head": _(
        "The clock of %(company)s runs out soon, and nobody has the client: assign a farmer."
    ),
    "handoff_late": _("The handoff of %(company)s by %(hunter)s is late."),
    "agreement_ended_left": _("Your commission agreement on %(company)s has ended: you left active sales."),
    "agreement_ended_lost": _("Your commission agreement on %(company)s has ended: the client is lost."),
    "statement_closed": _("Your commission statement %(number)s is closed."),
    "statement_paid": _("Your commission statement %(number)s is paid."),
    "commission_corrected": _("Your commission was corrected by %(amount)s: %(reason)s"),
    "dispute_opened": _("%(person)s contests a line of %(amount)s."),
    "dispute_granted": _("Finance agrees with you on a line of %(amount)s and has corrected it."),
    "dispute_refused": _("Finance has answered about the line of %(amount)s you contested: it stays."),
    "dispute_granted_by_colleague": _("%(clerk)s has granted the dispute of %(person)s."),
    "dispute_refused_by_colleague": _("%(clerk)s has refused the dispute of %(person)s."),
}


def tell(people: Iterable[User], kind: str, handoff: Handoff, at: datetime, **data: Any) -> None:
    """Tell `people` of a step of a handoff. The moment is part of the key: a handoff may be offered and returned again."""
    names = {"company": handoff.company.name, "hunter": handoff.hunter.name}
    notify(
        people=people, key=f"handoff:{handoff.pk}:{kind}:{at:%Y%m%d%H%M%S%f}", kind=kind, at=at,
        url=reverse("handoff:case", args=[handoff.pk]), data={**names, **data},
    )  # fmt: skip


def tell_of_statement(statement: Statement, kind: str, at: datetime) -> None:
    """Tell a person that their month was closed or paid."""
    notify(
        people=[statement.person], key=f"statement:{statement.pk}:{kind}", kind=kind, at=at,
        url=reverse("handoff:statement", args=[statement.key]), data={"number": statement.number},
    )  # fmt: skip


def tell_of_end(agreement: Agreement, company: Company, at: datetime) -> None:
    """Tell a hunter that a client pays them no more; who is at another desk now may not open agreements."""
    left = agreement.end_reason == Agreement.EndReason.LEFT
    url = reverse("handoff:commissions") if left else reverse("handoff:agreement", args=[agreement.pk])
    notify(
        people=[agreement.hunter], key=f"agreement:{agreement.pk}:ended", kind=f"agreement_ended_{agreement.end_reason}",
        at=at, url=url, data={"company": company.name},
    )  # fmt: skip


def tell_of_pay(people: Iterable[User], kind: str, line: Accrual, at: datetime, **data: Any) -> None:
    """Tell people of a line of the ledger that somebody wrote by hand."""
    notify(
        people=people, key=f"line:{line.pk}:{kind}", kind=kind, at=at, url=reverse("handoff:line", args=[line.pk]),
        data={"amount": f"{line.amount} {line.currency}", **data},
    )  # fmt: skip


def tell_of_dispute(people: Iterable[User], kind: str, dispute: Dispute, at: datetime) -> None:
    """Tell people that a line is contested, or of the answer."""
    line = dispute.accrual
    notify(
        people=people, key=f"dispute:{dispute.pk}:{kind}", kind=kind, at=at,
        url=reverse("handoff:dispute", args=[dispute.pk]),
        data={"person": dispute.opened_by.name, "amount": f"{line.amount} {line.currency}",
              "clerk": dispute.answered_by.name if dispute.answered_by else ""},
    )  # fmt: skip
