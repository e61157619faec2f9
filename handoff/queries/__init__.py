"""Reads about handoffs, agreements and commissions; other stages come in here."""

from handoff.queries.agreements import (
    agreement_of,
    agreements_visible_to,
    plan_in_force,
    terms_of,
    what_it_would_pay,
)
from handoff.queries.handoffs import (
    count_open,
    handoffs_visible_to,
    head_who_takes,
    late_handoffs,
    with_bonus,
)
from handoff.queries.ledger import (
    accruals_visible_to,
    clients_paying,
    commissions_owed,
    payable,
    sum_of,
    unsettled,
    waiting,
)
from handoff.queries.pay_figures import pay_figures
from handoff.queries.statements import (
    KindSum,
    OpenStatement,
    by_kind,
    closings,
    due_closings,
    find_statement,
    lines_of,
    open_statements,
    people_with_payable_lines,
    statements_visible_to,
    sums_by_kind,
)

__all__ = [
    "KindSum",
    "OpenStatement",
    "accruals_visible_to",
    "agreement_of",
    "agreements_visible_to",
    "by_kind",
    "clients_paying",
    "closings",
    "commissions_owed",
    "count_open",
    "due_closings",
    "find_statement",
    "handoffs_visible_to",
    "head_who_takes",
    "late_handoffs",
    "lines_of",
    "open_statements",
    "pay_figures",
    "payable",
    "people_with_payable_lines",
    "plan_in_force",
    "statements_visible_to",
    "sum_of",
    "sums_by_kind",
    "terms_of",
    "unsettled",
    "waiting",
    "what_it_would_pay",
    "with_bonus",
]
