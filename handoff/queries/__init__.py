"""Reads about handoffs, agreements and commissions; other stages come in here."""

from handoff.queries.agreements import (
    agreement_of,
    agreements_visible_to,
    plan_in_force,
    terms_of,
    what_it_would_pay,
)
from handoff.queries.handoffs import handoffs_visible_to, head_who_takes, late_handoffs
from handoff.queries.ledger import accruals_visible_to, commissions_owed, payable, unsettled, waiting
from handoff.queries.statements import OpenStatement, open_statements, statements_visible_to

__all__ = [
    "OpenStatement",
    "accruals_visible_to",
    "agreement_of",
    "agreements_visible_to",
    "commissions_owed",
    "handoffs_visible_to",
    "head_who_takes",
    "late_handoffs",
    "open_statements",
    "payable",
    "plan_in_force",
    "statements_visible_to",
    "terms_of",
    "unsettled",
    "waiting",
    "what_it_would_pay",
]
