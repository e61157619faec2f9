"""Reads about handoffs, agreements and commissions; other stages come in here."""

from handoff.queries.agreements import (
    agreement_of,
    agreements_of,
    agreements_visible_to,
    pays_other_stages,
    plan_in_force,
    plans,
    what_it_would_pay,
)
from handoff.queries.forecast import portfolio_forecast
from handoff.queries.handoffs import (
    count_open,
    handoffs_to_remind,
    handoffs_visible_to,
    head_who_takes,
    late_handoffs,
    passed_promises,
    with_bonus,
    with_promises,
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
from handoff.queries.letters import (
    addresses_of,
    due_letters,
    letter_draft,
    letter_facts,
    letter_language,
    letter_templates,
    letters_of,
)
from handoff.queries.preview import cross_sell_would_pay, first_sale_would_pay
from handoff.queries.rulebook import exchange_rates, rulebook, terms_of
from handoff.queries.statements import (
    OpenStatement,
    find_statement,
    lines_of,
    open_statements,
    people_with_payable_lines,
    statements_visible_to,
)

__all__ = [
    "OpenStatement",
    "accruals_visible_to",
    "addresses_of",
    "agreement_of",
    "agreements_of",
    "agreements_visible_to",
    "clients_paying",
    "commissions_owed",
    "count_open",
    "cross_sell_would_pay",
    "due_letters",
    "exchange_rates",
    "find_statement",
    "first_sale_would_pay",
    "handoffs_to_remind",
    "handoffs_visible_to",
    "head_who_takes",
    "late_handoffs",
    "letter_draft",
    "letter_facts",
    "letter_language",
    "letter_templates",
    "letters_of",
    "lines_of",
    "open_statements",
    "passed_promises",
    "payable",
    "pays_other_stages",
    "people_with_payable_lines",
    "plan_in_force",
    "plans",
    "portfolio_forecast",
    "rulebook",
    "statements_visible_to",
    "sum_of",
    "terms_of",
    "unsettled",
    "waiting",
    "what_it_would_pay",
    "with_bonus",
    "with_promises",
]
