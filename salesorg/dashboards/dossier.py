"""Everything from the first cold call to the contract, to be read in two minutes before the first conversation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from callcenter.labels import disposition_label, reason_label
from callcenter.queries import calls_of_company
from callcenter.review_queries import script_path
from handoff.queries import passed_promises
from hunters.queries import deals_of_company, meetings_of_company
from salesorg.clients.models import Company
from salesorg.people.models import User
from salesorg.sales.models import Sale, SaleLine
from salesorg.sales.queries import lines_sold_to

CALLS_SHOWN, SALES_SHOWN = 40, 20


@dataclass(frozen=True)
class CallLine:
    """One call: how it ended, what was noted and what the script asked and heard."""

    at: datetime
    who: str
    reached: bool
    result: str
    reason: str
    note: str
    learnt: list[tuple[str, str]]


@dataclass(frozen=True)
class Bought:
    """One sale with its lines and what was paid of it so far."""

    sale: Sale
    lines: list[SaleLine]
    received: Decimal


def dossier(viewer: User, company: Company, handoff: Any) -> dict[str, Any]:
    """Return the parts of the page. `handoff` is what `viewer` may see of the company's, or None. Six queries at most."""
    calls = _calls(viewer, company)
    meetings = list(meetings_of_company(viewer, company))
    deals = list(deals_of_company(viewer, company))
    learnt = next((call.learnt for call in reversed(calls) if call.learnt), [])
    return {
        "company": company,
        "handoff": handoff,
        "promises": list(passed_promises(handoff)) if handoff else [],
        "calls": calls,
        "reached": sum(call.reached for call in calls),
        "first_call": calls[0] if calls else None,
        "learnt": learnt,
        "meetings": meetings,
        "booking": meetings[0] if meetings else None,
        "met": next((one for one in meetings if one.state == "held"), None),
        "deals": deals,
        "bought": bought(lines_sold_to(company)),
        "contacts": list(company.contact_points.select_related("person")),
    }


def _calls(viewer: User, company: Company) -> list[CallLine]:
    """The newest calls of the company, read from the first to the last."""
    found = calls_of_company(viewer, company.pk).select_related("script_version")[:CALLS_SHOWN]
    return [
        CallLine(
            call.at, call.manager.name, call.reached, disposition_label(call.disposition.code),
            reason_label(call.reason), call.note, script_path(call),
        )
        for call in reversed(found)
    ]  # fmt: skip


def bought(lines: Iterable[SaleLine]) -> list[Bought]:
    """The lines put together by sale, in their order."""
    by_sale: dict[int, Bought] = {}
    for line in lines:
        received = line.received  # type: ignore[attr-defined]
        by_sale.setdefault(line.sale_id, Bought(line.sale, [], received)).lines.append(line)
    return list(by_sale.values())[:SALES_SHOWN]
