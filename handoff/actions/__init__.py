"""What is done with a handoff and with commissions: the listing is the feature list."""

from handoff.actions.accept_handoff import accept_handoff
from handoff.actions.accrue_due import accrue_due
from handoff.actions.assign_handoff import assign_handoff
from handoff.actions.carry_closing_on import carry_closing_on
from handoff.actions.change_letter_template import change_letter_template
from handoff.actions.close_month import close_month
from handoff.actions.close_statement import close_statement
from handoff.actions.correct_line import correct_line
from handoff.actions.correct_pay import correct_pay
from handoff.actions.end_agreements import end_agreements
from handoff.actions.escalate_late import escalate_late
from handoff.actions.follow_currency import follow_currency
from handoff.actions.grant_dispute import grant_dispute
from handoff.actions.hand_off_company import HandedOver, hand_off_company
from handoff.actions.introduce_farmer import introduce_farmer
from handoff.actions.move_clients import move_clients
from handoff.actions.open_dispute import open_dispute
from handoff.actions.pass_promises import pass_promises
from handoff.actions.pay_month import pay_month
from handoff.actions.pay_statement import pay_statement
from handoff.actions.prepare_handoff import prepare_handoff
from handoff.actions.publish_plan import publish_plan
from handoff.actions.record_exchange_rate import record_exchange_rate
from handoff.actions.record_held_meeting import record_held_meeting
from handoff.actions.record_statement_file import record_statement_file
from handoff.actions.refuse_dispute import refuse_dispute
from handoff.actions.remind_due import remind_due
from handoff.actions.return_handoff import return_handoff
from handoff.actions.return_handoffs_of import return_handoffs_of
from handoff.actions.send_letter import send_letter
from handoff.actions.set_client_language import set_client_language
from handoff.actions.withdraw_plan import withdraw_plan
from handoff.actions.write_letter import write_letter

__all__ = [
    "HandedOver",
    "accept_handoff",
    "accrue_due",
    "assign_handoff",
    "carry_closing_on",
    "change_letter_template",
    "close_month",
    "close_statement",
    "correct_line",
    "correct_pay",
    "end_agreements",
    "escalate_late",
    "follow_currency",
    "grant_dispute",
    "hand_off_company",
    "introduce_farmer",
    "move_clients",
    "open_dispute",
    "pass_promises",
    "pay_month",
    "pay_statement",
    "prepare_handoff",
    "publish_plan",
    "record_exchange_rate",
    "record_held_meeting",
    "record_statement_file",
    "refuse_dispute",
    "remind_due",
    "return_handoff",
    "return_handoffs_of",
    "send_letter",
    "set_client_language",
    "withdraw_plan",
    "write_letter",
]
