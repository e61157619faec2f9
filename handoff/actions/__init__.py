"""What is done with a handoff and with commissions: the listing is the feature list."""

from handoff.actions.accept_handoff import accept_handoff
from handoff.actions.accrue_due import accrue_due
from handoff.actions.assign_handoff import assign_handoff
from handoff.actions.carry_closing_on import carry_closing_on
from handoff.actions.close_month import close_month
from handoff.actions.close_statement import close_statement
from handoff.actions.correct_line import correct_line
from handoff.actions.correct_pay import correct_pay
from handoff.actions.escalate_late import escalate_late
from handoff.actions.grant_dispute import grant_dispute
from handoff.actions.hand_off_company import HandedOver, hand_off_company
from handoff.actions.introduce_farmer import introduce_farmer
from handoff.actions.open_dispute import open_dispute
from handoff.actions.pay_statement import pay_statement
from handoff.actions.prepare_handoff import prepare_handoff
from handoff.actions.record_statement_file import record_statement_file
from handoff.actions.refuse_dispute import refuse_dispute
from handoff.actions.return_handoff import return_handoff
from handoff.actions.return_handoffs_of import return_handoffs_of

__all__ = [
    "HandedOver",
    "accept_handoff",
    "accrue_due",
    "assign_handoff",
    "carry_closing_on",
    "close_month",
    "close_statement",
    "correct_line",
    "correct_pay",
    "escalate_late",
    "grant_dispute",
    "hand_off_company",
    "introduce_farmer",
    "open_dispute",
    "pay_statement",
    "prepare_handoff",
    "record_statement_file",
    "refuse_dispute",
    "return_handoff",
    "return_handoffs_of",
]
